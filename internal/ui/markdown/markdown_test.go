package markdown

import (
	"strings"
	"testing"
)

func TestTextBecomesSafeHTML(t *testing.T) {
	for source, want := range map[string]string{
		"# You will\n\n- build\n- **test**":       "<h2>You will</h2>\n<ul>\n<li>build</li>\n<li><strong>test</strong></li>\n</ul>\n",
		"see https://candor.example now":          `<p>see <a href="https://candor.example" rel="nofollow noreferrer">https://candor.example</a> now</p>` + "\n",
		"a <script>alert(1)</script> b":           "<p>a alert(1) b</p>\n",
		"<b onclick=alert(1)>x</b>":               "<p>x</p>\n",
		"[x](javascript:alert(1))":                "<p>x</p>\n",
		"[x](data:text/html,hi)":                  "<p>x</p>\n",
		"[x](/settings)":                          "<p>x</p>\n",
		"![pixel](https://tracker.example/p)":     "<p></p>\n",
		"<style>body{display:none}</style>":       "",
		"<iframe src=https://x.example></iframe>": "",
		"~~old~~ 1 < 2 & 3":                       "<p><del>old</del> 1 &lt; 2 &amp; 3</p>\n",
	} {
		if got := HTML(source); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%q\n got %q\nwant %q", source, got, want)
		}
	}
}

func TestPlainCutsAtAWord(t *testing.T) {
	for source, want := range map[string]string{
		"# Hello\n\nWe **build** & ship, every day.": "Hello We build & ship, every day.",
		"one two, three four five six seven eight":   "one two, three four five six seven…",
		"": "",
	} {
		if got := Plain(source, 36); got != want {
			t.Errorf("%q: %q", source, got)
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"# x", "<script>", "[a](javascript:x)", "```\n<b>\n```", "<a href=\"java\nscript:x\">", "[a]: javascript:x\n[a]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		out := strings.ToLower(HTML(s))
		for _, never := range []string{"<script", "<iframe", "<style", "<img", "<svg", "href=\"javascript", " onclick=", "<object"} {
			if strings.Contains(out, never) {
				t.Fatalf("%q gives %q", s, out)
			}
		}
	})
}
