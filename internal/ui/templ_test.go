package ui

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// What the page's policy forbids, and what htmx needs eval for, is found in
// the source of every page: a browser would only say so in its console.
var forbidden = map[string]*regexp.Regexp{
	"an inline style":             regexp.MustCompile(`<style|\sstyle=`),
	"an inline script":            regexp.MustCompile(`<script(>|\s[^>]*>[^<])|\son[a-z]+=`),
	"script in htmx (needs eval)": regexp.MustCompile(`hx-on|hx-vals="?js:|hx-trigger="[^"]*\[|hx-live`),
	"another host's file":         regexp.MustCompile(`(src|href)="(https?:)?//`),
}

func TestPagesHoldNoStyleAndNoScript(t *testing.T) {
	pages := 0
	fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".templ") {
			return err
		}
		pages++
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, pattern := range forbidden {
			if m := pattern.Find(source); m != nil {
				t.Errorf("%s has %s: %q", name, what, m)
			}
		}
		return nil
	})
	if pages < 10 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

// A page's script asks the server for HTML; what it may do besides is little.
func TestScriptNeedsNoEval(t *testing.T) {
	bad := regexp.MustCompile(`\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|\.onclick = "|https?://[a-z]`)
	for _, name := range Names("js/") {
		source, _ := fs.ReadFile(embedded, name)
		for n, line := range strings.Split(string(source), "\n") {
			if bad.MatchString(line) {
				t.Errorf("%s:%d: %s", name, n+1, strings.TrimSpace(line))
			}
		}
		if lines := strings.Count(string(source), "\n"); lines > 150 {
			t.Errorf("%s has %d lines: one idea a module, 150 at most", name, lines)
		}
	}
}
