package diagnostictest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/siterecovery/terraform-provider-siterecovery/internal/engine"
)

// sources are the packages whose texts become diagnostics.
var sources = []string{"topology", "engine", "planner", "catalog", "catalog/sqlite", "catalog/postgres", "catalog/azblob", "azure", "vault", "vmmexport", "provider"}

// Every code, and every text from which a diagnostic is made, is on a page.
func TestEveryDiagnosticHasAPage(t *testing.T) {
	read := pages(t)
	used := map[string]bool{}
	for _, info := range engine.Codes() {
		if _, ok := neverShown[string(info.Code)]; ok {
			used[string(info.Code)] = true
		} else if !strings.Contains(read, string(info.Code)+")") && !strings.Contains(read, string(info.Code)+" ") {
			t.Errorf("%s, %s, is on no page of testdata", info.Code, info.Title)
		}
	}
	for _, text := range texts(t) {
		parts, ok := partsOf(text.format)
		if !ok || shows(read, parts) {
			continue
		}
		if _, ok := neverShown[text.format]; ok {
			used[text.format] = true
			continue
		}
		t.Errorf("%s: on no page of testdata: %q", text.at, text.format)
	}
	for text := range neverShown {
		if !used[text] {
			t.Errorf("it is said that no page can show %q, but there is no such text, or one shows it", text)
		}
	}
}

// pages returns what all pages say, whatever the lines are broken by.
func pages(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range parse(string(text)).sections {
			if strings.HasSuffix(s.title, ".tf") {
				continue
			}
			for _, word := range strings.Fields(s.text) {
				all.WriteString(word + " ")
			}
		}
	}
	return all.String()
}

var verb = regexp.MustCompile(`%[-+# 0]*(\[\d+\])?[a-zA-Z]`)

// partsOf returns what a text made by a format has, in its order, and false if the
// format says next to nothing.
func partsOf(format string) ([]string, bool) {
	const few = 12 // letters
	var parts []string
	letters := 0
	for _, part := range verb.Split(strings.ReplaceAll(format, "%%", "\x00"), -1) {
		letters += len(part)
		if words := strings.Fields(strings.ReplaceAll(part, "\x00", "%")); len(words) > 0 {
			parts = append(parts, strings.Join(words, " "))
		}
	}
	return parts, letters >= few
}

// shows reports whether the pages have the parts, close to each other.
func shows(read string, parts []string) bool {
	const closely = 600
	first := parts[0]
	for _, first := range []string{first, strings.ToUpper(first[:1]) + first[1:], strings.ToLower(first[:1]) + first[1:]} {
	occurrence:
		for from := 0; ; {
			at := strings.Index(read[from:], first)
			if at < 0 {
				break
			}
			from += at + len(first)
			rest := read[from:]
			for _, part := range parts[1:] {
				at := strings.Index(rest, part)
				if at < 0 || at > closely {
					continue occurrence
				}
				rest = rest[at+len(part):]
			}
			return true
		}
	}
	return false
}

// text is a text in the sources from which a diagnostic is made.
type text struct{ at, format string }

// says are the functions whose arguments are shown to people.
var says = []string{
	"AddError", "AddWarning", "AddAttributeError", "AddAttributeWarning", "NewErrorDiagnostic", "NewArgumentFuncError", "NewFuncError",
	"add", "NewFinding", "otherState", "taking", "find", "invalid", "invalidName", "Errorf", "overlaps", "misplaced", "backInForce", "fail",
}

// names are the fields and variables whose values are.
var names = []string{"Detail", "Remedy", "Message", "Problem", "remedy", "detail", "what", "near", "known", "others", "problem"}

// texts returns the texts of the sources from which diagnostics are made.
func texts(t *testing.T) []text {
	t.Helper()
	var found []text
	set := token.NewFileSet()
	for _, folder := range sources {
		files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("there are no sources in %s: %v", folder, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(node ast.Node) bool {
				var shown []ast.Expr
				switch node := node.(type) {
				case *ast.CallExpr:
					if slices.Contains(says, called(node)) || isCall(node, "errors", "New") {
						shown = node.Args
					}
				case *ast.KeyValueExpr:
					if key, ok := node.Key.(*ast.Ident); ok && slices.Contains(names, key.Name) {
						shown = []ast.Expr{node.Value}
					}
				case *ast.AssignStmt:
					for i, left := range node.Lhs {
						if len(node.Rhs) == len(node.Lhs) && slices.Contains(names, lastName(left)) {
							shown = append(shown, node.Rhs[i])
						}
					}
				}
				for _, expression := range shown {
					found = append(found, textsIn(set, expression)...)
				}
				return true
			})
		}
	}
	slices.SortFunc(found, func(a, b text) int { return strings.Compare(a.at+a.format, b.at+b.format) })
	return slices.Compact(found)
}

// textsIn returns the texts of an expression. What is added up is one text if it is
// all literal.
func textsIn(set *token.FileSet, expression ast.Expr) []text {
	var found []text
	ast.Inspect(expression, func(node ast.Node) bool {
		expression, ok := node.(ast.Expr)
		if !ok {
			return true
		}
		if literal, ok := literalOf(expression); ok {
			position := set.Position(expression.Pos())
			found = append(found, text{fmt.Sprintf("%s:%03d", strings.TrimPrefix(position.Filename, "../"), position.Line), literal})
			return false
		}
		_, isFunction := expression.(*ast.FuncLit)
		return !isFunction
	})
	return found
}

func literalOf(expression ast.Expr) (string, bool) {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		if expression.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(expression.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, ok := literalOf(expression.X)
		right, also := literalOf(expression.Y)
		return left + right, ok && also
	case *ast.ParenExpr:
		return literalOf(expression.X)
	}
	return "", false
}

// called returns the name of the function that is called.
func called(call *ast.CallExpr) string { return lastName(call.Fun) }

func isCall(call *ast.CallExpr, of, name string) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	return ok && selector.Sel.Name == name && lastName(selector.X) == of
}

func lastName(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.Ident:
		return expression.Name
	case *ast.SelectorExpr:
		return expression.Sel.Name
	}
	return ""
}

// neverShown are texts that no page shows, and why.
var neverShown = map[string]string{
	// Errors that others are instances of: they are asked for, and not printed.
	"a trial changes nothing":                 sentinel,
	"the catalog's tables are to be migrated": sentinel,
	"the catalog's tables have no rows":       sentinel,
	"not in the vault":                        sentinel,
	"the outcome of a change is not known":    sentinel,

	// What the framework's own types cannot cause.
	"unexpected value of type %T":                                          impossible,
	"Unable to write the state":                                            impossible,
	"Unable to read the values of the resource":                            impossible,
	"There are none.":                                                      impossible,
	"Unable to read a map":                                                 impossible,
	"Unable to read the failover baseline":                                 impossible,
	"Unable to keep private data":                                          impossible,
	"Unable to read private data":                                          impossible,
	"Unable to read the state":                                             impossible,
	"Unable to write the report":                                           impossible,
	"the name is not valid UTF-8":                                          impossible, // Terraform makes it valid
	"Write the name again, and save the file that it comes from as UTF-8.": impossible,
	"Subnet '%s' of an Azure network has no address prefix.":               impossible, // the schema requires it, and an empty one is refused before

	// What only a server or a race can cause: the tests there read it.
	"too much has been written since":               "catalog/azblob/faults_test.go, catalog/postgres/faults_test.go",
	"The role '%s' lacks rights on the catalog %s.": "catalog/postgres/grants_test.go",
	"Have the owner of the catalog run: ":           "catalog/postgres/grants_test.go",
	"Have the owner of the catalog grant the rights that are missing, or leave out of the URL what the role must not set.": "catalog/postgres/grants_test.go",
	"Another process has been making the tables of the catalog %s for longer than lock_timeout.":                           "catalog/postgres/store_test.go",
	"Wait until it is done, or end it, and run again.":                                                                     "catalog/postgres/store_test.go",
	"No schema of the search path exists in the catalog %s.":                                                               "catalog/postgres/store_test.go",
	"Create the schema, or name it with ?schema= in the URL, and it is created when it is first needed.":                   "catalog/postgres/store_test.go",
	"Another process has kept it locked for more than %s. Wait until that one is done, or end it, and run again.":          "catalog/sqlite/store_test.go",

	"the value of %s is not a URL": impossible, // it is refused before
}

const (
	sentinel   = "it is an error that others are instances of"
	impossible = "nothing that a person can do causes it"
)
