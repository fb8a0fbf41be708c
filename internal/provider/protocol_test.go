package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/diagnostictest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/terraformtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology/topologytest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

// Tests that speak Terraform's protocol with the provider themselves: of what only
// later versions of Terraform ask for, so that they run with any, and with none.

// protocol is a provider that has been configured, as Terraform sees it.
type protocol struct {
	t        *testing.T
	location string
	server   interface {
		tfprotov6.ProviderServer
		tfprotov6.ListResourceServer
	}
	resources, identities, lists map[string]tftypes.Type
	// vault is the fake that is the provider's vault, nil if it has none.
	vault *vaulttest.Service
	// said is what was said besides the answer to the last request.
	said []*tfprotov6.Diagnostic
}

// newProtocol returns a provider over a catalog that holds what a story tells.
func newProtocol(t *testing.T, story string) *protocol {
	t.Helper()
	t.Parallel()
	return protocolOver(t, story)
}

// protocolOver is newProtocol for a second provider of a test.
func protocolOver(t *testing.T, story string) *protocol {
	t.Helper()
	p := &protocol{t: t, location: terraformtest.Catalog(t)}
	c, err := catalog.Open(p.location)
	if err != nil {
		t.Fatal(err)
	}
	var changes []topology.Change
	for _, object := range topologytest.Told(t, story).All() {
		changes = append(changes, topology.Creation(object))
	}
	if err := c.Apply(t.Context(), changes...); err != nil {
		t.Fatal(err)
	}
	p.begin()
	return p
}

// begin begins another run.
func (p *protocol) begin() {
	p.t.Helper()
	server, err := factories["siterecovery"]()
	p.must(err, nil)
	p.server, _ = server.(interface {
		tfprotov6.ProviderServer
		tfprotov6.ListResourceServer
	})
	schemas, err := server.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.must(err, schemas.Diagnostics)
	identities, err := server.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	p.must(err, identities.Diagnostics)
	p.resources, p.identities, p.lists = map[string]tftypes.Type{}, map[string]tftypes.Type{}, map[string]tftypes.Type{}
	for name, schema := range schemas.ResourceSchemas {
		p.resources[name] = schema.ValueType()
	}
	for name, schema := range schemas.ListResourceSchemas {
		p.lists[name] = schema.ValueType()
	}
	for name, schema := range identities.IdentitySchemas {
		p.identities[name] = schema.ValueType()
	}
	of, _ := schemas.Provider.ValueType().(tftypes.Object)
	config := tftypes.NewValue(of, map[string]tftypes.Value{
		"catalog":   tftypes.NewValue(tftypes.String, p.location),
		"hand_over": tftypes.NewValue(tftypes.Bool, nil),
		"vault":     p.vaultIn(of.AttributeTypes["vault"]),
	})
	configured, err := server.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.dynamic(of, config)})
	p.must(err, configured.Diagnostics)
}

// vaultIn returns the vault of the provider's configuration.
func (p *protocol) vaultIn(of tftypes.Type) tftypes.Value {
	if p.vault == nil {
		return tftypes.NewValue(of, nil)
	}
	given := map[string]any{
		"vault_id": vaulttest.VaultID, "tenant_id": vaulttest.Tenant, "client_id": vaulttest.ClientID, "client_secret": vaulttest.ClientSecret,
		"disable_instance_discovery": true,
		"endpoint": map[string]any{
			"resource_manager_endpoint": p.vault.URL(), "resource_manager_audience": "https://management.azure.com", "active_directory_authority_host": p.vault.URL(),
		},
	}
	return valueOf(of, given)
}

// valueOf returns an object with the attributes that are given, and all others null.
func valueOf(of tftypes.Type, given map[string]any) tftypes.Value {
	object, _ := of.(tftypes.Object)
	values := map[string]tftypes.Value{}
	for name, of := range object.AttributeTypes {
		if nested, ok := given[name].(map[string]any); ok {
			values[name] = valueOf(of, nested)
		} else {
			values[name] = tftypes.NewValue(of, given[name])
		}
	}
	return tftypes.NewValue(of, values)
}

// must ends the test where a call has failed.
func (p *protocol) must(err error, diagnostics []*tfprotov6.Diagnostic) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
	if text := errorsIn(diagnostics); text != "" {
		p.t.Fatal(text)
	}
}

// errorsIn returns the texts of all errors, in one line.
func errorsIn(diagnostics []*tfprotov6.Diagnostic) string {
	var texts []string
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			texts = append(texts, d.Summary+": "+d.Detail)
		}
	}
	return strings.Join(strings.Fields(strings.Join(texts, "\n")), " ")
}

func (p *protocol) dynamic(of tftypes.Type, value tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	dynamic, err := tfprotov6.NewDynamicValue(of, value)
	p.must(err, nil)
	return &dynamic
}

func (p *protocol) value(of tftypes.Type, dynamic *tfprotov6.DynamicValue) map[string]tftypes.Value {
	p.t.Helper()
	value, err := dynamic.Unmarshal(of)
	p.must(err, nil)
	var values map[string]tftypes.Value
	p.must(value.As(&values), nil)
	return values
}

// words returns an identity in words: its attributes in the order of their names.
func (p *protocol) words(kind string, identity *tfprotov6.ResourceIdentityData) string {
	p.t.Helper()
	if identity == nil {
		return "none"
	}
	return fmt.Sprint(texts(p.value(p.identities[kind], identity.IdentityData)))
}

// texts returns the values that are texts.
func texts(values map[string]tftypes.Value) map[string]string {
	all := map[string]string{}
	for name, value := range values {
		var text string
		if value.Type().Is(tftypes.String) && value.As(&text) == nil && !value.IsNull() {
			all[name] = text
		}
	}
	return all
}

// identity returns an identity of a kind.
func (p *protocol) identity(kind string, values map[string]string) *tfprotov6.ResourceIdentityData {
	p.t.Helper()
	attributes := map[string]tftypes.Value{}
	for name, text := range values {
		attributes[name] = tftypes.NewValue(tftypes.String, text)
	}
	of := p.identities[kind]
	return &tfprotov6.ResourceIdentityData{IdentityData: p.dynamic(of, tftypes.NewValue(of, attributes))}
}

// imports imports an object, and reads it.
func (p *protocol) imports(kind, id string, identity *tfprotov6.ResourceIdentityData) (*tfprotov6.ReadResourceResponse, error) {
	p.t.Helper()
	imported, err := p.server.ImportResourceState(p.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id, Identity: identity})
	p.must(err, nil)
	p.said = imported.Diagnostics
	if text := errorsIn(imported.Diagnostics); text != "" {
		return nil, fmt.Errorf("%s", text) //nolint:err113 // a text to compare
	}
	one := imported.ImportedResources[0]
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: one.State, CurrentIdentity: one.Identity, Private: one.Private,
	})
	p.must(err, read.Diagnostics)
	return read, nil
}

// listed is what a list resource tells of an object.
type listed struct {
	name, identity string
	raw            *tfprotov6.ResourceIdentityData
	resource       tftypes.Value
}

// listed lists what there is of a kind, on the VMM server of a name unless that is
// empty, and returns what is said besides, of errors and warnings.
func (p *protocol) listed(kind, server string, limit int64) (all []listed, says string) {
	p.t.Helper()
	of, _ := p.lists[kind].(tftypes.Object)
	config := map[string]tftypes.Value{}
	if _, filters := of.AttributeTypes["server_name"]; filters {
		config["server_name"] = tftypes.NewValue(tftypes.String, nil)
		if server != "" {
			config["server_name"] = tftypes.NewValue(tftypes.String, server)
		}
	}
	stream, err := p.server.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: kind, Config: p.dynamic(of, tftypes.NewValue(of, config)), Limit: limit, IncludeResource: true,
	})
	p.must(err, nil)
	p.said = nil
	for result := range stream.Results {
		p.said = append(p.said, result.Diagnostics...)
		if result.Identity == nil {
			continue
		}
		resource, err := result.Resource.Unmarshal(p.resources[kind])
		p.must(err, nil)
		all = append(all, listed{result.DisplayName, p.words(kind, result.Identity), result.Identity, resource})
	}
	var texts []string
	for _, d := range p.said {
		texts = append(texts, d.Summary+": "+d.Detail)
	}
	return all, strings.Join(texts, "\n")
}

// shown returns what was said besides the last answer, as Terraform prints it.
func (p *protocol) shown() string {
	var all []string
	for _, d := range p.said {
		severity := "Warning"
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			severity = "Error"
		}
		all = append(all, diagnostictest.Shown(severity, d.Summary, strings.ReplaceAll(d.Detail, p.location, "/dr/catalog.db")))
	}
	return strings.Join(all, "\n")
}
