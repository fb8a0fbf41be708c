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

func TestBrowser(t *testing.T) {
	b := newBrowser(t)
	for name, w := range map[string]*world{
		"example": told(t, example), "broken": told(t, broken), "large": large(""), "bare": large("bare"), "wrong": large("wrong"), "empty": told(t, ""),
		"hostile": hostile(),
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
					t.Errorf("%s, %s: the page is %d pixels wider than the screen", name, f.name, wide)
				}
				if violations := b.violations(); len(violations) > 0 {
					t.Errorf("%s, %s:\n%s", name, f.name, strings.Join(violations, "\n"))
				}
			}
		})
	}
}
