package azure

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Problem is something wrong with a configuration.
type Problem struct {
	// Attribute is the attribute that is wrong, such as
	// "endpoint.resource_manager_endpoint"; none where a variable is at fault.
	Attribute string
	// Detail says what is wrong, with the value unless it is secret.
	Detail string
	// Remedy says what to do about it.
	Remedy string
}

// Error returns the detail and the remedy.
func (p Problem) Error() string { return p.Detail + " " + p.Remedy }

// Problems are all that is wrong with a configuration.
type Problems []Problem

// Error returns all problems, a line each.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// setting is one value, and where it comes from.
type setting struct {
	value string
	// from is the name of the attribute or of the environment variable.
	from string
	// declared says that it is the attribute's.
	declared bool
}

func (s setting) given() bool { return s.value != "" }

// attribute returns the attribute that a problem with the setting is about.
func (s setting) attribute() string {
	if s.declared {
		return s.from
	}
	return ""
}

// flag is a setting that is true or false.
type flag struct {
	on       bool
	from     string
	declared bool
}

// reader reads settings, and collects what is wrong with them.
type reader struct {
	getenv   func(string) string
	problems Problems
}

func (r *reader) add(attribute, detail, remedy string) {
	r.problems = append(r.problems, Problem{Attribute: attribute, Detail: detail, Remedy: remedy})
}

// text returns the value of an attribute or, where it has none, of the first of
// the variables that has one.
func (r *reader) text(attribute, value string, variables ...string) setting {
	if value != "" {
		return setting{value: value, from: attribute, declared: true}
	}
	for _, variable := range variables {
		if value := strings.TrimSpace(r.getenv(variable)); value != "" {
			return setting{value: value, from: variable}
		}
	}
	return setting{}
}

// flag is text for what is true or false.
func (r *reader) flag(attribute string, value *bool, variable string) flag {
	if value != nil {
		return flag{on: *value, from: attribute, declared: true}
	}
	text := r.text("", "", variable)
	if !text.given() {
		return flag{}
	}
	on, err := strconv.ParseBool(text.value)
	if err != nil {
		r.add("", fmt.Sprintf("The value of %s is %q.", variable, text.value), "Set it to true or to false.")
	}
	return flag{on: on, from: variable}
}

// https checks that a setting is an address that tokens may be sent to.
func (r *reader) https(s setting) {
	if !s.given() {
		return
	}
	address, err := url.Parse(s.value)
	if err != nil || address.Scheme != "https" || address.Host == "" || address.User != nil || address.RawQuery != "" {
		r.add(s.attribute(), fmt.Sprintf("The value of %s is %q, which is no address of a service.", s.from, s.value),
			"Give it a URL that begins with https://, such as https://management.example.com.")
	}
}

// method is a way to prove who asks.
type method int

// The methods, in the order of preference.
const (
	noMethod method = iota
	byOIDC
	byCertificate
	bySecret
	byMSI
	byCLI
)

// String names the method for people.
func (m method) String() string {
	return [...]string{
		"no credentials", "OpenID Connect", "a client certificate", "a client secret", "a managed identity", "the Azure CLI",
	}[m]
}

// asked is a method that a setting asks for.
type asked struct {
	method   method
	from     string
	declared bool
}

// chooseMethod decides how to prove who asks: by what the attributes ask for,
// otherwise by what the environment asks for, otherwise through the Azure CLI.
func (i *Identity) chooseMethod(r *reader) {
	var all []asked
	flags := func(m method, flags ...flag) {
		for _, f := range flags {
			if f.on {
				all = append(all, asked{m, f.from, f.declared})
				return
			}
		}
	}
	texts := func(m method, texts ...setting) {
		for _, t := range texts {
			if t.given() {
				all = append(all, asked{m, t.from, t.declared})
				return
			}
		}
	}
	i.checkIdle(r)
	flags(byOIDC, i.oidc, i.workloadIdentity)
	texts(byCertificate, i.certificateFile, i.certificate)
	texts(bySecret, i.secret, i.secretFile)
	flags(byMSI, i.msi)

	declared := slices.DeleteFunc(slices.Clone(all), func(a asked) bool { return !a.declared })
	switch {
	case len(declared) > 1:
		r.add(declared[1].from, fmt.Sprintf("Both %s and %s are given, and %s is asked in one way only.", declared[0].from, declared[1].from, i.asks),
			fmt.Sprintf("Keep the one that %s is to be asked with, and take out the other.", i.asks))
		return
	case len(declared) == 1:
		i.method = declared[0].method
	case len(all) > 0 && (!i.cli.on || !i.cli.declared):
		i.method = all[0].method
	case i.cli.on || i.cli.from == "":
		i.method = byCLI
	default:
		r.add("", fmt.Sprintf("There are no credentials for %s, and %s is false.", i.asks, i.cli.from),
			i.say("Give client_secret or client_certificate_path, or set use_oidc, use_msi or use_cli to true; each may also be given as its "+
				"ARM_ variable, such as ARM_CLIENT_SECRET.",
				"Set ARM_CLIENT_SECRET or ARM_CLIENT_CERTIFICATE_PATH, or ARM_USE_OIDC, ARM_USE_MSI or ARM_USE_CLI to true."))
		return
	}
	i.checkMethod(r)
}

// checkIdle checks that no attribute is given in vain.
func (i *Identity) checkIdle(r *reader) {
	for _, given := range []setting{i.oidcTokenFile, i.oidcURL, i.oidcRequestToken} {
		if given.declared && !i.oidc.on && !i.workloadIdentity.on {
			r.add(given.from, fmt.Sprintf("%s is given, but use_oidc is not true, so it would not be used.", given.from),
				"Set use_oidc to true, or take out "+given.from+".")
		}
	}
	if i.certificateSecret.declared && !i.certificateFile.given() && !i.certificate.given() {
		r.add(i.certificateSecret.from, "client_certificate_password is given, but no certificate.",
			"Give client_certificate_path, or take out client_certificate_password.")
	}
}

// checkMethod checks that what a method needs is given.
func (i *Identity) checkMethod(r *reader) {
	need := func(attribute, variable string, choices ...setting) {
		if !slices.ContainsFunc(choices, setting.given) {
			r.add(attribute, fmt.Sprintf("With %s, %s is needed.", i.method, i.say(attribute, variable)),
				i.say(fmt.Sprintf("Give %s, or set %s.", attribute, variable), fmt.Sprintf("Set %s.", variable)))
		}
	}
	if i.method == byOIDC || i.method == byCertificate || i.method == bySecret {
		need("tenant_id", "ARM_TENANT_ID", i.tenant)
		need("client_id", "ARM_CLIENT_ID", i.client, i.clientFile)
	}
	if i.method != byOIDC || i.oidcToken.given() || i.oidcTokenFile.given() {
		return
	}
	if !i.oidcURL.given() {
		r.add("use_oidc", "With OpenID Connect, a token is needed, and nothing says where it is.",
			i.say("Give oidc_token_file_path, or oidc_request_url with oidc_request_token, or set ARM_OIDC_TOKEN.",
				"Set ARM_OIDC_TOKEN_FILE_PATH, or ARM_OIDC_REQUEST_URL with ARM_OIDC_REQUEST_TOKEN, or ARM_OIDC_TOKEN.")+" GitHub sets the request's "+
				"variables in jobs with the permission id-token: write; in Azure Pipelines, pass SYSTEM_ACCESSTOKEN on to the step.")
		return
	}
	r.https(i.oidcURL.withoutQuery())
	need("oidc_request_token", "ARM_OIDC_REQUEST_TOKEN", i.oidcRequestToken)
	if i.oidcURL.from == "SYSTEM_OIDCREQUESTURI" && !i.oidcConnection.given() {
		r.add("", "In Azure Pipelines, a token is asked for in the name of a service connection, and none is given.",
			"Set ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID to the id of the service connection.")
	}
}

// withoutQuery returns the setting without the query that its URL may have.
func (s setting) withoutQuery() setting {
	s.value, _, _ = strings.Cut(s.value, "?")
	return s
}
