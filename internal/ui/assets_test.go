package ui

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"
)

func TestAssetsAreServedForever(t *testing.T) {
	r := httptest.NewRequest("GET", Path("app.css"), nil)
	r.Header.Set("Accept-Encoding", "br, gzip")
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	if w.Code != 200 || w.Header().Get("Cache-Control") != forever || w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
		t.Fatalf("%d %v", w.Code, w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	if style, _ := io.ReadAll(z); !strings.HasPrefix(string(style), "@layer reset, tokens,") {
		t.Error("the stylesheet starts with the order of its layers")
	}
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	if Handler().ServeHTTP(again, r); again.Code != 304 {
		t.Errorf("asked again with its tag: %d", again.Code)
	}
}

func TestAssetsOfAnotherReleaseAreNotKept(t *testing.T) {
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest("GET", "/assets/0123/app.css", nil))
	if w.Code != 200 || w.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Cache-Control"))
	}
	for _, name := range []string{"/assets/0123/none.css", "/assets/x/vendored/vendor.json", "/assets/x/../assets.go", "/assets/"} {
		w := httptest.NewRecorder()
		if Handler().ServeHTTP(w, httptest.NewRequest("GET", name, nil)); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

func TestUnknownAssetPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a page that names an asset we do not have must not render")
		}
	}()
	Path("none.css")
}

// A rule outside a layer would beat every layer; a file in the wrong layer, its
// neighbours.
func TestEveryStylesheetStaysInItsLayer(t *testing.T) {
	open := regexp.MustCompile(`(?m)^@layer ([a-z]+) \{$`)
	fs.WalkDir(embedded, "css", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		source, _ := fs.ReadFile(embedded, name)
		css := squeeze(string(source))
		layer := path.Base(path.Dir(name))
		m := open.FindStringSubmatch(css)
		if m == nil || m[1] != layer || !strings.HasPrefix(css, m[0]) {
			t.Errorf("%s does not begin with @layer %s {", name, layer)
			return nil
		}
		depth := 0
		for i, c := range css {
			switch c {
			case '{':
				depth++
			case '}':
				depth--
			}
			rest := strings.TrimSpace(css[i+1:])
			if depth == 0 && c == '}' && rest != "" && !strings.HasPrefix(rest, m[0]) {
				t.Errorf("%s goes on after its layer: %.60q", name, rest)
				return nil
			}
		}
		if depth != 0 {
			t.Errorf("%s: braces do not close", name)
		}
		return nil
	})
}

func TestStyleRules(t *testing.T) {
	raw := regexp.MustCompile(`oklch\(|#[0-9a-f]{3,8}\b|rgba?\(|light-dark\(`)
	fs.WalkDir(embedded, "css", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		source, _ := fs.ReadFile(embedded, name)
		css := squeeze(string(source))
		layer := path.Base(path.Dir(name))
		if m := raw.FindString(css); m != "" && layer != "tokens" && layer != "print" {
			t.Errorf("%s says %s: raw colours belong to css/tokens, components use meanings", name, m)
		}
		if layer != "print" && strings.Contains(css, "!important") {
			t.Errorf("%s says !important: layers decide", name)
		}
		return nil
	})
}
