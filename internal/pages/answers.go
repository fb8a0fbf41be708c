package main

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
)

// dataSources returns the schemas of all data sources, by their names without the
// provider's.
var dataSources = sync.OnceValue(func() map[string]schema.Schema {
	ctx := context.Background()
	schemas := map[string]schema.Schema{}
	for _, of := range provider.New("")().DataSources(ctx) {
		var named datasource.MetadataResponse
		of().Metadata(ctx, datasource.MetadataRequest{}, &named)
		var resp datasource.SchemaResponse
		of().Schema(ctx, datasource.SchemaRequest{}, &resp)
		schemas[strings.TrimPrefix(named.TypeName, "_")] = resp.Schema
	}
	return schemas
})

// coded are the attributes that answer with codes which programs compare, and where
// the guide to the concepts has the rules behind them.
var coded = []struct {
	attribute, rules, anchor string
	values                   []string
}{
	{"outcome", "mapping rules", "2-mapping-rules", texts(engine.Connected, engine.NotProtected, engine.NotInCloud, engine.NotMapped, engine.TargetUnavailable)},
	{"subnet_rule", "mapping rules", "2-mapping-rules", texts(engine.SameName, engine.FirstSubnet, engine.NoSubnet)},
	{"ip_rule", "addresses", "4-addresses", texts(engine.SameAddress, engine.NextFree, engine.NoPool, engine.PoolExhausted, engine.DHCP, engine.Requested, engine.NotInSubnet)},
	{"scenario", "failback", "3-failback", texts(engine.Unchanged, engine.ReplicaDisconnected, engine.MovedToUnmapped, engine.MovedToMapped, engine.MappingChanged)},
}

func texts[T ~string](values ...T) []string {
	var list []string
	for _, value := range values {
		list = append(list, "`"+string(value)+"`")
	}
	return list
}

// answers returns the section on the codes that a data source answers with; nothing
// if it has none.
func answers(name string) string {
	var rows strings.Builder
	for _, code := range coded {
		// The scenario of a mapping is another one than that of a failback.
		if has(dataSources()[name].Type(), code.attribute) && (code.attribute != "scenario" || name == "failback") {
			fmt.Fprintf(&rows, "| `%s` | %s | [%s](../guides/concepts.md#%s) |\n", code.attribute, strings.Join(code.values, ", "), code.rules, code.anchor)
		}
	}
	if rows.Len() == 0 {
		return ""
	}
	return "## Codes\n\n| Attribute | Codes | Rules |\n|---|---|---|\n" + rows.String() + "\n"
}

// has reports whether a type has an attribute, at any depth.
func has(is attr.Type, attribute string) bool {
	switch is := is.(type) {
	case attr.TypeWithAttributeTypes:
		for name, inner := range is.AttributeTypes() {
			if name == attribute || has(inner, attribute) {
				return true
			}
		}
	case attr.TypeWithElementType:
		return has(is.ElementType(), attribute)
	}
	return false
}
