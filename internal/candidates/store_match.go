package candidates

import (
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

// wordSQL finds the people of whom a word begins a part of the name, an e-mail address or a tag.
// Access: of one's own file only the name can be searched, the rest is not shown.
const wordSQL = `SELECT x.candidate_id FROM candidate_words AS x WHERE x.org_id = ? AND x.word >= ? AND x.word < ?
	UNION ALL SELECT x.candidate_id FROM candidate_emails AS x WHERE x.org_id = ? AND x.email_key >= ? AND x.email_key < ? AND x.candidate_id NOT IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?)
	UNION ALL SELECT x.candidate_id FROM candidate_tags AS x WHERE x.org_id = ? AND x.tag_key >= ? AND x.tag_key < ? AND x.candidate_id NOT IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?)`

func wordArgs(a access.Actor, word string) []any {
	end := word + "\U0010FFFF"
	return []any{a.OrgID(), word, end, a.OrgID(), word, end, a.MemberID(), a.OrgID(), word, end, a.MemberID()}
}

// matching narrows a list to people whom every word of a text finds; key is the column with the person's id.
func matching(q *bun.SelectQuery, a access.Actor, key, text string) *bun.SelectQuery {
	for _, w := range words(text) {
		q = q.Where(key+" IN ("+wordSQL+")", wordArgs(a, w)...)
	}
	return q
}

// tagged narrows a list to people with a tag. The caller leaves one's own file out.
func tagged(q *bun.SelectQuery, a access.Actor, key, tag string) *bun.SelectQuery {
	return q.Where(key+" IN (SELECT x.candidate_id FROM candidate_tags AS x WHERE x.org_id = ? AND x.tag_key = ?)", a.OrgID(), db.Key(tag))
}
