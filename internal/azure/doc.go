// Package azure is what all that asks Azure has in common: who asks and in which
// cloud, as the variables of Terraform's Azure providers say it; tokens; how
// requests are carried and sent again; and that no text shows what is secret.
package azure
