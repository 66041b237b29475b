package library

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/db"
	"candor/internal/errs"
)

// Longest texts, in characters, and longest lists.
const (
	maxTitle     = 200
	maxText      = 20_000
	maxHelp      = 1_000
	maxTags      = 20
	maxTag       = 40
	maxSkills    = 20 // competencies of a question
	maxSections  = 20
	maxQuestions = 100
	maxFields    = 50
	maxOptions   = 20
	maxOption    = 100
	maxMinutes   = 480
)

// problems collects what is wrong with several fields, so that a form says it all at once.
type problems []errs.Field

func (p *problems) add(field, sentence string) { *p = append(*p, errs.F(field, sentence)) }

func (p problems) err() error { return errs.Bad(p...) }

func (p *problems) atMost(field, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		p.add(field, fmt.Sprintf("This has %d characters; at most %d fit.", n, most))
	}
}

// line is one line of text: spaces single, ends trimmed.
func (p *problems) line(field, text string, most int) string {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " ")
	p.atMost(field, text, most)
	return text
}

// title must say something that can be read and found.
func (p *problems) title(field, text, sentence string) string {
	text = p.line(field, text, maxTitle)
	if db.Key(text) == "" {
		p.add(field, sentence)
	}
	return text
}

// text is Markdown: lines end as they do on Unix, ends trimmed, no characters that no database keeps.
func (p *problems) text(field, text string, most int) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(strings.ToValidUTF8(text, "\uFFFD"))
	text = strings.TrimSpace(text)
	p.atMost(field, text, most)
	return text
}

// tags are short words, each once, in the order in which they were given.
func (p *problems) tags(field string, all []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range all {
		t = strings.Join(strings.Fields(strings.ToValidUTF8(t, "\uFFFD")), " ")
		if key := db.Key(t); key == "" || seen[key] {
			continue
		} else {
			seen[key] = true
		}
		if utf8.RuneCountInString(t) > maxTag {
			p.add(field, fmt.Sprintf("A tag has at most %d characters.", maxTag))
		}
		out = append(out, t)
	}
	if len(out) > maxTags {
		p.add(field, fmt.Sprintf("At most %d tags fit.", maxTags))
	}
	return out
}

func oneOf[T ~string](p *problems, field string, v T, allowed []T, sentence string) {
	if v != "" && !slices.Contains(allowed, v) {
		p.add(field, sentence)
	}
}

// each keeps the first of equal values.
func each(values []string) (out []string) {
	for _, v := range values {
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
