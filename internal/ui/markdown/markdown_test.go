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

// Text that would take a parser minutes is shown as it is.
func TestATextOfNothingButMarksIsNotParsed(t *testing.T) {
	for _, source := range []string{strings.Repeat("*a_", 7000), strings.Repeat("[a](", 5000), strings.Repeat("> ", 200_000), "<b>" + strings.Repeat("`", 3000)} {
		got := HTML(source)
		if strings.Contains(got, "<em>") || strings.Contains(got, "<b>") || strings.Contains(got, "<blockquote>") || !strings.HasPrefix(got, "<p>") {
			t.Errorf("%.20q… became %.60q…", source, got)
		}
	}
	if got := HTML(strings.Repeat("- **a** and _b_\n", 300)); !strings.Contains(got, "<strong>") {
		t.Errorf("a long list is no text of marks: %.60q", got)
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
