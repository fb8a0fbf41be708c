package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

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

// fixedAttribute is a required name or id; changing it replaces the object.
func fixedAttribute(description string) schema.Attribute {
	return schema.StringAttribute{
		CustomType:          caselessType{},
		Required:            true,
		MarkdownDescription: description + " Changing it replaces the object; letters that differ only in case are no change.",
		PlanModifiers:       []planmodifier.String{keepSpelling{}, stringplanmodifier.RequiresReplace()},
	}
}

func nameAttribute(kind topology.Kind) schema.Attribute {
	return fixedAttribute(fmt.Sprintf("The name of the %s: up to %d characters of any script, each of which can be seen.", kind.Noun(), topology.MaxNameLength))
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
