package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

// Of every attribute that takes ids it is known which, so that a text that is none
// can be told what it should have been.
func TestKindsOfEveryReference(t *testing.T) {
	found := 0
	var walk func(where, name string, is attr.Type)
	walk = func(where, name string, is attr.Type) {
		switch is := is.(type) {
		case caselessType:
			if id := strings.TrimSuffix(name, "s"); strings.HasSuffix(id, "_id") && id != "vault_mapping_id" { // an ARM id, which nobody writes
				found++
				if len(kindsOf(engine.At(name))) == 0 {
					t.Errorf("it is not known which ids %s of %s takes", name, where)
				}
			}
		case attr.TypeWithAttributeTypes:
			for inner, its := range is.AttributeTypes() {
				walk(where, inner, its)
			}
		case attr.TypeWithElementType:
			walk(where, name, is.ElementType())
		}
	}
	p := New("test")()
	for _, of := range p.Resources(t.Context()) {
		var named resource.MetadataResponse
		of().Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: "siterecovery"}, &named)
		var resp resource.SchemaResponse
		of().Schema(t.Context(), resource.SchemaRequest{}, &resp)
		walk(named.TypeName, "", resp.Schema.Type())
	}
	for _, of := range p.DataSources(t.Context()) {
		var named datasource.MetadataResponse
		of().Metadata(t.Context(), datasource.MetadataRequest{ProviderTypeName: "siterecovery"}, &named)
		var resp datasource.SchemaResponse
		of().Schema(t.Context(), datasource.SchemaRequest{}, &resp)
		walk(named.TypeName, "", resp.Schema.Type())
	}
	if found < 20 {
		t.Errorf("only %d attributes take ids", found)
	}
}
