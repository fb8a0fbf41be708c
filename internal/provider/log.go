package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// Environment variables of Terraform's logging: the level of the lines about the
// catalog is set by TF_LOG_PROVIDER_SITERECOVERY_CATALOG.
const (
	logVariable  = "TF_LOG_PROVIDER_SITERECOVERY"
	logSubsystem = "catalog"
)

// logCatalog writes a line about the catalog into Terraform's log, in a subsystem
// of its own, so that it can be shown without the framework's lines.
func logCatalog(ctx context.Context, message string, fields map[string]any) {
	// The location would be this file's.
	ctx = tflog.NewSubsystem(ctx, logSubsystem, tflog.WithLevelFromEnv(logVariable, logSubsystem), tflog.WithAdditionalLocationOffset(1))
	tflog.SubsystemDebug(ctx, logSubsystem, message, fields)
}
