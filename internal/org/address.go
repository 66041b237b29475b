package org

import (
	"net/mail"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"

	"candor/internal/db"
	"candor/internal/errs"
)

// address is an e-mail address somebody typed.
type address struct {
	Text   string // as typed, without spaces around
	Key    string // by which it is unique
	Domain string // lower case, ASCII
}

// parseAddress refuses (422, under the field's name) what no letter can reach.
func parseAddress(field, typed string) (address, error) {
	text := strings.TrimSpace(typed)
	if text == "" {
		return address{}, errs.Bad(errs.F(field, "Enter an e-mail address."))
	}
	parsed, err := mail.ParseAddress(text)
	at := strings.LastIndexByte(text, '@')
	if err != nil || parsed.Address != text || parsed.Name != "" || at < 1 || len(text) > 254 {
		return address{}, errs.Bad(errs.F(field, "“"+short(text)+"” is not an e-mail address."))
	}
	domain, err := idna.Lookup.ToASCII(strings.ToLower(text[at+1:]))
	if err != nil || domain == "" {
		return address{}, errs.Bad(errs.F(field, "“"+short(text)+"” is not an e-mail address."))
	}
	return address{Text: text, Key: db.Key(text), Domain: domain}, nil
}

// domainOf is the domain of a stored address; "" if it has none.
func domainOf(email string) string {
	a, err := parseAddress("email", email)
	if err != nil {
		return ""
	}
	return a.Domain
}

// parseDomain reads a domain that could be approved: one that belongs to somebody, and to no mail provider
// where everybody can get an address.
func parseDomain(field, typed string) (string, error) {
	text := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(typed)), "@")
	domain, err := idna.Lookup.ToASCII(text)
	if err != nil || domain == "" || !strings.Contains(domain, ".") || len(domain) > 253 {
		return "", errs.Bad(errs.F(field, "“"+short(typed)+"” is not a domain. Write it like acme.com."))
	}
	if why := notApprovable(domain); why != "" {
		return "", errs.Bad(errs.F(field, why))
	}
	return domain, nil
}

// notApprovable says why a domain can't be approved, "" if it can.
func notApprovable(domain string) string {
	if publicMail(domain) {
		return domain + " is a public mail provider: anybody can get an address there, so it can't be approved."
	}
	if suffix, icann := publicsuffix.PublicSuffix(domain); suffix == domain && (icann || strings.Contains(suffix, ".")) {
		return domain + " belongs to nobody in particular, so it can't be approved."
	}
	return ""
}

// short keeps a sentence readable when it quotes what somebody typed.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
