package report_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"
)

// browser is a Chromium without a window, driven by its DevTools protocol over a
// pair of pipes.
type browser struct {
	t       *testing.T
	in      io.Writer
	out     *bufio.Reader
	session string
	last    int
}

// newBrowser starts a browser with an empty page, or skips the test, and says what
// is missing.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a browser is driven over pipes, which Windows does not hand on")
	}
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, _ = exec.LookPath(name); path != "" {
			break
		}
	}
	if path == "" {
		t.Skip("Chromium is missing, and the page is looked at in it: install the package chromium of your system")
	}
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	arguments := []string{
		"--headless=new", "--remote-debugging-pipe", "--user-data-dir=" + t.TempDir(), "--no-first-run", "--disable-gpu",
		"--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
		"--force-color-profile=srgb",
	}
	if os.Geteuid() == 0 {
		arguments = append(arguments, "--no-sandbox") // it has none for root
	}
	command := exec.Command(path, arguments...)
	command.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = theirIn.Close(), theirOut.Close()
	b := &browser{t: t, in: in, out: bufio.NewReader(out)}
	t.Cleanup(func() {
		_ = b.send("Browser.close", nil)
		over := time.AfterFunc(20*time.Second, func() { _ = command.Process.Kill() })
		_ = command.Wait()
		over.Stop()
		_, _ = in.Close(), out.Close()
	})
	stuck := time.AfterFunc(5*time.Minute, func() { _ = command.Process.Kill() })
	t.Cleanup(func() { stuck.Stop() })

	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	b.call("Page.enable", nil, nil)
	return b
}

type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Result json.RawMessage `json:"result"`
	Error  *struct{ Message string }
}

func (b *browser) send(method string, parameters map[string]any) error {
	b.last++
	request := map[string]any{"id": b.last, "method": method}
	if parameters != nil {
		request["params"] = parameters
	}
	if b.session != "" && method != "Browser.close" {
		request["sessionId"] = b.session
	}
	encoded, err := json.Marshal(request)
	if err != nil {
		return err
	}
	_, err = b.in.Write(append(encoded, 0))
	return err
}

// receive returns the next message that is meant.
func (b *browser) receive(meant func(message) bool) message {
	b.t.Helper()
	for {
		text, err := b.out.ReadBytes(0)
		if err != nil {
			b.t.Fatalf("the browser says no more: %v", err)
		}
		var got message
		if err := json.Unmarshal(bytes.TrimSuffix(text, []byte{0}), &got); err != nil {
			b.t.Fatal(err)
		}
		if meant(got) {
			return got
		}
	}
}

// call calls a method of the protocol and decodes what it returns.
func (b *browser) call(method string, parameters map[string]any, result any) {
	b.t.Helper()
	if err := b.send(method, parameters); err != nil {
		b.t.Fatal(err)
	}
	id := b.last
	got := b.receive(func(m message) bool { return m.ID == id })
	if got.Error != nil {
		b.t.Fatalf("%s: %s", method, got.Error.Message)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(got.Result, result); err != nil {
		b.t.Fatal(err)
	}
}

// open shows a page that was saved as a file.
func (b *browser) open(page string) {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), "report.html")
	if err := os.WriteFile(path, []byte(page), 0o600); err != nil {
		b.t.Fatal(err)
	}
	if err := b.send("Page.navigate", map[string]any{"url": "file://" + path}); err != nil {
		b.t.Fatal(err)
	}
	b.receive(func(m message) bool { return m.Method == "Page.loadEventFired" })
}

// form is how a page is looked at.
type form struct {
	name          string
	width, height int
	dark, print   bool
}

func (b *browser) as(f form) {
	b.t.Helper()
	scheme, media := "light", "screen"
	if f.dark {
		scheme = "dark"
	}
	if f.print {
		media = "print"
	}
	b.call("Emulation.setEmulatedMedia", map[string]any{
		"media": media, "features": []any{map[string]any{"name": "prefers-color-scheme", "value": scheme}},
	}, nil)
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{
		"width": f.width, "height": f.height, "deviceScaleFactor": 1, "mobile": f.width < 500,
	}, nil)
}

// evaluate evaluates an expression in the page, a promise too, and decodes its value.
func (b *browser) evaluate(expression string, value any) {
	b.t.Helper()
	var got struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Text      string
			Exception struct{ Description string }
		}
	}
	b.call("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &got)
	if failed := got.ExceptionDetails; failed != nil {
		b.t.Fatalf("%s: %s", failed.Text, failed.Exception.Description)
	}
	if value == nil {
		return
	}
	if err := json.Unmarshal(got.Result.Value, value); err != nil {
		b.t.Fatal(err)
	}
}

// keep writes what the browser sees into the folder that SITERECOVERY_SCREENSHOTS
// names, for whoever changes how the page looks. Without it, nothing is kept.
func (b *browser) keep(name string, f form) {
	b.t.Helper()
	folder := os.Getenv("SITERECOVERY_SCREENSHOTS")
	if folder == "" {
		return
	}
	method, suffix, parameters := "Page.captureScreenshot", ".png", map[string]any{"captureBeyondViewport": true}
	if f.print {
		method, suffix, parameters = "Page.printToPDF", ".pdf", map[string]any{"preferCSSPageSize": true, "printBackground": true}
	}
	var got struct{ Data string }
	b.call(method, parameters, &got)
	content, err := base64.StdEncoding.DecodeString(got.Data)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%s%s", name, f.name, suffix)), content, 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// axe returns the source of the accessibility checker, which it installs as its
// lock file says.
var axe = sync.OnceValues(func() (source string, err error) {
	folder, err := os.MkdirTemp("", "axe-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	for _, name := range []string{".npmrc", "package.json", "package-lock.json"} {
		content, err := os.ReadFile(filepath.Join("testdata/axe", name))
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return "", err
		}
	}
	npm := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	npm.Dir = folder
	if output, err := npm.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm ci in a copy of testdata/axe: %w\n%s", err, output)
	}
	content, err := os.ReadFile(filepath.Join(folder, "node_modules/axe-core/axe.min.js"))
	return string(content), err
})

// violations returns what the accessibility checker objects to.
func (b *browser) violations() []string {
	b.t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		b.t.Skip("npm is missing, and the accessibility checker comes with it: install Node.js 18 or newer, with npm, from https://nodejs.org")
	}
	source, err := axe()
	if err != nil {
		b.t.Fatal(err)
	}
	b.evaluate(source+";0", nil)
	var found []string
	b.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations.flatMap(
		v => v.nodes.map(node => v.id + ': ' + node.target.join(' ') + ': ' + node.failureSummary)))`, &found)
	return found
}
