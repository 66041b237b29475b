// Package markdown turns text that people typed into HTML that is safe to show anywhere: in a posting, a note, a
// guidance. Nobody's text is trusted, not even a colleague's: raw HTML is dropped, links are http, https or mailto and
// pass on no rank, pictures are not loaded.
package markdown

import (
	"bytes"
	"html"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var (
	writer = sync.OnceValue(func() goldmark.Markdown {
		return goldmark.New(
			goldmark.WithExtensions(extension.Strikethrough, extension.Linkify, extension.Table),
			goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(demote{}, 100))),
		)
	})
	policy = sync.OnceValue(func() *bluemonday.Policy {
		p := bluemonday.NewPolicy()
		p.AllowElements("p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
			"h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td")
		p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
		p.AllowAttrs("href").OnElements("a")
		p.AllowURLSchemes("http", "https", "mailto")
		p.RequireParseableURLs(true)
		p.AllowRelativeURLs(false)
		p.RequireNoFollowOnLinks(true)
		p.RequireNoReferrerOnLinks(true)
		return p
	})
	bare = sync.OnceValue(bluemonday.StrictPolicy)
)

// A text may have so many marks, and be so long, and still be read as Markdown: what each of them pairs with is looked for
// among all the others, so that a text made of nothing else would cost minutes. Twenty pages of prose have fewer.
const (
	mostMarks = 3000
	longest   = 100_000 // bytes; the longest field has 20,000 characters
)

// HTML is the text as safe HTML. Its headings begin at h2: the page has the first. A text of too many marks is shown as
// it is.
func HTML(source string) string {
	marks := 0
	for _, c := range []byte(source) {
		if strings.IndexByte("*_~`[]<!|&", c) >= 0 {
			marks++
		}
	}
	if marks > mostMarks || len(source) > longest {
		return "<p>" + strings.ReplaceAll(html.EscapeString(source), "\n", "<br>") + "</p>"
	}
	var out bytes.Buffer
	if err := writer().Convert([]byte(source), &out); err != nil {
		return "<p>" + html.EscapeString(source) + "</p>"
	}
	return policy().Sanitize(out.String())
}

// Plain is the text without marks, at most so many characters, cut at a word: for previews and search engines.
func Plain(source string, most int) string {
	words := strings.Fields(html.UnescapeString(bare().Sanitize(strings.ReplaceAll(HTML(source), "<", " <"))))
	var out strings.Builder
	n := 0
	for _, w := range words {
		if n += len([]rune(w)) + 1; n > most {
			return strings.TrimRight(out.String(), ",;:–— ") + "…"
		}
		if out.Len() > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(w)
	}
	return out.String()
}

// demote makes every heading one level smaller.
type demote struct{}

func (demote) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.Level = min(h.Level+1, 6)
		}
		return ast.WalkContinue, nil
	})
}
