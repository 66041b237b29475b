package looks

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestAxeIsAsPublished(t *testing.T) {
	const published = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c" // axe.min.js of axe-core 4.14.1
	if sum := sha256.Sum256([]byte(axe)); hex.EncodeToString(sum[:]) != published {
		t.Error("axe/axe.min.js is not the file of axe-core 4.14.1")
	}
}

// A test that finds nothing must be able to find something.
func TestProblemsAreFound(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'")
		w.Write([]byte(`<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><p style="width:3000px">x</p><img src="/x.png"><svg width="2000" height="1"></svg></main>`))
	}))
	defer s.Close()
	p := Open(t)
	p.Go(s.URL, Windows[0])
	found := strings.Join(p.Problems(), "\n")
	for _, want := range []string{"Content Security Policy", "image-alt", "sideways"} {
		if !strings.Contains(found, want) {
			t.Errorf("not found: %s\nin %s", want, found)
		}
	}
}
