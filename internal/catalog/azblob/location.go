package azblob

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// location says where a blob is.
type location struct {
	account, container, blob string
	// endpoint is the address of the account's blob service where it is not the
	// cloud's, nil otherwise.
	endpoint *url.URL
}

// name names the blob for people.
func (l location) name() string {
	text := fmt.Sprintf("azblob://%s/%s/%s", l.account, l.container, l.blob)
	if l.endpoint != nil {
		text += " at " + l.endpoint.Host
	}
	return text
}

// address is the blob's, in a cloud whose storage has a suffix.
func (l location) address(suffix string) *url.URL {
	address := url.URL{Scheme: "https", Host: l.account + ".blob." + suffix}
	if l.endpoint != nil {
		address = *l.endpoint
	}
	address.Path = strings.TrimRight(address.Path, "/") + "/" + l.container + "/" + l.blob
	return &address
}

const (
	form        = "azblob://account/container/path/to/blob"
	longestBlob = 1024
)

// They are made when they are needed: who has another catalog does not pay for them.
var (
	accountForm   = lazily(`^[a-z0-9]{3,24}$`)
	containerForm = lazily(`^(\$root|\$web|[a-z0-9](-?[a-z0-9]){2,62})$`)
	// keyForm matches an account's key, which has no name to be known by.
	keyForm = lazily(`[A-Za-z0-9+/]{86}==`)
)

func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// parse reads a location. No error repeats it, for it may hold a key or a token.
func parse(text string) (location, error) {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "azblob" || parsed.Opaque != "" {
		return location{}, invalid("The location of the catalog in Azure Storage cannot be read.",
			"It looks like "+form+"; in the name of the blob, write %25 for %, %23 for # and %3F for ?.")
	}
	if parsed.User != nil || parsed.Fragment != "" || keyForm().MatchString(text) || keyForm().MatchString(parsed.Path) {
		return location{}, secretInside()
	}
	query, err := url.ParseQuery(parsed.RawQuery)
	if err != nil {
		return location{}, secretInside()
	}
	for name := range query {
		if name != "endpoint" {
			return location{}, secretInside()
		}
	}
	l := location{account: parsed.Host}
	l.container, l.blob, _ = strings.Cut(strings.TrimPrefix(parsed.Path, "/"), "/")
	switch {
	case l.container == "" || l.blob == "":
		return location{}, invalid("The location of the catalog in Azure Storage lacks the container, or the name of the blob.",
			"It looks like "+form+". Any name will do for the blob, such as siterecovery/catalog.")
	case !accountForm().MatchString(l.account):
		return location{}, invalid("The first part of the location of the catalog in Azure Storage is not the name of a storage account.",
			"It looks like "+form+". An account's name has 3 to 24 lowercase letters and digits; leave out .blob.core.windows.net.")
	case !containerForm().MatchString(l.container):
		return location{}, invalid("The second part of the location of the catalog in Azure Storage is not the name of a container.",
			"It looks like "+form+". A container's name has 3 to 63 lowercase letters and digits, with single hyphens between them.")
	case len(l.blob) > longestBlob || !blobForm(l.blob):
		return location{}, invalid("The part after the container in the location of the catalog in Azure Storage is not the name of a blob.",
			fmt.Sprintf("It looks like %s. The name of a blob has %d bytes at most, and nothing empty, no . and no .. between its slashes, nor at its end.",
				form, longestBlob))
	}
	if query.Has("endpoint") {
		l.endpoint, err = endpoint(query)
	}
	return l, err
}

func blobForm(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.Trim(part, ".") == "" || strings.HasSuffix(part, ".") {
			return false
		}
	}
	return true
}

// endpoint reads the address of a blob service. Without TLS, it has to be on
// this machine.
func endpoint(query url.Values) (*url.URL, error) {
	address, err := url.Parse(query.Get("endpoint"))
	switch {
	case err != nil || len(query["endpoint"]) != 1 || address.Host == "" || address.User != nil || address.RawQuery != "" || address.Fragment != "",
		address.Scheme != "https" && address.Scheme != "http":
		return nil, invalid("The endpoint in the location of the catalog is not the address of a blob service.",
			"Give the account's blob endpoint, as the portal and az storage account show it: endpoint=https://account.blob.core.example.")
	case address.Scheme == "http" && !loopback(address.Hostname()):
		return nil, invalid(fmt.Sprintf("The endpoint in the location of the catalog, http://%s, does not use TLS.", address.Host),
			"Begin it with https://. Only on this machine, as an emulator is, http:// will do.")
	}
	return address, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// secretInside is the error of a location that may hold what is secret.
func secretInside() error {
	return invalid("The location of the catalog in Azure Storage holds more than account, container, blob and endpoint: perhaps a key or a SAS token.",
		"It looks like "+form+", with ?endpoint=https://… for another cloud or an emulator. Leave a key out, and set ARM_ACCESS_KEY; "+
			"or a SAS token, and set ARM_SAS_TOKEN; or give neither, and have the identity of the ARM_ variables or of the Azure CLI used.")
}

func invalid(detail, remedy string) error {
	return &storage.Problem{Err: storage.ErrUnavailable, Detail: detail, Remedy: remedy}
}
