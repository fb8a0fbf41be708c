package catalog

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/catalog/storage"
)

// pw stands for the password in the locations of these tests.
const pw = "s3cr3tPW"

// What a typing error makes of a URL or of a connection string is refused, and not repeated.
func TestWhatIsNoPath(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, location := range []string{
		// Of the URL of a PostgreSQL database.
		"postgres:/u:PW@h/x", "postgres:u:PW@h/x", "postgres:PW", "postgres//u:PW@h/x", "postgres//h/PW", "postgres;//u:PW@h/x", "postgres;//u;PW@h/x",
		"postgres:;//u:PW@h/x", "postgres.//u,PW/h", "postgres:\\\\u:PW@h\\x", "postgres: //u:PW@h/x", "postgresql;//u:PW@h/x", "postgresql//u:PW@h/x",
		"Postgres://u:PW@h/x", "POSTGRES//PW/x", "postgers://u:PW@h/x", "postgers//PW/x", "postgre:/h/PW", " postgres://u:PW@h/x", `"postgres://u:PW@h/x"`,
		"//u:PW@h/x", ":u:PW@h/x", "postgres%3A%2F%2Fu%3APW%40h%2Fx", "postgres%3a//u%3aPW%40h/x", "postgres：//u：PW＠h/x",
		// Of others.
		"mysql//u:PW@h/x", "mysql:u:PW", "mysql;//PW/x", "azblob//account/container?sig=PW", "azblob:PW", "azblob;//account/PW",
		"jdbc:postgresql:PW", "file:PW", "sqlite:PW.db", "https:/PW/x", "s3:/PW/x", "data//PW/x",
		// Of nothing but the server.
		"app:PW@host/x", "u:PW@h", "u:P/W/PW@h/x", "u:PW@@h", "u;PW@h/x", "a:PW@h", "app@h:5432/PW", "u/PW@h:5432/x", "u/PW@h:1521", ":PW@h",
		"./u:PW@h/x", "/srv/u:PW@h/x", "../u:PW@h/x", "~/u:PW@h/x", "u:\nPW@h/x",
		// Of keys and values.
		"host=h password=PW", "host = h dbname=PW", "dbname=x;pwd=PW", "Server=h;Database=x;Uid=u;Pwd=PW", "user=u", "h/x?user=PW",
		"x password=PW", "password=PW", "PGPASSWORD=PW psql", "password: PW", `{"password": "PW"}`, "h/x?sslmode=require", "./x?sslmode=PW",
		"/srv/password=PW/x", "./pwd=PW", "AccountName=a;AccountKey=PW", "pass%3DPW", "Data Source=h", "password =PW",
	} {
		location = strings.ReplaceAll(location, "PW", pw)
		if IsPath(location) || isPath(location, true) {
			t.Errorf("%q is taken for a path", location)
		}
		_, err := Open(location)
		switch {
		case !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), "postgres://user@host"):
			t.Errorf("%q ends with %v", location, err)
		case strings.Contains(err.Error(), pw):
			t.Errorf("of %q the error says %v", location, err)
		}
	}
	empty(t)
}

// empty checks that nothing has been made in the working directory.
func empty(t *testing.T) {
	t.Helper()
	if entries, err := os.ReadDir("."); err != nil || len(entries) > 0 {
		t.Errorf("there is %v, %v", entries, err)
	}
}

// A path that a person has is one, also where it looks odd.
func TestWhatIsAPath(t *testing.T) {
	working := t.TempDir()
	t.Chdir(working)
	home := t.TempDir()
	t.Setenv("HOME", home)
	for location, want := range map[string]string{
		"":                            ".siterecovery/catalog.db",
		"catalog.db":                  "",
		"catalog":                     "",
		"postgres":                    "",
		"postgres.db":                 "",
		"postgres/catalog.db":         "",
		"postgres 17/catalog.db":      "",
		"./postgres:17/catalog.db":    "postgres:17/catalog.db",
		"/data/postgres:17/c.db":      "/data/postgres:17/c.db",
		"./data//catalog.db":          "data/catalog.db",
		"/srv//catalog.db":            "/srv/catalog.db",
		"./a b/catalog.db":            "a b/catalog.db",
		"../catalog.db":               "../catalog.db",
		"/srv/a@b/catalog.db":         "/srv/a@b/catalog.db",
		"a@b/catalog.db":              "",
		"a@b/2024:01/catalog.db":      "",
		"backups/2024:01/catalog.db":  "",
		"2024:01/catalog.db":          "",
		"a=b.db":                      "",
		"year=2024/catalog.db":        "",
		"./user=alice/catalog.db":     "user=alice/catalog.db",
		"/srv/user=alice/x?host=h":    "/srv/user=alice/x?host=h",
		"/srv/password/catalog.db":    "/srv/password/catalog.db",
		"passwords/catalog.db":        "",
		"a;b/catalog.db":              "",
		"100% #1?/catalog.db":         "",
		"北京/catalog.db":               "",
		`C:\x\catalog.db`:             "",
		"C:/x/catalog.db":             "",
		`\\server\share\catalog.db`:   "",
		"~/catalog.db":                home + "/catalog.db",
		"~/a b/catalog.db":            home + "/a b/catalog.db",
		"./~/catalog.db":              "~/catalog.db",
		"./~alice/catalog.db":         "~alice/catalog.db",
		"a/~/catalog.db":              "",
		"catalog~":                    "",
		"/srv/me@host:2024/backup.db": "/srv/me@host:2024/backup.db",
	} {
		if want == "" {
			want = location
		}
		if !filepath.IsAbs(want) {
			want = filepath.Join(working, want)
		}
		if location != "" && (!IsPath(location) || !isPath(location, true)) {
			t.Errorf("%q is not taken for a path", location)
		}
		c, err := Open(location)
		if err != nil {
			t.Errorf("%q ends with %v", location, err)
			continue
		}
		if c.Name() != want {
			t.Errorf("%q leads to %q, want %q", location, c.Name(), want)
		}
	}
	empty(t)
}

// The colon of a drive separates no password, on Windows alone: elsewhere it may
// be that of a user with a short name.
func TestADrive(t *testing.T) {
	for location, windows := range map[string]bool{
		`C:\Users\a@b\catalog.db`:   true,
		"C:/Users/a@b/catalog.db":   true,
		"C:PW@h/x":                  false,
		`C:\Users\u:PW@h\x`:         false,
		`C:\x\password=PW\x`:        false,
		`CD:\Users\a@b\catalog.db`:  false,
		`./C:\Users\a@b\catalog.db`: false,
	} {
		if isPath(location, true) != windows || isPath(location, false) {
			t.Errorf("%q is taken for a path: on Windows %t, elsewhere %t", location, isPath(location, true), isPath(location, false))
		}
	}
}

// The home folder is that of the user who runs Terraform, and of nobody else.
func TestHome(t *testing.T) {
	refuses := func(location string, parts ...string) {
		t.Helper()
		_, err := Open(location)
		if !errors.Is(err, storage.ErrUnavailable) {
			t.Errorf("%q ends with %v", location, err)
			return
		}
		for _, part := range parts {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("of %q the error is %q, want it to say %q", location, err, part)
			}
		}
	}
	refuses("~alice/catalog.db", "~alice/catalog.db", "Only ~/ is expanded", "in full", "./~alice/catalog.db")
	refuses("~catalog.db", "./~catalog.db")
	t.Setenv("HOME", "")
	refuses("~/catalog.db", "the home folder is not known", "in full")
}

// In the URL of a PostgreSQL database too, a typing error does not show a password.
func TestSlipsInAURL(t *testing.T) {
	for _, location := range []string{
		"postgres://h/x&password=PW", "postgres://h&password=PW/x", "postgres://h/password=PW", "postgres://password=PW@h/x", "postgres://u;PW@h/x",
		"postgres://u=PW@h/x", "postgres://h/x?schema=a;password=PW", "postgres://h/x?schema=password=PW", "postgres://h/x?schema=pg_password=PW",
		"postgres:///u:PW@h/x", "postgres://u:PW/h/x", "postgres://h/u:PW%40h", "postgres://h/x?schema=password%3DPW",
		"postgres://h/x?connect_timeout=1 password=PW", "postgres://u%3BPW@h/x",
	} {
		location = strings.ReplaceAll(location, "PW", pw)
		_, err := Open(location)
		if !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), "The URL of the catalog") || strings.Contains(err.Error(), pw) {
			t.Errorf("%q ends with %v", location, err)
		}
		if IsPath(location) {
			t.Errorf("%q is taken for a path", location)
		}
	}
}

// A location in Azure Storage names account, container and blob, and holds nothing
// that is secret.
func TestInAzureStorage(t *testing.T) {
	key := strings.Repeat("aB3+", 21) + "aB==" // as long as an account's
	for location, want := range map[string]string{
		"azblob://account/container/catalog":                                                  "azblob://account/container/catalog",
		"azblob://account/container/a/b c/catalog.db":                                         "azblob://account/container/a/b c/catalog.db",
		"azblob://account/container/100%25":                                                   "azblob://account/container/100%",
		"azblob://account/$root/catalog":                                                      "azblob://account/$root/catalog",
		"azblob://account/container/catalog?endpoint=https://account.blob.core.example":       "azblob://account/container/catalog at account.blob.core.example",
		"azblob://account/container/catalog?endpoint=http://127.0.0.1:10000/devstoreaccount1": "azblob://account/container/catalog at 127.0.0.1:10000",
		"azblob://account/container/catalog?endpoint=http%3A%2F%2Flocalhost%3A1%2Faccount":    "azblob://account/container/catalog at localhost:1",
	} {
		t.Setenv("ARM_ACCESS_KEY", key)
		c, err := Open(location)
		switch {
		case IsPath(location):
			t.Errorf("%q is taken for a path", location)
		case err != nil:
			t.Errorf("%q ends with %v", location, err)
		case c.Name() != want:
			t.Errorf("%q is named %q, want %q", location, c.Name(), want)
		}
	}
	for location, says := range map[string]string{
		"azblob://account":                                                 "lacks the container",
		"azblob://account/container":                                       "lacks the container, or the name of the blob",
		"azblob://account/container/":                                      "lacks the container, or the name of the blob",
		"azblob:///container/catalog":                                      "3 to 24 lowercase letters",
		"azblob://My_Account/container/catalog":                            "3 to 24 lowercase letters",
		"azblob://account.blob.core.windows.net/container/catalog":         "leave out .blob.core.windows.net",
		"azblob://account/My_Container/catalog":                            "3 to 63 lowercase letters",
		"azblob://account/container/a//catalog":                            "nothing empty",
		"azblob://account/container/../catalog":                            "nothing empty",
		"azblob://account/container/catalog/":                              "nothing empty",
		"azblob://account/container/100%":                                  "cannot be read",
		"azblob://account/container/catalog?endpoint=account.example":      "blob endpoint",
		"azblob://account/container/catalog?endpoint=http://other.example": "does not use TLS",
		"azblob://account/container/catalog?endpoint=https://u@h.example":  "blob endpoint",
		"azblob://account/container/catalog?schema=x":                      "more than account, container, blob and endpoint",
		// What is secret.
		"azblob://account/container/catalog?sv=2021-12-02&sp=rcw&sig=PW":          "ARM_SAS_TOKEN",
		"azblob://account/container/catalog&sig=PW":                               "ARM_SAS_TOKEN",
		"azblob://account/container/sig=PW/catalog":                               "ARM_SAS_TOKEN",
		"azblob://account/container/catalog?PW":                                   "ARM_ACCESS_KEY",
		"azblob://account/container/catalog?access_key=PW":                        "ARM_ACCESS_KEY",
		"azblob://account/container/catalog?key=" + key:                           "ARM_ACCESS_KEY",
		"azblob://account/container/" + key:                                       "ARM_ACCESS_KEY",
		"azblob://account/container/catalog#" + key:                               "ARM_ACCESS_KEY",
		"azblob://" + key + "/container/catalog":                                  "azblob://account/container/path",
		"azblob://account:PW@container/catalog":                                   "ARM_ACCESS_KEY",
		"azblob://PW@account/container/catalog":                                   "ARM_ACCESS_KEY",
		"azblob://account/container/catalog?endpoint=https://h.example/?sig=PW":   "blob endpoint",
		"azblob://account/container/catalog?endpoint=https://h.example/PW&sig=PW": "ARM_SAS_TOKEN",
		"azblob://account/container/catalog?endpoint=ftp://u:PW@h.example":        "blob endpoint",
		"Azblob://account/container/catalog?sig=PW":                               "azblob://account/container/path",
		"https://account.blob.core.windows.net/container/catalog?sig=PW":          "azblob://account/container/path",
		"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=PW":              "azblob://account/container/path",
	} {
		_, err := Open(strings.ReplaceAll(location, "PW", pw))
		switch {
		case !errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), says):
			t.Errorf("%q ends with %v, want it to say %q", location, err, says)
		case strings.Contains(err.Error(), pw) || strings.Contains(err.Error(), key):
			t.Errorf("of %q the error says %v", location, err)
		}
	}
}

// Whatever stands around a password, it becomes no path, and no error and no
// name repeats it.
func FuzzLocation(f *testing.F) {
	for _, prefix := range []string{"", "postgres:/", "postgres//", "postgres://", "azblob://", "azblob://account/container/", "mysql//", "/srv/", "./", "~/", "host=h ", "postgres://h/x?schema=", "C:\\"} {
		for _, suffix := range []string{"", "h/x", "h:5432/x?sslmode=disable"} {
			f.Add(prefix, "u", "", suffix)
			f.Add(prefix, "u", "/", suffix)
		}
	}
	f.Fuzz(func(t *testing.T, prefix, user, part, suffix string) {
		for _, held := range []string{user + ":" + pw + part + "@", user + ":" + part + pw + "@", user + ";" + pw + "@", "password=" + pw + part, "pwd = " + pw, "PASSWORD:" + pw} {
			location := prefix + held + suffix
			if IsPath(location) || isPath("xx"+location, true) {
				t.Errorf("%q is taken for a path", location)
			}
			c, err := Open(location)
			if err == nil {
				if strings.Contains(c.Name(), pw) || filepath.IsAbs(c.Name()) {
					t.Errorf("%q is named %q", location, c.Name())
				}
				_ = c.Close()
			} else if strings.Contains(err.Error(), pw) {
				t.Errorf("of %q the error says %v", location, err)
			}
		}
	})
}
