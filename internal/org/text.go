package org

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"candor/internal/db"
	"candor/internal/errs"
)

// Longest texts, in characters.
const (
	maxName  = 120
	maxTitle = 120
	maxSlug  = 40
	maxText  = 20_000
)

// required is a line that must say something; the sentence asks for it.
func required(field, text, sentence string, max int) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" || db.Key(text) == "" {
		return "", errs.Bad(errs.F(field, sentence))
	}
	return text, atMost(field, text, max)
}

func atMost(field, text string, max int) error {
	if n := utf8.RuneCountInString(text); n > max {
		return errs.Bad(errs.F(field, fmt.Sprintf("This has %d characters; at most %d fit.", n, max)))
	}
	return nil
}

// problems collects what is wrong with several fields, so that a form says it all at once. What is not about
// a field ends the collecting.
type problems struct {
	fields []errs.Field
	other  error
}

func (p *problems) add(err error) {
	switch e := errs.As(err); {
	case err == nil:
	case e.Kind == errs.Invalid && len(e.Fields) > 0:
		p.fields = append(p.fields, e.Fields...)
	case p.other == nil:
		p.other = err
	}
}

func (p *problems) err() error {
	if p.other != nil {
		return p.other
	}
	return errs.Bad(p.fields...)
}

// slugs are what stands in the careers address.
var slugs = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func checkSlug(field, slug string) error {
	switch {
	case len(slug) < 2:
		return errs.Bad(errs.F(field, "The address needs at least 2 characters."))
	case len(slug) > maxSlug:
		return errs.Bad(errs.F(field, fmt.Sprintf("The address has at most %d characters.", maxSlug)))
	case !slugs.MatchString(slug):
		return errs.Bad(errs.F(field, "Use lower-case letters, digits and single hyphens between them."))
	}
	return nil
}

func takenSlug(field string) error {
	return errs.Bad(errs.F(field, "This address is taken. Choose another one."))
}

// Slug makes an address of a name: "Northwind Labs" gives "northwind-labs".
func Slug(name string) string {
	parts := strings.FieldsFunc(db.Key(name), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	s := strings.Join(parts, "-")
	if len(s) > maxSlug {
		s = strings.TrimRight(s[:maxSlug], "-")
	}
	if len(s) < 2 {
		return "company"
	}
	return s
}

// orNull stores an empty text as NULL.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
