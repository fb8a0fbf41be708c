// Command terraform-provider-siterecovery serves the provider to Terraform.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"runtime/debug"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger and serve a Terraform that is told how to attach")
	flag.Parse()
	if err := quieten(os.Environ(), os.Setenv); err != nil {
		log.Fatal(err)
	}
	hoard()
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/siterecovery/siterecovery",
		Debug:   *debug,
	})
	if err != nil {
		log.Fatal(err)
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

// hoard lets garbage pile up to three times of what is in use, but not beyond a
// gigabyte. A provider lives for seconds, and most of what it is handed is garbage
// soon: it would spend a third of its time on collecting it.
func hoard() {
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(300)
		debug.SetMemoryLimit(1 << 30)
	}
}
