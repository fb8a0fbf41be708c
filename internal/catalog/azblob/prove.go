package azblob

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/azure"
)

// proof is a way to prove who asks.
type proof int

const (
	byToken proof = iota
	byKey
	bySAS
)

// sharedKey proves with one of the account's two keys.
type sharedKey struct {
	account string
	key     []byte
}

func (k sharedKey) prove(request *http.Request) error {
	mac := hmac.New(sha256.New, k.key)
	mac.Write([]byte(k.toSign(request)))
	request.Header.Set("Authorization", "SharedKey "+k.account+":"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	return nil
}

func (sharedKey) renew(*http.Request) bool { return false }

// toSign is what the service wants signed: the method, the headers of HTTP in
// this order, its own headers, and the account with the path.
func (k sharedKey) toSign(request *http.Request) string {
	h := request.Header
	length := ""
	if request.ContentLength > 0 {
		length = strconv.FormatInt(request.ContentLength, 10)
	}
	lines := []string{
		request.Method, h.Get("Content-Encoding"), h.Get("Content-Language"), length, h.Get("Content-MD5"), h.Get("Content-Type"),
		"", // the date is among the service's own
		h.Get("If-Modified-Since"), h.Get("If-Match"), h.Get("If-None-Match"), h.Get("If-Unmodified-Since"), h.Get("Range"),
	}
	var own []string
	for name := range h {
		if name = strings.ToLower(name); strings.HasPrefix(name, "x-ms-") {
			own = append(own, name+":"+h.Get(name))
		}
	}
	slices.Sort(own)
	lines = append(append(lines, own...), "/"+k.account+request.URL.EscapedPath())
	return strings.Join(lines, "\n")
}

// sas proves with a shared access signature, which is a query.
type sas url.Values

func (s sas) prove(request *http.Request) error {
	request.URL.RawQuery = url.Values(s).Encode()
	return nil
}

func (sas) renew(*http.Request) bool { return false }

// scope is what a token for Azure Storage is asked for, in every cloud.
const scope = "https://storage.azure.com/.default"

// token proves with a token of Microsoft Entra.
type token struct{ *azure.Credential }

func (t token) prove(request *http.Request) error {
	text, err := t.Token(request.Context(), scope)
	if err == nil {
		request.Header.Set("Authorization", bearer+text)
	}
	return err
}

func (t token) renew(request *http.Request) bool {
	t.Forget(strings.TrimPrefix(request.Header.Get("Authorization"), bearer))
	return true
}

const bearer = "Bearer "
