package azbtest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strings"
	"time"
)

// version is that of the service, and of SAS tokens.
const version = "2021-12-02"

// SAS returns a token for the account, with permissions such as "rcw", that is
// valid for a time from now; for a negative one it has expired.
func SAS(permissions string, valid time.Duration) string {
	end := time.Now().Add(valid).UTC().Format(time.RFC3339)
	key, err := base64.StdEncoding.DecodeString(Key)
	if err != nil {
		panic(err)
	}
	mac := hmac.New(sha256.New, key)
	// The account, what is allowed, to which services and kinds of resources, from
	// when to when, from where, how, of which version, and with which encryption.
	mac.Write([]byte(strings.Join([]string{Account, permissions, "b", "sco", "", end, "", "https,http", version, "", ""}, "\n")))
	return url.Values{
		"sp": {permissions}, "ss": {"b"}, "srt": {"sco"}, "se": {end}, "spr": {"https,http"}, "sv": {version},
		"sig": {base64.StdEncoding.EncodeToString(mac.Sum(nil))},
	}.Encode()
}
