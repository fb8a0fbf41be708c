package azure

import (
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"

	// It enters the Resource Manager of each cloud into package cloud.
	_ "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/runtime"
)

// environment returns the cloud of that name, nil if there is none.
func environment(name string) *cloud.Configuration {
	switch strings.ToLower(name) {
	case "", "public":
		return &cloud.AzurePublic
	case "china":
		return &cloud.AzureChina
	case "usgovernment":
		return &cloud.AzureGovernment
	}
	return nil
}

// Cloud returns the cloud that is asked. It is a copy: the SDK's own clouds are
// shared by the whole process.
func (i *Identity) Cloud() cloud.Configuration {
	known := environment(i.environment.value)
	manager := known.Services[cloud.ResourceManager]
	if i.endpoint.given() {
		manager.Endpoint = strings.TrimRight(i.endpoint.value, "/")
	}
	if i.audience.given() {
		manager.Audience = i.audience.value
	}
	authority := known.ActiveDirectoryAuthorityHost
	if i.authority.given() {
		authority = strings.TrimRight(i.authority.value, "/") + "/"
	}
	return cloud.Configuration{
		ActiveDirectoryAuthorityHost: authority,
		Services:                     map[cloud.ServiceName]cloud.ServiceConfiguration{cloud.ResourceManager: manager},
	}
}

// DatabaseScope is what tokens for Azure Database for PostgreSQL are asked for in
// the cloud.
func (i *Identity) DatabaseScope() string {
	suffix := "windows.net"
	switch environment(i.environment.value) {
	case &cloud.AzureChina:
		suffix = "chinacloudapi.cn"
	case &cloud.AzureGovernment:
		suffix = "usgovcloudapi.net"
	}
	return "https://ossrdbms-aad.database." + suffix + "/.default"
}

// StorageSuffix is what the names of storage accounts end with in the cloud.
func (i *Identity) StorageSuffix() string {
	switch environment(i.environment.value) {
	case &cloud.AzureChina:
		return "core.chinacloudapi.cn"
	case &cloud.AzureGovernment:
		return "core.usgovcloudapi.net"
	}
	return "core.windows.net"
}
