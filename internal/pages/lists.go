package main

import (
	"context"
	_ "embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"text/template"

	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/provider"
)

// The generator of the pages has those of the lists only from Terraform 1.14 on, whose
// terraform tells their schemas. So they are made here, the same with any version.

//go:embed list-resource.md.tmpl
var listPage string

// listResource is what a page tells of a list.
type listResource struct {
	Name, Description string
	Config            map[string]listschema.Attribute
	Identity          map[string]identityschema.Attribute
	// Query is the example, and Printed what terraform prints of it.
	Query, Printed string
}

// listResources returns all lists, without their examples, by their names without the
// provider's.
var listResources = sync.OnceValue(func() map[string]listResource {
	ctx := context.Background()
	identities := map[string]map[string]identityschema.Attribute{}
	for _, of := range provider.New("")().Resources(ctx) {
		if of, ok := of().(resource.ResourceWithIdentity); ok {
			var resp resource.IdentitySchemaResponse
			of.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &resp)
			identities[nameOf(of)] = resp.IdentitySchema.Attributes
		}
	}
	all := map[string]listResource{}
	lists, _ := provider.New("")().(interface {
		ListResources(context.Context) []func() list.ListResource
	})
	for _, of := range lists.ListResources(ctx) {
		var resp list.ListResourceSchemaResponse
		of().ListResourceConfigSchema(ctx, list.ListResourceSchemaRequest{}, &resp)
		name := nameOf(of())
		all[name] = listResource{Name: name, Description: resp.Schema.MarkdownDescription, Config: resp.Schema.Attributes, Identity: identities[name]}
	}
	return all
})

// typed is what has the name of a type: a resource, or a list.
type typed interface {
	Metadata(context.Context, resource.MetadataRequest, *resource.MetadataResponse)
}

// nameOf returns the name of a type, without the provider's.
func nameOf(of typed) string {
	var named resource.MetadataResponse
	of.Metadata(context.Background(), resource.MetadataRequest{}, &named)
	return strings.TrimPrefix(named.TypeName, "_")
}

// page returns the page of a list, with its example.
func (l listResource) page(examples fs.FS) (string, error) {
	for file, into := range map[string]*string{"list-resource.tfquery.hcl": &l.Query, "printed.txt": &l.Printed} {
		text, err := fs.ReadFile(examples, "list-resources/siterecovery_"+l.Name+"/"+file)
		if err != nil {
			return "", err
		}
		*into = string(text)
	}
	plain := func(markdown string) string { return strings.ReplaceAll(markdown, "`", "") }
	parsed, err := template.New(l.Name).Funcs(template.FuncMap{"plain": plain}).Parse(listPage)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	err = parsed.Execute(&text, l)
	return text.String(), err
}

// writeLists writes the pages of all lists.
func writeLists(docs string, examples fs.FS) error {
	folder := filepath.Join(docs, "list-resources")
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for name, l := range listResources() {
		text, err := l.page(examples)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name+".md"), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// query returns what the page of a resource says of its list; nothing if it has none.
func query(name string) string {
	if _, ok := listResources()[name]; !ok {
		return ""
	}
	return fmt.Sprintf("\nMany at once, with a query of Terraform 1.14 or later: [siterecovery_%[1]s](../list-resources/%[1]s.md) lists what there is, "+
		"and has the imports and the configuration written.\n", name)
}
