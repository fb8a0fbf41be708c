package provider_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
)

// witness is a provider's server that notes what the acceptance tests see of it:
// which resources and data sources raise which code, and which attributes replace
// their object.
type witness struct {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// witnessed returns a server of the provider with a witness. What a server may have
// beyond the interface, Terraform finds in the witness too.
func witnessed() (tfprotov6.ProviderServer, error) {
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	lists, _ := server.(tfprotov6.ListResourceServer)
	return witness{server, lists}, err
}

var seen = struct {
	sync.Mutex
	raised, replaced map[string]bool
}{raised: map[string]bool{}, replaced: map[string]bool{}}

var code = regexp.MustCompile(`SR[0-9]{3}`)

func name(typeName string) string { return strings.TrimPrefix(typeName, "siterecovery_") }

// raises notes the codes of diagnostics, and of what is answered.
func raises(typeName string, diags []*tfprotov6.Diagnostic, answers ...*tfprotov6.DynamicValue) {
	seen.Lock()
	defer seen.Unlock()
	note := func(text string) {
		for _, code := range code.FindAllString(text, -1) {
			seen.raised[code+" "+name(typeName)] = true
		}
	}
	for _, diag := range diags {
		note(diag.Summary)
	}
	for _, answer := range answers {
		if answer != nil {
			note(string(answer.MsgPack))
		}
	}
}

func (w witness) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp, err := w.ProviderServer.ValidateResourceConfig(ctx, req)
	if resp != nil {
		raises(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

func (w witness) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	resp, err := w.ProviderServer.ReadResource(ctx, req)
	if resp != nil {
		raises(req.TypeName, resp.Diagnostics, resp.NewState)
	}
	return resp, err
}

func (w witness) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := w.ProviderServer.PlanResourceChange(ctx, req)
	if resp != nil {
		raises(req.TypeName, resp.Diagnostics, resp.PlannedState)
		seen.Lock()
		defer seen.Unlock()
		for _, path := range resp.RequiresReplace {
			seen.replaced[fmt.Sprintf("%s %v", name(req.TypeName), path.Steps()[0])] = true // a step is an attribute's name
		}
	}
	return resp, err
}

func (w witness) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp, err := w.ProviderServer.ApplyResourceChange(ctx, req)
	if resp != nil {
		raises(req.TypeName, resp.Diagnostics)
	}
	return resp, err
}

func (w witness) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	resp, err := w.ProviderServer.ReadDataSource(ctx, req)
	if resp != nil {
		raises(req.TypeName, resp.Diagnostics, resp.State)
	}
	return resp, err
}

// asSeen holds what the documentation says of codes and of replacements against what
// was seen. Where all tests have run, every attribute that is said to replace its
// object was seen to do it.
func asSeen() error {
	seen.Lock()
	defer seen.Unlock()
	raised, replaces := map[string]bool{}, map[string]bool{}
	for _, info := range engine.Codes() {
		for _, by := range info.Code.RaisedBy() {
			raised[string(info.Code)+" "+by] = true
		}
	}
	ctx := context.Background()
	for _, of := range provider.New("test")().Resources(ctx) {
		var named resource.MetadataResponse
		of().Metadata(ctx, resource.MetadataRequest{}, &named)
		var resp resource.SchemaResponse
		of().Schema(ctx, resource.SchemaRequest{}, &resp)
		for attribute, is := range resp.Schema.Attributes {
			if strings.Contains(is.GetMarkdownDescription(), "replaces the object") {
				replaces[strings.TrimPrefix(named.TypeName, "_")+" "+attribute] = true
			}
		}
	}
	all := os.Getenv("TF_ACC") != "" && flag.Lookup("test.run").Value.String() == "" && !strings.Contains(flag.Lookup("test.skip").Value.String(), "TestAcc")
	return errors.Join(
		differ("engine.Code.RaisedBy", raised, seen.raised, false),
		differ("the descriptions of the attributes that replace an object", replaces, seen.replaced, all),
	)
}

// differ compares what is said with what was seen; also the other way round, if all
// was seen that there is.
func differ(where string, said, seen map[string]bool, all bool) error {
	var errs []error
	for _, pair := range slices.Sorted(maps.Keys(seen)) {
		if !said[pair] {
			errs = append(errs, fmt.Errorf("%s: %s is missing", where, pair))
		}
	}
	for _, pair := range slices.Sorted(maps.Keys(said)) {
		if all && !seen[pair] {
			errs = append(errs, fmt.Errorf("%s: %s comes in no test", where, pair))
		}
	}
	return errors.Join(errs...)
}
