package vault

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

// cloud returns the cloud that the vault is in. It is a copy: the SDK's own
// clouds are shared by the whole process.
func (s *settings) cloud() cloud.Configuration {
	known := environment(s.environment.value)
	manager := known.Services[cloud.ResourceManager]
	if s.endpoint.given() {
		manager.Endpoint = strings.TrimRight(s.endpoint.value, "/")
	}
	if s.audience.given() {
		manager.Audience = s.audience.value
	}
	authority := known.ActiveDirectoryAuthorityHost
	if s.authority.given() {
		authority = strings.TrimRight(s.authority.value, "/") + "/"
	}
	return cloud.Configuration{
		ActiveDirectoryAuthorityHost: authority,
		Services:                     map[cloud.ServiceName]cloud.ServiceConfiguration{cloud.ResourceManager: manager},
	}
}
