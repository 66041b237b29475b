package candidates

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// maxWords of a search are read; nobody types more to find one person.
const maxWords = 6

// words of a search, folded as names are.
func words(text string) []string {
	all := strings.Fields(db.Key(text))
	return all[:min(len(all), maxWords)]
}

// many is from how many matches on it is cheaper to walk a list of n applications and ask each row, than to collect
// the matches and sort them. Collecting costs by the match; walking costs by the rows between two matches, and a page
// needs fifty. Measured, a collected match costs about six times a walked row.
func many(n int) int { return int(math.Sqrt(8 * float64(n))) }

// word is one of a search, with the better of the two ways to find it.
type word struct {
	text string
	many bool // ask row by row
}

// rowByRow is for lists that something else narrows.
func rowByRow(text string) (out []word) {
	for _, w := range words(text) {
		out = append(out, word{w, true})
	}
	return out
}

// collected is for counts, which read all rows anyhow.
func collected(text string) (out []word) {
	for _, w := range words(text) {
		out = append(out, word{w, false})
	}
	return out
}

// weighed is for lists of the whole organisation: it looks how many people each word finds.
func weighed(ctx context.Context, tx db.Tx, a access.Actor, text string) (out []word, err error) {
	if len(words(text)) == 0 {
		return nil, nil
	}
	all, err := countRecords(ctx, tx, a, ApplicationFilter{})
	if err != nil {
		return nil, err
	}
	for _, w := range words(text) {
		var n int
		err := tx.NewRaw(`SELECT count(*) FROM (SELECT 1 FROM candidate_words AS x WHERE x.org_id = ? AND x.word >= ? AND x.word < ? LIMIT ?) AS y`,
			a.OrgID(), w, w+"\U0010FFFF", many(all)+1).Scan(ctx, &n)
		if err != nil {
			return nil, fmt.Errorf("weigh a word: %w", err)
		}
		out = append(out, word{w, n > many(all)})
	}
	return together(ctx, tx, a, out, many(all))
}

// together looks how many people have all the words: a first name and a last name that many have find few, for whom
// every row would be asked.
func together(ctx context.Context, tx db.Tx, a access.Actor, all []word, most int) ([]word, error) {
	if len(all) < 2 || !all[0].many { // a word that few have narrows the list already
		return all, nil
	}
	q := tx.NewSelect().TableExpr("candidate_words AS x").ColumnExpr("1").Where("x.org_id = ? AND x.word >= ? AND x.word < ?", a.OrgID(), all[0].text, all[0].text+"\U0010FFFF")
	for _, w := range all[1:] {
		if !w.many {
			return all, nil
		}
		q = q.Where("EXISTS (SELECT 1 FROM candidate_words AS y WHERE y.candidate_id = x.candidate_id AND y.word >= ? AND y.word < ?)", w.text, w.text+"\U0010FFFF")
	}
	var n int
	if err := tx.NewSelect().TableExpr("(?) AS z", q.Limit(int64(most)+1)).ColumnExpr("count(*)").Scan(ctx, &n); err != nil {
		return nil, fmt.Errorf("weigh words together: %w", err)
	}
	if n <= most {
		for i := range all {
			all[i].many = false
		}
	}
	return all, nil
}

const (
	// collect finds the people of whom a word begins a part of the name, an e-mail address or a tag.
	// Access: of one's own file only the name can be searched, the rest is not shown.
	collect = `%s IN (SELECT x.candidate_id FROM candidate_words AS x WHERE x.org_id = ? AND x.word >= ? AND x.word < ?
		UNION ALL SELECT x.candidate_id FROM candidate_emails AS x WHERE x.org_id = ? AND x.email_key >= ? AND x.email_key < ? AND x.candidate_id NOT IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?)
		UNION ALL SELECT x.candidate_id FROM candidate_tags AS x WHERE x.org_id = ? AND x.tag_key >= ? AND x.tag_key < ? AND x.candidate_id NOT IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?))`
	// ask is the same, row by row.
	ask = `(EXISTS (SELECT 1 FROM candidate_words AS x WHERE x.candidate_id = %[1]s AND x.org_id = ? AND x.word >= ? AND x.word < ?)
		OR EXISTS (SELECT 1 FROM candidate_emails AS x WHERE x.candidate_id = %[1]s AND x.org_id = ? AND x.email_key >= ? AND x.email_key < ?
			AND x.candidate_id NOT IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?))
		OR EXISTS (SELECT 1 FROM candidate_tags AS x WHERE x.candidate_id = %[1]s AND x.org_id = ? AND x.tag_key >= ? AND x.tag_key < ?
			AND x.candidate_id NOT IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?)))`
)

// matching narrows a list to people whom every word finds; key is the column with the person's id.
func matching(q *bun.SelectQuery, a access.Actor, key string, words []word) *bun.SelectQuery {
	for _, w := range words {
		end := w.text + "\U0010FFFF"
		args := []any{a.OrgID(), w.text, end, a.OrgID(), w.text, end, a.MemberID(), a.OrgID(), w.text, end, a.MemberID()}
		if w.many {
			q = q.Where(fmt.Sprintf(ask, key), args...)
		} else {
			q = q.Where(fmt.Sprintf(collect, key), args...)
		}
	}
	return q
}

// tagged narrows a list to people with a tag. The caller leaves one's own file out.
func tagged(q *bun.SelectQuery, a access.Actor, key, tag string) *bun.SelectQuery {
	return q.Where(key+" IN (SELECT x.candidate_id FROM candidate_tags AS x WHERE x.org_id = ? AND x.tag_key = ?)", a.OrgID(), db.Key(tag))
}
