package ui

import (
	"io/fs"
	"os"
	"regexp"
	"strconv"
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

// templ calls a part only at the beginning of a line: in the middle of one, "@kit.Time(…)" is printed as it stands.
func TestPagesPrintNoSource(t *testing.T) {
	written := regexp.MustCompile("WriteString\\(templ_7745c5c3_Buffer, \\d+, (\"(?:[^\"\\\\]|\\\\.)*\")\\)")
	source := regexp.MustCompile(`(^|[\s>(])@[a-zA-Z]\w*(\.\w+)*\(|\{ |templ\.|:=`)
	texts := 0
	fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, "_templ.go") {
			return err
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range written.FindAllSubmatch(code, -1) {
			texts++
			text, err := strconv.Unquote(string(m[1]))
			if err != nil {
				t.Fatal(err)
			}
			if found := source.FindString(text); found != "" {
				t.Errorf("%s prints source: %q in %q", name, found, text)
			}
		}
		return nil
	})
	if texts < 500 {
		t.Errorf("only %d texts were looked at", texts)
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
