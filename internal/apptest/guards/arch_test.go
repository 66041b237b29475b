// Package guards holds the tests that fail when the house is hurt: the order of imports, the list of doors, the matrix of
// who may do what, the search for leaked words, and how every page looks.
package guards

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

// rooms in their order: a package imports only packages above it. ARCHITECTURE.md says what is in each.
var rooms = []string{"errs", "config", "db", "access", "queue", "activity", "files", "mail", "org", "approvals", "library", "positions", "candidates",
	"search", "dashboard", "ui", "api", "web", "house", "apptest"}

const root = "../../.." // of the repository

// goFiles parses every file of a folder tree that is ours and not generated; tests are left out.
func goFiles(t *testing.T, dir string, mode parser.Mode) map[string]*ast.File {
	t.Helper()
	out := map[string]*ast.File{}
	err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, mode)
		out[filepath.ToSlash(strings.TrimPrefix(path, root+"/"))] = f
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// roomOf is the room a path below internal lies in.
func roomOf(path string) string {
	rest, _ := strings.CutPrefix(path, "internal/")
	room, _, _ := strings.Cut(rest, "/")
	return room
}

func TestImportsPointUp(t *testing.T) {
	files := goFiles(t, "internal", parser.ImportsOnly)
	if len(files) < 50 {
		t.Fatalf("only %d files were found", len(files))
	}
	for path, f := range files {
		from := slices.Index(rooms, roomOf(path))
		if from < 0 {
			t.Errorf("%s is in no room of the list", path)
			continue
		}
		for _, i := range f.Imports {
			name, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), "candor/")
			if !ours {
				continue
			}
			to := slices.Index(rooms, roomOf(name))
			if to < 0 || to > from {
				t.Errorf("%s imports %s, which is not above it", path, name)
			}
			if name == "internal/access/oracle" || strings.HasPrefix(name, "internal/apptest/testdb") && roomOf(path) != "apptest" {
				t.Errorf("%s imports %s, which is for tests", path, name)
			}
		}
	}
}

// actorless are the verbs that serve somebody who is nobody yet, or nobody at all, each with the reason.
var actorless = map[string]string{
	"org.Empty":         "asked before there is anybody",
	"org.NewSetupCode":  "printed at start, for whoever runs the program",
	"org.SetUp":         "the first visitor, who becomes the owner; the code is asked for off loopback",
	"org.SignIn":        "proves who somebody is",
	"org.Authenticate":  "makes the actor",
	"org.SignOut":       "the session's token is the right",
	"org.Entrances":     "the session's token is the right",
	"org.Enter":         "the session's token is the right",
	"org.Welcome":       "the invitation's token is the right",
	"org.Accept":        "the invitation's token is the right",
	"org.AskReset":      "answers the same for everybody",
	"org.ResetValid":    "the letter's token is the right",
	"org.ResetPassword": "the letter's token is the right",
	"org.EmailValid":    "the letter's token is the right",
	"org.ConfirmEmail":  "the letter's token is the right",
	"org.Console":       "makes the command line's actor",
	"org.FoundFor":      "the command line sets up an empty installation",
	"positions.Visit":   "makes the visitor of a careers page",
	"files.Each":        "a backup, run by whoever runs the program",
}

func TestEveryVerbTakesAnActorAndUsesIt(t *testing.T) {
	unused := map[string]bool{}
	for name := range actorless {
		unused[name] = true
	}
	verbs := 0
	for _, room := range []string{"files", "mail", "org", "approvals", "library", "positions", "candidates", "search", "dashboard"} {
		for path, f := range goFiles(t, "internal/"+room, parser.SkipObjectResolution) {
			for _, d := range f.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || !isVerb(fn) {
					continue
				}
				verbs++
				name := room + "." + fn.Name.Name
				actor := actorParam(fn)
				switch {
				case actor == "" && actorless[name] == "":
					t.Errorf("%s: %s takes no actor", path, name)
				case actor == "" || actor == "_":
					delete(unused, name)
				case !mentions(fn.Body, actor):
					t.Errorf("%s: %s takes an actor and does not use it", path, name)
				}
			}
		}
	}
	if verbs < 60 {
		t.Errorf("only %d verbs were found: the test looks in the wrong place", verbs)
	}
	for name := range unused {
		t.Errorf("%s is excused and does not exist, or takes an actor now", name)
	}
}

// isVerb: an exported method of a Room that takes a context.
func isVerb(fn *ast.FuncDecl) bool {
	if fn.Recv == nil || !fn.Name.IsExported() || fn.Type.Params == nil || len(fn.Type.Params.List) == 0 {
		return false
	}
	star, ok := fn.Recv.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	if recv, ok := star.X.(*ast.Ident); !ok || recv.Name != "Room" {
		return false
	}
	return isSelector(fn.Type.Params.List[0].Type, "context", "Context")
}

func actorParam(fn *ast.FuncDecl) string {
	for _, p := range fn.Type.Params.List {
		if isSelector(p.Type, "access", "Actor") && len(p.Names) > 0 {
			return p.Names[0].Name
		}
	}
	return ""
}

func isSelector(x ast.Expr, pkg, name string) bool {
	s, ok := x.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return ok && id.Name == pkg && s.Sel.Name == name
}

func mentions(body *ast.BlockStmt, name string) (found bool) {
	ast.Inspect(body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == name {
			found = true
		}
		return !found
	})
	return found
}

// Only access knows roles by name: nobody else compares one.
func TestNobodyComparesARole(t *testing.T) {
	var found []string
	for path, f := range goFiles(t, "internal", parser.SkipObjectResolution) {
		if room := roomOf(path); room == "access" || room == "org" || room == "apptest" {
			continue // org keeps roles: it knows which are the system's
		}
		ast.Inspect(f, func(n ast.Node) bool {
			b, ok := n.(*ast.BinaryExpr)
			if !ok || b.Op != token.EQL && b.Op != token.NEQ {
				return true
			}
			for _, side := range []ast.Expr{b.X, b.Y} {
				if s, ok := side.(*ast.SelectorExpr); ok && isIdent(s.X, "access") && slices.Contains([]string{"Admin", "Staffing", "Interviewer"}, s.Sel.Name) {
					found = append(found, path)
				}
			}
			return true
		})
	}
	sort.Strings(found)
	if len(found) > 0 {
		t.Errorf("a role is compared in %v", found)
	}
}

func isIdent(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}
