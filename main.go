// Command terraform-provider-siterecovery serves the provider to Terraform.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger and serve a Terraform that is told how to attach")
	tell := flag.Bool("version", false, "print the version and exit")
	flag.Parse()
	if *tell {
		fmt.Println(version)
		return
	}
	if err := quieten(os.Environ(), os.Setenv); err != nil {
		log.Fatal(err)
	}
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

// quieten keeps the plugin framework from logging, unless a variable such as
// TF_LOG asks for a log. Terraform throws the log away then, but the framework
// writes a line for every value that it passes on: with thousands of machines,
// that takes three times as long as everything else.
func quieten(environment []string, set func(name, value string) error) error {
	for _, variable := range environment {
		if name, value, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "TF_LOG") && value != "" {
			return nil
		}
	}
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_SDK_PROTO"} {
		if err := set(name, "OFF"); err != nil {
			return err
		}
	}
	return nil
}
