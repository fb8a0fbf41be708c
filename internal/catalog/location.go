package catalog

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/azblob"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/postgres"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/sqlite"
	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// DefaultLocation is where the catalog is unless something else is said: a path
// in the working directory.
const DefaultLocation = ".siterecovery/catalog.db"

// A location is the URL of a server, or a path. What a typing error makes of a URL must
// not become a path: a file or a folder would be named after the password. So two
// things are never a path, and the rest is one:
//
//   - what may hold a password: a colon and, anywhere after it, an @; or a word
//     like password, pwd or sslmode, and = or : after it;
//   - what begins as a URL or a connection string does (mysql://, postgers//,
//     postgres:, host=, user@host:5432), unless its very beginning says that it is
//     a path: /, ./, ../, ~ or a drive.

var (
	// credentials matches user:password@host, with the semicolon of a missed shift
	// key too. A password may hold slashes.
	credentials = regexp.MustCompile(`(?s)[:;].*@`)

	// secret matches the parameters that are a password, or come with one.
	secret = regexp.MustCompile(`(?i)(pass(word|wd|phrase)?|pwd|secret|token|(account|access)_?key|signature|\bsig|sslmode)["'\s]*[=:]`)

	// address matches what a URL or a connection string begins with, and a path
	// hardly does: a scheme and its slashes, whatever has become of the colon; a
	// scheme that is known; a parameter; the port of a server.
	address = regexp.MustCompile(`(?i)^["'\s]*[a-z][a-z0-9+.-]+([^\w/\\]*(//|\\\\)|\s*[:;]+\s*[/\\])` +
		`|^["'\s]*(postgres(ql)?|pgsql|mysql|mariadb|sqlserver|mssql|mongodb|sqlite3?|jdbc|odbc|file|https?|azblob)\s*[:;]` +
		`|(^|[\s;,?&"'])(host|hostaddr|hostname|server|data source|port|user|username|user id|uid|dbname|database|service|` +
		`schema|options|connect_timeout|accountname)\s*=` +
		`|@[^/\\@]*:\d+(/|\?|$)`)

	plainPath = regexp.MustCompile(`^(/([^/]|$)|\.\.?[/\\]|~|[A-Za-z]:[/\\]|\\\\)`)
	drive     = regexp.MustCompile(`^[A-Za-z]:[/\\]`)
	urlScheme = regexp.MustCompile(`^(?i)[a-z][a-z0-9+.-]*$`)

	// unescape undoes what was escaped once too often, or typed with an input
	// method for Chinese on.
	unescape = strings.NewReplacer(
		"%3A", ":", "%3a", ":", "%3B", ";", "%3b", ";", "%40", "@", "%3D", "=", "%3d", "=", "%2F", "/", "%2f", "/",
		"：", ":", "；", ";", "＠", "@", "＝", "=",
	)
)

// IsPath reports whether a location is taken for the path of a file. Any other
// has to be assumed to hold a password.
func IsPath(location string) bool { return isPath(location, runtime.GOOS == "windows") }

func isPath(location string, windows bool) bool {
	rest := location
	if windows {
		rest = drive.ReplaceAllString(location, "") // this colon separates no password
	}
	return !mayHoldPassword(rest) && !strings.Contains(location, "://") &&
		(plainPath.MatchString(location) || !address.MatchString(unescape.Replace(location)))
}

func mayHoldPassword(text string) bool {
	text = unescape.Replace(text)
	return credentials.MatchString(text) || secret.MatchString(text)
}

// openStore opens the store at a location. No error repeats what may hold a password.
func openStore(location, program string) (storage.Store, error) {
	if location == "" {
		location = DefaultLocation
	}
	scheme, _, ok := strings.Cut(location, "://")
	switch {
	case ok && (scheme == "postgres" || scheme == "postgresql"):
		return openServer(location, program)
	case ok && scheme == "azblob":
		return openBlob(location, program)
	case IsPath(location):
		path, err := expandHome(location)
		if err != nil {
			return nil, err
		}
		return sqlite.New(path)
	}
	detail := "The location of the catalog is neither a path nor begins with postgres:// or azblob://."
	if ok && urlScheme.MatchString(scheme) {
		detail = fmt.Sprintf("There is no kind of catalog for %q.", scheme+"://")
	}
	return nil, &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: detail,
		Remedy: "Give the path of a file; the URL of a PostgreSQL database, postgres://user@host/database?schema=name; or a blob in Azure Storage, " +
			"azblob://account/container/path. In a path, an @ after a colon, and password= and the like, are refused, since they may be a password; if only its beginning looks like a URL, write ./ before it.",
	}
}

// openServer opens a store on a PostgreSQL server. A typing error may have put the
// password where a name belongs, which is shown.
func openServer(location, program string) (storage.Store, error) {
	store, err := postgres.New(location, program, os.Getenv)
	switch {
	case err != nil && !secret.MatchString(unescape.Replace(err.Error())):
		return nil, err
	case err == nil && !mayHoldPassword(store.Name()):
		return store, nil
	case err == nil:
		_ = store.Close() // it has not connected
	}
	return nil, &storage.Problem{
		Err:    storage.ErrUnavailable,
		Detail: "The URL of the catalog has a parameter, such as a password, where a name belongs.",
		Remedy: "It looks like postgres://user@host:5432/database?schema=name&sslmode=verify-full: the first parameter comes after ?, each " +
			"other after &. Leave the password out, and set PGPASSWORD.",
	}
}

// openBlob opens a store in Azure Storage. A typing error may have put a key or a
// token where a name belongs, which is shown.
func openBlob(location, program string) (storage.Store, error) {
	_, names, _ := strings.Cut(location, "://")
	names, _, _ = strings.Cut(names, "?")
	if mayHoldPassword(names) {
		return nil, &storage.Problem{
			Err:    storage.ErrUnavailable,
			Detail: "The location of the catalog in Azure Storage has a parameter, such as a key or a token, where a name belongs.",
			Remedy: "It looks like azblob://account/container/path/to/blob. Leave the key or the token out, and set ARM_ACCESS_KEY or ARM_SAS_TOKEN.",
		}
	}
	store, err := azblob.New(location, program, os.Getenv)
	if err != nil {
		return nil, err
	}
	return store, nil
}

// expandHome replaces a ~ at the beginning of a path, as a shell does.
func expandHome(path string) (string, error) {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok {
		return path, nil
	}
	if rest != "" && rest[0] != '/' && !os.IsPathSeparator(rest[0]) {
		return "", &storage.Problem{
			Err:    storage.ErrUnavailable,
			Detail: fmt.Sprintf("The path of the catalog, %s, begins with ~ and a name. Only ~/ is expanded, to the home folder of the user who runs Terraform.", path),
			Remedy: fmt.Sprintf("Write the path of the other user's home folder in full; or ./%s, if a file or folder has this name.", path),
		}
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", &storage.Problem{
			Err:    storage.ErrUnavailable,
			Detail: fmt.Sprintf("The path of the catalog, %s, begins with ~, and the home folder is not known: %s.", path, err),
			Remedy: "Write the path in full, or define that variable.",
		}
	}
	return filepath.Join(home, rest), nil
}
