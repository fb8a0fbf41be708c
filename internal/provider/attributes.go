package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/topology"
)

// Attributes that several resources have.

func idAttribute(form string) schema.Attribute {
	return schema.StringAttribute{
		CustomType:          caselessType{},
		Computed:            true,
		MarkdownDescription: fmt.Sprintf("The id, made of names and known at plan time: `%s`.", form),
	}
}

// anchorAttribute is a required id; to lead to another object there replaces the
// object.
func anchorAttribute(description string) schema.Attribute {
	return schema.StringAttribute{
		CustomType:          caselessType{},
		Required:            true,
		MarkdownDescription: description + " The id of another one replaces the object; a rename of the same one does not.",
		PlanModifiers:       []planmodifier.String{keepSpelling{}},
	}
}

func nameAttribute(kind topology.Kind) schema.Attribute {
	return schema.StringAttribute{
		CustomType: caselessType{},
		Required:   true,
		MarkdownDescription: fmt.Sprintf("The name of the %s: up to %d visible characters of any script. Changing it renames the object in "+
			"place: its id and all ids that contain it change too, and nothing is replaced. A change of upper or lower case alone is ignored.",
			kind.Noun(), topology.MaxNameLength),
		PlanModifiers: []planmodifier.String{keepSpelling{}},
	}
}

// idsAttribute is an optional set of ids.
func idsAttribute(description string) schema.Attribute {
	return schema.SetAttribute{
		ElementType:         caselessType{},
		Optional:            true,
		MarkdownDescription: description,
		PlanModifiers:       []planmodifier.Set{keepSpelling{}},
	}
}

// choiceAttribute is one of a few values, the first unless something else is
// given. The engine judges the value.
func choiceAttribute[T ~string](description string, values []T) schema.Attribute {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = "`" + string(value) + "`"
	}
	return schema.StringAttribute{
		Optional:            true,
		Computed:            true,
		Default:             stringdefault.StaticString(string(values[0])),
		MarkdownDescription: fmt.Sprintf("%s One of %s. Default: %s.", description, strings.Join(texts, ", "), texts[0]),
	}
}
