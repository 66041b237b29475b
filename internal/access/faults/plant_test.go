package faults

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fault is one change of one function of internal/access, in the product or in its tests.
type fault struct {
	what     string
	file     string
	old, new string // old stands exactly once in the file, inside a function
}

// plant writes copies of the faulty files in which every function that has faults exists once for each of them, and
// an overlay that puts the copies in place of the files. Which fault is in force is said by CANDOR_FAULT when the
// program starts: so all faults are compiled at once.
func plant(t *testing.T, dir, out string, faults []fault) (overlay string) {
	t.Helper()
	replace := map[string]string{}
	for _, file := range files(faults) {
		path := filepath.Join(dir, file)
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		replace[path] = filepath.Join(out, file)
		write(t, replace[path], plantFile(t, file, string(src), faults))
	}
	replace[filepath.Join(dir, "planted.go")] = filepath.Join(out, "planted.go")
	write(t, filepath.Join(out, "planted.go"), "package access\n\nimport \"os\"\n\n// planted is the fault that is in force.\nvar planted = os.Getenv(\"CANDOR_FAULT\")\n")
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	overlay = filepath.Join(out, "overlay.json")
	write(t, overlay, string(text))
	return overlay
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func files(faults []fault) (out []string) {
	seen := map[string]bool{}
	for _, f := range faults {
		if !seen[f.file] {
			seen[f.file] = true
			out = append(out, f.file)
		}
	}
	return out
}

// plantFile replaces each function that has faults by its variants and a function that chooses among them.
func plantFile(t *testing.T, file, src string, faults []fault) string {
	t.Helper()
	set := token.NewFileSet()
	tree, err := parser.ParseFile(set, file, src, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	at := func(p token.Pos) int { return set.Position(p).Offset }
	var out bytes.Buffer
	done := 0
	for _, d := range tree.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok {
			continue
		}
		text := src[at(fn.Pos()):at(fn.End())]
		variants := map[int]string{}
		for n, f := range faults {
			if f.file == file && strings.Contains(text[at(fn.Body.Pos())-at(fn.Pos()):], f.old) {
				if strings.Count(src, f.old) != 1 {
					t.Fatalf("%s: the text stands more than once in %s", f.what, file)
				}
				variants[n] = strings.Replace(text, f.old, f.new, 1)
			}
		}
		if len(variants) == 0 {
			continue
		}
		out.WriteString(src[done:at(fn.Pos())])
		out.WriteString(choose(src, at, fn, text, variants))
		done = at(fn.End())
	}
	out.WriteString(src[done:])
	text, err := format.Source(out.Bytes())
	if err != nil {
		t.Fatalf("%s: %v\n%s", file, err, out.String())
	}
	for n, f := range faults {
		if f.file == file && !strings.Contains(string(text), fmt.Sprintf("case \"%d\":", n)) {
			t.Fatalf("%s: the text is in no function of %s; has the code changed?\n%s", f.what, file, f.old)
		}
	}
	return string(text)
}

// choose writes the variants of a function, each under a name of its own, and the function itself.
func choose(src string, at func(token.Pos) int, fn *ast.FuncDecl, text string, variants map[int]string) string {
	name := fn.Name.Name
	rename := func(text string, n int) string {
		from := at(fn.Name.Pos()) - at(fn.Pos())
		return text[:from] + fmt.Sprintf("%s__%d", name, n) + text[from+len(name):]
	}
	recv, call := "", ""
	if fn.Recv != nil {
		recv = "(self " + src[at(fn.Recv.List[0].Type.Pos()):at(fn.Recv.List[0].Type.End())] + ") "
		call = "self."
	}
	params, args := "", ""
	n := 0
	for _, field := range fn.Type.Params.List {
		kind := src[at(field.Type.Pos()):at(field.Type.End())]
		for range max(1, len(field.Names)) {
			params += fmt.Sprintf("a%d %s, ", n, kind)
			args += fmt.Sprintf("a%d", n)
			if strings.HasPrefix(kind, "...") {
				args += "..."
			}
			args += ", "
			n++
		}
	}
	generic, of := "", ""
	if p := fn.Type.TypeParams; p != nil {
		generic = src[at(p.Pos()):at(p.End())]
		of = "[" + p.List[0].Names[0].Name + "]"
	}
	results, give := "", ""
	if r := fn.Type.Results; r != nil {
		results, give = src[at(r.Pos()):at(r.End())], "return "
	}
	var out strings.Builder
	fmt.Fprintf(&out, "func %s%s%s(%s) %s {\n\tswitch planted {\n", recv, name, generic, params, results)
	for n := range variants {
		fmt.Fprintf(&out, "\tcase \"%d\":\n\t\t%s%s%s__%d%s(%s)\n", n, give, call, name, n, of, args)
	}
	fmt.Fprintf(&out, "\tdefault:\n\t\t%s%s%s__none%s(%s)\n\t}\n}\n\n", give, call, name, of, args)
	for n, variant := range variants {
		out.WriteString(rename(variant, n) + "\n\n")
	}
	from := at(fn.Name.Pos()) - at(fn.Pos())
	out.WriteString(text[:from] + name + "__none" + text[from+len(name):])
	return out.String()
}
