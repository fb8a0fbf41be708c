package report_test

import (
	"strings"
	"testing"
)

var forms = []form{
	{name: "light", width: 1280, height: 900},
	{name: "dark", width: 1280, height: 900, dark: true},
	{name: "phone", width: 360, height: 740},
	{name: "phone-dark", width: 360, height: 740, dark: true},
	{name: "print", width: 680, height: 1000, print: true},
}

// What a person sees: the page fits the screen, and the accessibility checker has
// nothing against it, with every fold open.
func TestThePageInABrowser(t *testing.T) {
	b := newBrowser(t)
	for name, w := range map[string]*world{
		"example": told(t, example), "broken": told(t, broken), "empty": told(t, ""), "hostile": hostile(t), "large": large("wrong"),
	} {
		t.Run(name, func(t *testing.T) {
			b.t = t
			b.open(w.page(t))
			for _, f := range forms {
				b.as(f)
				b.keep(name, f)
				var wide int
				b.evaluate("document.documentElement.scrollWidth - innerWidth", &wide)
				if wide > 0 {
					t.Errorf("%s: the page is %d pixels wider than the screen", f.name, wide)
				}
				if name == "large" && f != forms[0] {
					continue // the same in more rows, which takes long
				}
				b.evaluate("document.querySelectorAll('details').forEach(fold => { fold.dataset.open = fold.open; fold.open = true })", nil)
				if violations := b.violations(); len(violations) > 0 {
					t.Errorf("%s:\n%s", f.name, strings.Join(violations, "\n"))
				}
				b.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = fold.dataset.open == 'true' })", nil)
			}
		})
	}
}

// hidden counts what is in a fold and cannot be seen.
const hidden = `[...document.querySelectorAll('details')].flatMap(fold => [...fold.children].slice(1)).filter(part => !part.checkVisibility()).length`

func TestFolds(t *testing.T) {
	b := newBrowser(t)
	b.open(told(t, broken).page(t))
	var count int
	if b.evaluate(hidden, &count); count == 0 {
		t.Error("nothing is folded")
	}
	b.as(forms[len(forms)-1])
	if b.evaluate(hidden, &count); count != 0 {
		t.Errorf("printed, %d parts are still folded", count)
	}
	b.as(forms[0])
	// The keyboard alone opens one.
	var open bool
	b.evaluate("document.querySelector('details:not([open]) > summary').focus()", nil)
	for _, event := range []string{"keyDown", "keyUp"} {
		b.call("Input.dispatchKeyEvent", map[string]any{"type": event, "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13}, nil)
	}
	if b.evaluate("document.activeElement.parentElement.open", &open); !open {
		t.Error("the keyboard does not open a fold")
	}
}

// No two lines differ in their colour alone, dark is dark, and the names of a
// hostile catalog have become nothing but text.
func TestLooks(t *testing.T) {
	b := newBrowser(t)
	b.open(told(t, broken+`
		network Idle on Nowhere
		Idle maps-to Lab`).page(t))
	var dashes []string
	b.evaluate(`[...document.querySelectorAll('.legend path')].map(line => getComputedStyle(line).strokeDasharray + getComputedStyle(line).strokeLinecap)`, &dashes)
	seen := map[string]bool{}
	for _, dash := range dashes {
		if seen[dash] {
			t.Errorf("two lines have the dashes %s", dash)
		}
		seen[dash] = true
	}
	if len(seen) != 6 {
		t.Errorf("there are %d kinds of lines", len(seen))
	}
	var light, dark string
	b.as(forms[0])
	b.evaluate("getComputedStyle(document.body).backgroundColor", &light)
	b.as(forms[1])
	b.evaluate("getComputedStyle(document.body).backgroundColor", &dark)
	if light != "rgb(255, 255, 255)" || dark == light {
		t.Errorf("the page is %s, and %s in the dark", light, dark)
	}
	b.open(hostile(t).page(t))
	var found []string
	b.evaluate(`[...document.querySelectorAll('*')].flatMap(element => [
		...['SCRIPT', 'IMG', 'IFRAME', 'OBJECT'].includes(element.tagName) ? [element.tagName] : [],
		...element.getAttributeNames().filter(name => name.startsWith('on')), ...element.tagName == 'A' && !element.getAttribute('href').startsWith('#') ? ['link'] : []])`, &found)
	if len(found) > 0 {
		t.Errorf("names have become %q", found)
	}
}
