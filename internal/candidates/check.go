package candidates

import (
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"candor/internal/db"
	"candor/internal/errs"
)

// Longest texts, in characters.
const (
	maxName    = 200
	maxLine    = 300
	maxEmails  = 10
	maxLinks   = 20
	maxTags    = 50
	maxTag     = 60
	maxNote    = 10_000
	maxAnswer  = 10_000
	maxReasons = 1000
)

// problems collects what is wrong with several fields, so that a form says it all at once.
type problems []errs.Field

func (p *problems) add(field, sentence string) { *p = append(*p, errs.F(field, sentence)) }

func (p problems) err() error { return errs.Bad(p...) }

// line is one line of text: spaces single, ends trimmed.
func (p *problems) line(field, text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	p.atMost(field, text, most)
	return text
}

func (p *problems) atMost(field, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		p.add(field, fmt.Sprintf("This has %d characters; at most %d fit.", n, most))
	}
}

// name must say something that can be read and found.
func (p *problems) name(field, text string) string {
	text = p.line(field, text, maxName)
	if db.Key(text) == "" {
		p.add(field, "Enter a name.")
	}
	return text
}

// email is an address that a letter can reach; empty stays empty.
func (p *problems) email(field, text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return ""
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > 254 || !strings.Contains(text[strings.LastIndexByte(text, '@')+1:], ".") {
		p.add(field, "“"+short(text)+"” is not an e-mail address.")
	}
	return text
}

func (p *problems) emails(field string, all []string) []string {
	var out []string
	for _, e := range all {
		e = p.email(field, e)
		if e != "" && !slices.ContainsFunc(out, func(o string) bool { return db.Key(o) == db.Key(e) }) {
			out = append(out, e)
		}
	}
	if len(out) > maxEmails {
		p.add(field, fmt.Sprintf("At most %d addresses fit.", maxEmails))
	}
	return out
}

// links are addresses on the web; a missing https:// is added, anything but http and https refused.
func (p *problems) links(field string, all []Link) []Link {
	out := []Link{}
	for _, l := range all {
		l.Label, l.URL = p.line(field, l.Label, maxLine), strings.TrimSpace(l.URL)
		typed := l.URL
		if l.URL == "" {
			continue
		}
		if !strings.Contains(l.URL, "://") && !strings.HasPrefix(strings.ToLower(l.URL), "javascript:") {
			l.URL = "https://" + l.URL
		}
		u, err := url.Parse(l.URL)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Hostname(), ".") || u.User != nil || len(l.URL) > 2000 {
			p.add(field, "“"+short(typed)+"” is not an address on the web.")
			continue
		}
		if !slices.ContainsFunc(out, func(o Link) bool { return o.URL == l.URL }) {
			out = append(out, l)
		}
	}
	if len(out) > maxLinks {
		p.add(field, fmt.Sprintf("At most %d links fit.", maxLinks))
	}
	return out
}

func (p *problems) tags(field string, all []string) []string {
	var out []string
	for _, t := range all {
		t = p.line(field, t, maxTag)
		if db.Key(t) != "" && !slices.ContainsFunc(out, func(o string) bool { return db.Key(o) == db.Key(t) }) {
			out = append(out, t)
		}
	}
	if len(out) > maxTags {
		p.add(field, fmt.Sprintf("At most %d tags fit.", maxTags))
	}
	return out
}

// phoneKey compares phone numbers by their digits.
func phoneKey(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, db.Key(s))
}

// short keeps a sentence readable when it quotes what somebody typed.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
