package search

import (
	"context"
	"fmt"
	"strings"

	"candor/internal/db"
)

// look is what is looked for: words, and what the index has that begins with them where it says so.
type look struct {
	words []string
	terms [][]string
}

// maxTerms is how many words of the index may stand for the beginning of one.
const maxTerms = 32

// lookFor asks SQLite's index which of its words begin with those that were typed. Asked for the beginning of a word,
// it would gather all documents that have it before it gives the first; asked for words, it walks them. Beginnings of
// two and three letters have an index of their own.
func lookFor(ctx context.Context, tx db.Tx, words []string) (look, error) {
	l := look{words: words}
	if tx.Engine() != db.SQLite {
		return l, nil
	}
	l.terms = make([][]string, len(words))
	for i, w := range words {
		if len(w) <= 3 || !plain(w) {
			continue
		}
		// From each word the next one is looked up behind it: its documents are not read.
		const next = `(SELECT s.term FROM search_terms AS s WHERE s.term >= %s AND s.term < ? LIMIT 1)`
		var terms []string
		err := tx.NewRaw(`WITH RECURSIVE t(term) AS (SELECT `+fmt.Sprintf(next, "?")+` UNION ALL SELECT `+fmt.Sprintf(next, "t.term || char(1)")+` FROM t WHERE t.term IS NOT NULL)
			SELECT t.term FROM t WHERE t.term IS NOT NULL LIMIT ?`, w, w+"\U0010FFFF", w+"\U0010FFFF", maxTerms+1).Scan(ctx, &terms)
		if err != nil {
			return l, fmt.Errorf("look up a word: %w", err)
		}
		l.terms[i] = known(w, terms)
	}
	return l, nil
}

// known are the words to ask for, or nil if they are too many or not plain: then the beginning is asked for.
func known(word string, terms []string) []string {
	if len(terms) > maxTerms {
		return nil
	}
	for _, t := range terms {
		if !plain(t) {
			return nil
		}
	}
	if len(terms) == 0 {
		return []string{word}
	}
	return terms
}

// plain words are read by the index's tokenizer as they are.
func plain(word string) bool {
	return !strings.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}

// tsquery and ftsquery say the same in the two languages. Words hold letters and digits only, so nothing in them
// can be read as syntax.
func tsquery(words, places []string) string {
	var parts []string
	for _, w := range words {
		if len(w) > 1 {
			w += ":*"
		}
		parts = append(parts, w)
	}
	if len(places) > 0 {
		parts = append(parts, "("+strings.Join(places, " | ")+")")
	}
	return strings.Join(parts, " & ")
}

func ftsquery(kind string, l look, places []string) string {
	parts := make([]string, len(l.words))
	for i, w := range l.words {
		switch {
		case i < len(l.terms) && l.terms[i] != nil:
			parts[i] = `("` + strings.Join(l.terms[i], `" OR "`) + `")`
		case len(w) > 1:
			parts[i] = `"` + w + `"*`
		default:
			parts[i] = `"` + w + `"`
		}
	}
	q := `scope : "k` + kind + `" AND words : (` + strings.Join(parts, " AND ") + `)`
	if len(places) > 0 {
		q += ` AND scope : ("` + strings.Join(places, `" OR "`) + `")`
	}
	return q
}
