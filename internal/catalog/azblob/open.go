package azblob

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// connections is how many a process has to a blob service at most.
const connections = 8

// client carries all requests of a process, so that what several stores ask goes
// over the same connections.
var shared = sync.OnceValue(func() *http.Client { return azure.NewClient(azure.NewTransport(connections)) })

// New returns the store at a location, for a program of that name and version. How to
// prove who asks, the environment says that getenv reads. Nothing is asked of anybody
// yet.
func New(text, program string, getenv func(string) string) (*Store, error) {
	where, err := parse(text)
	if err != nil {
		return nil, err
	}
	identity, wrong := azure.NewIdentity(azure.Config{Asks: "Azure Storage"}, getenv)
	var secrets azure.Secrets
	s := &Store{location: where, client: &client{
		blob: where.address(identity.StorageSuffix()), http: shared(), hide: secrets.Hide,
		userAgent: azure.UserAgent(program, getenv),
	}}
	// As Terraform's azurerm backend takes them: a key before a SAS token, and both
	// before an identity.
	key, signature := strings.TrimSpace(getenv("ARM_ACCESS_KEY")), strings.TrimSpace(getenv("ARM_SAS_TOKEN"))
	secrets.Keep(key, signature)
	switch {
	case key != "":
		s.proof = byKey
		s.client.prove, err = newSharedKey(where.account, key)
	case signature != "":
		s.proof = bySAS
		s.client.prove, err = newSAS(signature, &secrets)
	case len(wrong) > 0:
		err = misconfigured(wrong)
	case where.endpoint != nil && where.endpoint.Scheme != "https":
		err = invalid("The endpoint in the location of the catalog does not use TLS, and a token is only sent over TLS.",
			"Begin it with https://; or set ARM_ACCESS_KEY or ARM_SAS_TOKEN, which an emulator takes without TLS.")
	default:
		s.client.prove = token{azure.NewCredential(identity, identity.Options(shared(), s.client.userAgent), &secrets)}
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

func newSharedKey(account, text string) (prover, error) {
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, invalid("The value of ARM_ACCESS_KEY is not a key of a storage account.",
			"Copy one of the account's two keys as it is shown: 88 characters, the last two of which are ==.")
	}
	return sharedKey{account, key}, nil
}

func newSAS(text string, secrets *azure.Secrets) (prover, error) {
	if _, query, within := strings.Cut(text, "?"); within { // as it is shown, or at the end of an address
		text = query
	}
	values, err := url.ParseQuery(text)
	if err != nil || values.Get("sig") == "" {
		return nil, invalid("The value of ARM_SAS_TOKEN is not a SAS token.",
			"Copy the token as it is shown: parameters with & between them, and sig= among them.")
	}
	secrets.Keep(values.Get("sig"))
	return sas(values), nil
}

// misconfigured says what is wrong with the variables.
func misconfigured(wrong azure.Problems) error {
	var details, remedies []string
	for _, problem := range wrong {
		details, remedies = append(details, problem.Detail), append(remedies, problem.Remedy)
	}
	return &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: fmt.Sprintf("There are no credentials for the catalog. %s", strings.Join(details, " ")),
		Remedy: strings.Join(remedies, " "),
	}
}
