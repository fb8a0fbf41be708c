// Command terraform-provider-siterecovery serves the provider to Terraform.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger and serve a Terraform that is told how to attach")
	flag.Parse()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/siterecovery/siterecovery",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
	}
}
