package vaulttest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/vault/vaulttest"
)

const version = "?api-version=2025-01-01"

// client asks the fake without the SDK.
type client struct {
	t     *testing.T
	http  *http.Client
	token string
}

func newClient(t *testing.T, service *vaulttest.Service) *client {
	t.Helper()
	c := &client{t: t, http: &http.Client{Transport: service.Transport()}}
	var answer struct {
		Token string `json:"access_token"`
	}
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {vaulttest.ClientID}, "client_secret": {vaulttest.ClientSecret},
		"scope": {"https://management.core.windows.net//.default"},
	}
	response, err := c.http.PostForm("https://login.microsoftonline.com/"+vaulttest.Tenant+"/oauth2/v2.0/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || answer.Token == "" {
		t.Fatalf("there is no token: %v", err)
	}
	c.token = answer.Token
	return c
}

func (c *client) ask(method, path, body string) (int, http.Header, string) {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, "https://management.azure.com"+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response.StatusCode, response.Header, string(content)
}

// What the real service would not know is refused, and makes the test fail that
// sends it.
func TestStrictness(t *testing.T) {
	service := vaulttest.Start(t)
	network := service.AddServer("VMM").AddNetwork("N")
	mapping := network.ID() + "/replicationNetworkMappings/m" + version
	c := newClient(t, service)
	const good = `{"properties":{"recoveryFabricName":"Microsoft Azure","recoveryNetworkId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v","fabricSpecificDetails":{"instanceType":"VmmToAzure"}}}`
	for _, tt := range []struct{ name, method, path, body, want string }{
		{"another version", "GET", vaulttest.VaultID + "/replicationFabrics?api-version=2018-07-10", "", "api-version"},
		{"a parameter", "GET", vaulttest.VaultID + "/replicationFabrics" + version + "&$top=1", "", "no parameter"},
		{"a page that there is not", "GET", vaulttest.VaultID + "/replicationFabrics" + version + "&$skipToken=x", "", "no page"},
		{"a collection", "GET", vaulttest.VaultID + "/replicationJobs" + version, "", "no such path"},
		{"a question with a body", "GET", vaulttest.VaultID + "/replicationFabrics" + version, "{}", "has a body"},
		{"a change of something else", "PUT", network.ID() + version, "{}", "only network mappings"},
		{"a method", "POST", mapping, good, "no such method"},
		{"no body", "PUT", mapping, "", "content type"},
		{"a member", "PUT", mapping, strings.Replace(good, `"properties"`, `"name":"m","properties"`, 1), "unknown field"},
		{"the answer's name for a member", "PUT", mapping, strings.Replace(good, "fabricSpecificDetails", "fabricSpecificSettings", 1), "unknown field"},
		{"a scenario", "PUT", mapping, strings.Replace(good, "VmmToAzure", "AzureToAzure", 1), "instance type"},
		{"a fabric", "PUT", mapping, strings.Replace(good, `"Microsoft Azure"`, `"Azure"`, 1), "no network of Azure"},
		{"a target", "PUT", mapping, strings.Replace(good, "virtualNetworks", "publicIPAddresses", 1), "no network of Azure"},
		{"a target in VMM", "PUT", mapping, strings.Replace(good, "VmmToAzure", "VmmToVmm", 1), "no network that was discovered"},
		{"an operation", "GET", vaulttest.VaultID + "/replicationOperationStatus/x" + version, "", "no such operation"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, _, content := c.ask(tt.method, tt.path, tt.body)
			refusals := service.Refusals()
			if status != http.StatusNotImplemented || len(refusals) != 1 || !strings.Contains(content, tt.want) {
				t.Errorf("it is answered with %d %s, refused: %q", status, content, refusals)
			}
		})
	}
	if status, _, content := c.ask("PUT", mapping, good); status != http.StatusAccepted {
		t.Errorf("what is right is answered with %d %s", status, content)
	}
}

// The answers have the form that the descriptions give them.
func TestAnswers(t *testing.T) {
	service := vaulttest.Start(t)
	server := service.AddServer("VMM")
	network := server.AddNetwork("N")
	server.AddNetwork("M")
	server.AddNetwork("O")
	c := newClient(t, service)

	// Paging: two items, and the address of the rest.
	_, _, content := c.ask("GET", vaulttest.VaultID+"/replicationNetworks"+version, "")
	var page struct {
		Value    []struct{ ID, Name string }
		NextLink string
	}
	if err := json.Unmarshal([]byte(content), &page); err != nil || len(page.Value) != 2 || !strings.HasPrefix(page.NextLink, "https://management.azure.com/") {
		t.Errorf("the page is %s, %v", content, err)
	}
	if page.Value[0].ID == network.ID() && page.Value[1].ID == network.ID() || page.Value[0].Name == "N" {
		t.Errorf("the ids are %v", page.Value)
	}

	// Absent: 400 and an inner code.
	mapping := network.ID() + "/replicationNetworkMappings/m" + version
	status, _, content := c.ask("GET", mapping, "")
	if status != http.StatusBadRequest || !strings.Contains(content, `"code":"SubscriptionIdNotRegisteredWithSrs"`) {
		t.Errorf("what is absent is answered with %d %s", status, content)
	}

	// 202 with both headers; not there until the operation has ended.
	const body = `{"properties":{"recoveryFabricName":"Microsoft Azure","recoveryNetworkId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v","fabricSpecificDetails":{"instanceType":"VmmToAzure"}}}`
	status, header, _ := c.ask("PUT", mapping, body)
	if status != http.StatusAccepted || header.Get("Retry-After") != "30" || header.Get("Location") == "" {
		t.Errorf("it is answered with %d %v", status, header)
	}
	if len(service.Mappings()) > 0 {
		t.Error("it is there before its operation has ended")
	}
	follow := strings.TrimPrefix(header.Get("Azure-AsyncOperation"), "https://management.azure.com")
	for _, want := range []string{"InProgress", "Succeeded"} {
		if _, _, content := c.ask("GET", follow, ""); !strings.Contains(content, `"status":"`+want+`"`) {
			t.Errorf("the operation is %s, want %s", content, want)
		}
	}
	_, _, content = c.ask("GET", mapping, "")
	if !strings.Contains(content, `"fabricSpecificSettings":{"instanceType":"VmmToAzure"}`) || len(service.Mappings()) != 1 {
		t.Errorf("the mapping is %s", content)
	}

	// A token that is none, and one of another audience.
	c.token = "none"
	if status, header, _ := c.ask("GET", mapping, ""); status != http.StatusUnauthorized || !strings.Contains(header.Get("WWW-Authenticate"), "invalid_token") {
		t.Errorf("without a token it is answered with %d %v", status, header)
	}
}
