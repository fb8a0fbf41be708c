// Command terraform-provider-siterecovery serves the provider to Terraform.
package main

import (
	"context"
	"errors"
	"flag"
	"log"
	"os"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger and serve a Terraform that is told how to attach")
	flag.Parse()
	served := provider.New(version)()
	err := providerserver.Serve(context.Background(), func() framework.Provider { return served }, providerserver.ServeOpts{
		Address: "registry.terraform.io/siterecovery/siterecovery",
		Debug:   *debug,
	})
	// Terraform waits two seconds for the process before it ends it.
	ctx, cancel := context.WithTimeout(context.Background(), 1500*time.Millisecond)
	defer cancel()
	if err := errors.Join(err, provider.End(ctx, served)); err != nil {
		log.Print(err)
		os.Exit(1) //nolint:gocritic // there is nothing left to cancel
	}
}
