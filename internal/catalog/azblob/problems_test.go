package azblob_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	azlog "github.com/Azure/azure-sdk-for-go/sdk/azcore/log"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azblob"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azbtest"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// with returns the store at a location, with variables: pairs of a name and a value.
func with(t *testing.T, location string, variables ...string) *azblob.Store {
	t.Helper()
	store, err := newStore(location, variables...)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// program asks.
const program = "terraform-provider-siterecovery/test"

func newStore(location string, variables ...string) (*azblob.Store, error) {
	return azblob.New(location, program, getenv(variables...))
}

func getenv(variables ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(variables); i += 2 {
			if variables[i] == name {
				return variables[i+1]
			}
		}
		return ""
	}
}

// use reads and writes.
func use(t *testing.T, s *azblob.Store) (reading, writing error) {
	t.Helper()
	_, reading = s.Read(t.Context(), storage.Position{})
	_, writing = s.Write(t.Context(), storage.Position{}, func(storage.Delta) ([]storage.Record, error) {
		return []storage.Record{{Key: "/servers/w", ID: "/servers/W", Body: []byte("{}")}}, nil
	})
	return reading, writing
}

// Reading creates nothing, and a catalog that is deleted and made again under a
// running process is another one.
func TestAnotherCatalogAtTheSamePlace(t *testing.T) {
	t.Parallel()
	location := server(t).Catalog(t)
	c := open(t, location)
	if got := names(t, c); got != "" {
		t.Errorf("a new catalog holds %q", got)
	}
	create(t, location, "S")
	if got := names(t, c); got != "S" {
		t.Errorf("it holds %q", got)
	}
	container, blob := containerOf(location), "a folder/catalog"
	server(t).Delete(t, container, blob)
	if s, err := c.Snapshot(t.Context()); err != nil || s.Len() != 0 || s.Revision != 0 {
		t.Errorf("after it was deleted, it holds %d objects, %v", s.Len(), err)
	}
	create(t, location, "T")
	if got := names(t, c); got != "T" {
		t.Errorf("it holds %q", got)
	}
	// A writer that still knows the old one decides on the new one.
	server(t).Delete(t, container, blob)
	if err := apply(c, "U"); err != nil {
		t.Error(err)
	}
	if got := names(t, open(t, location)); got != "U" {
		t.Errorf("it holds %q", got)
	}
}

// Whatever is at the place and is no catalog is named and left as it is.
func TestWhatIsNoCatalog(t *testing.T) {
	t.Parallel()
	container := server(t).Container(t)
	location := server(t).Location(container, "whole")
	create(t, location, "S", "T")
	whole := server(t).Get(t, container, "whole")
	head, rest, _ := bytes.Cut(whole, []byte("\n"))
	damaged := append(append([]byte{}, head...), '\n')
	for i, b := range rest {
		if i > 20 && i < 30 {
			b ^= 0x5a
		}
		damaged = append(damaged, b)
	}
	for what, tt := range map[string]struct {
		content []byte
		is      error
		says    []string
	}{
		"nothing":          {nil, storage.ErrNotCatalog, []string{"the blob of another program", "left as it is", "another path"}},
		"a state":          {[]byte(`{"version": 4, "serial": 1}`), storage.ErrNotCatalog, []string{"the blob of another program"}},
		"the first line":   {append(head, '\n'), storage.ErrNotCatalog, []string{"damaged"}},
		"half a catalog":   {whole[:len(whole)/2], storage.ErrNotCatalog, []string{"damaged", "soft-deleted"}},
		"a damaged one":    {damaged, storage.ErrNotCatalog, []string{"damaged", "soft-deleted"}},
		"a newer catalog":  {[]byte("siterecovery-catalog 7\nzstd"), storage.ErrNewerSchema, []string{"schema version 7", "no newer one than 1", "never taken back"}},
		"a catalog of yet": {[]byte("siterecovery-catalog x\n"), storage.ErrNotCatalog, nil},
	} {
		t.Run(what, func(t *testing.T) {
			blob := strings.ReplaceAll(what, " ", "-")
			server(t).Put(t, container, blob, tt.content)
			place := server(t).Location(container, blob)
			reading, writing := use(t, with(t, place, "ARM_ACCESS_KEY", azbtest.Key))
			for _, err := range []error{reading, writing} {
				says(t, err, tt.is, append(tt.says, "azblob://"+azbtest.Account+"/"+container+"/"+blob)...)
			}
			if after := server(t).Get(t, container, blob); !bytes.Equal(after, tt.content) {
				t.Error("the blob has changed")
			}
		})
	}
}

// What the service itself refuses says what is missing, and how to get it.
func TestRefusedByTheService(t *testing.T) {
	t.Parallel()
	location := server(t).Catalog(t)
	container := containerOf(location)
	create(t, location, "S")
	nowhere := strings.Replace(location, container, "nowhere", 1)
	reading, writing := use(t, with(t, nowhere, "ARM_ACCESS_KEY", azbtest.Key))
	for _, err := range []error{reading, writing} {
		says(t, err, storage.ErrUnavailable, "ContainerNotFound", "az storage container create --account-name "+azbtest.Account+" --name nowhere")
	}

	another := "YW5vdGhlciBrZXksIG5vdCB0aGUgYWNjb3VudCdzIG93bg=="
	reading, _ = use(t, with(t, location, "ARM_ACCESS_KEY", another))
	says(t, reading, storage.ErrUnavailable, "Check ARM_ACCESS_KEY", "one of the two keys", azbtest.Account)
	if strings.Contains(reading.Error(), another) {
		t.Errorf("the key shows: %v", reading)
	}

	whole := with(t, location, "ARM_SAS_TOKEN", "?"+azbtest.SAS("rcw", time.Hour))
	if reading, writing := use(t, whole); reading != nil || writing != nil {
		t.Errorf("with a SAS token: %v, %v", reading, writing)
	}
	reading, writing = use(t, with(t, location, "ARM_SAS_TOKEN", azbtest.SAS("r", time.Hour)))
	if reading != nil {
		t.Errorf("with a SAS token to read: %v", reading)
	}
	says(t, writing, storage.ErrReadOnly, "Check ARM_SAS_TOKEN", "read, create and write")
	reading, _ = use(t, with(t, location, "ARM_SAS_TOKEN", azbtest.SAS("rcw", -time.Hour)))
	says(t, reading, storage.ErrUnavailable, "Check ARM_SAS_TOKEN", "valid now")
	if s := names(t, open(t, location)); !strings.Contains(s, "S") {
		t.Errorf("it holds %q", s)
	}
}

// What the emulator does not refuse, the service does: in its codes.
func TestCodesOfTheService(t *testing.T) {
	t.Parallel()
	key := func(t *testing.T, location string) *azblob.Store {
		return with(t, location, "ARM_ACCESS_KEY", azbtest.Key)
	}
	for code, tt := range map[string]struct {
		method string
		status int
		is     error
		says   []string
	}{
		"LeaseIdMissing":                     {http.MethodPut, 412, storage.ErrBusy, []string{"holds a lease", "az storage blob lease break"}},
		"BlobImmutableDueToPolicy":           {http.MethodPut, 409, storage.ErrReadOnly, []string{"A policy keeps the blob"}},
		"InvalidBlobType":                    {http.MethodPut, 409, storage.ErrUnavailable, []string{"no block blob"}},
		"BlobArchived":                       {http.MethodGet, 409, storage.ErrUnavailable, []string{"archive tier"}},
		"KeyBasedAuthenticationNotPermitted": {http.MethodGet, 403, storage.ErrUnavailable, []string{"takes no keys", `"Storage Blob Data Contributor"`}},
		"AccountIsDisabled":                  {http.MethodGet, 403, storage.ErrUnavailable, []string{"enabled again"}},
		"AuthorizationFailure":               {http.MethodGet, 403, storage.ErrUnavailable, []string{"firewall"}},
		"Unheard":                            {http.MethodGet, 400, storage.ErrUnavailable, []string{"Unheard, HTTP 400", "are right"}},
	} {
		p, direct, through := newProxy(t, 0)
		create(t, direct, "S")
		p.forGood(tt.method, &fault{status: tt.status, code: code})
		reading, writing := use(t, key(t, through))
		if tt.method == http.MethodGet {
			says(t, reading, tt.is, tt.says...)
		} else if reading != nil {
			t.Errorf("%s: %v", code, reading)
		}
		says(t, writing, tt.is, tt.says...)
	}
}

// An account that does not exist has no name in DNS, and one that cannot be
// reached is not tried for long.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	began := time.Now()
	store := with(t, "azblob://account/container/blob?endpoint=https://account.blob.invalid", "ARM_ACCESS_KEY", azbtest.Key)
	reading, _ := use(t, store)
	says(t, reading, storage.ErrUnavailable, `There is no storage account "account" in this cloud`, "ARM_ENVIRONMENT")
	reading, _ = use(t, with(t, "azblob://account/container/blob?endpoint=http://127.0.0.1:1", "ARM_ACCESS_KEY", azbtest.Key))
	says(t, reading, storage.ErrUnavailable, "refused", "can be reached from here", "Nothing was changed")
	if took := time.Since(began); took > 20*time.Second {
		t.Errorf("it took %s", took)
	}
}

// No text shows a key, a signature or a token, whatever goes wrong with it.
func TestSecretsInVariables(t *testing.T) {
	t.Parallel()
	const location = "azblob://account/container/blob"
	for variable, value := range map[string]string{
		"ARM_ACCESS_KEY": "s3cr3t, not base64", "ARM_SAS_TOKEN": "s3cr3t", "ARM_CLIENT_SECRET": "s3cr3t",
	} {
		_, err := azblob.New(location, program, getenv(variable, value))
		if !errors.Is(err, storage.ErrUnavailable) || strings.Contains(fmt.Sprintf("%+v %#v", err, err), "s3cr3t") {
			t.Errorf("%s: the error is %+v", variable, err)
		}
		if variable != "ARM_CLIENT_SECRET" && !strings.Contains(err.Error(), variable) {
			t.Errorf("%s: the error is %v", variable, err)
		}
	}
	store := with(t, location, "ARM_SAS_TOKEN", azbtest.SAS("r", time.Hour))
	shows(t, fmt.Sprintf("%s %+v", store.Name(), store))
}

// The SDK's log, at its most talkative, shows nothing of it either.
func TestTheLog(t *testing.T) {
	var log strings.Builder
	azlog.SetListener(func(event azlog.Event, text string) { fmt.Fprintln(&log, event, text) })
	defer azlog.SetListener(nil)
	location := server(t).Catalog(t)
	for _, variables := range [][]string{{"ARM_ACCESS_KEY", azbtest.Key}, {"ARM_SAS_TOKEN", azbtest.SAS("rcw", time.Hour)}} {
		if reading, writing := use(t, with(t, location, variables...)); reading != nil || writing != nil {
			t.Errorf("%v, %v", reading, writing)
		}
	}
	shows(t, log.String())
}
