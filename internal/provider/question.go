package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog"
)

// askedOfCatalog ends the description of every data source.
const askedOfCatalog = "\n\nThe data source answers from the catalog. Give it a `depends_on` with the resources that the answer " +
	"depends on: then, if they have changes to apply, Terraform reads the data source after the changes and not before. List all of them: Terraform looks " +
	"only at the resources in the list, and not at their own dependencies."

// askedOfRules ends the description of a data source that answers by the rules of Site Recovery.
const askedOfRules = "\n\nThe guide *Concepts* has the rules behind the answer, each marked as documented by Azure Site Recovery or as inferred." +
	askedOfCatalog

// shownInPlan leads from a data source to what shows its answer in the plan.
const shownInPlan = " To see in the plan how a change affects the answer, use [siterecovery_failover_baseline](../resources/failover_baseline.md)."

// question is what the data sources have in common.
type question struct {
	name    string
	session *session
}

// Metadata implements [datasource.DataSource].
func (q *question) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + q.name
}

// Configure implements [datasource.DataSourceWithConfigure].
func (q *question) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	q.session, _ = req.ProviderData.(*session)
}

// begin reads what is asked into m, and the catalog as it is now. The reader takes
// ids by former names too.
func (q *question) begin(ctx context.Context, req datasource.ReadRequest, m any, diags *diag.Diagnostics) (catalog.Snapshot, *reader) {
	diags.Append(req.Config.Get(ctx, m)...)
	if diags.HasError() {
		return catalog.Snapshot{}, nil
	}
	snapshot, err := q.session.catalog.Snapshot(ctx)
	if err != nil {
		diags.AddError("Unable to read the catalog", err.Error())
		return catalog.Snapshot{}, nil
	}
	return snapshot, &reader{names: snapshot.Topology}
}

// answer is a text that a data source answers with.
func answer(description string) schema.Attribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

// askedID is an id that has to be given.
func askedID(description string) schema.Attribute {
	return schema.StringAttribute{CustomType: caselessType{}, Required: true, MarkdownDescription: description}
}

// optionalID is an id that may be given.
func optionalID(description string) schema.Attribute {
	return schema.StringAttribute{CustomType: caselessType{}, Optional: true, MarkdownDescription: description}
}
