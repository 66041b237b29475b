package library

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// pageOf reads ids first, from the index that carries what the rule reads, then their rows.
func (s *Shelf[K, C]) pageOf(ctx context.Context, tx db.Tx, a access.Actor, f Filter, further bool, after sortKey, want int64) ([]Item, error) {
	see := access.Where(a, s.view)
	if see.Nothing() {
		return nil, nil
	}
	var ids []string
	if err := s.page(tx, see, a, f, further, after, want).Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("list %ss: %w", s.name, err)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []record
	if err := tx.NewRaw(`SELECT `+itemColumns+` FROM `+itemTables+` WHERE i.id IN (?)`, bun.List(ids)).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("read %ss: %w", s.name, err)
	}
	items := make([]Item, len(rows))
	for n, r := range rows {
		items[n] = r.item()
	}
	return byID(items, ids)
}

func (s *Shelf[K, C]) page(tx db.Tx, see access.Filter[K], a access.Actor, f Filter, further bool, after sortKey, want int64) *bun.SelectQuery {
	q := s.on(see.On(tx.NewSelect().TableExpr("library_items AS i").ColumnExpr("i.id"), "i"), a, f)
	switch {
	case f.Sort == ByTitle && further:
		q = q.Where("(i.title_key, i.id) > (?, ?)", after.Title, after.ID)
	case further:
		q = q.Where("(i.created_at, i.id) < (?, ?)", after.At, after.ID)
	}
	if f.Sort == ByTitle {
		q = q.OrderExpr("i.title_key, i.id")
	} else {
		q = q.OrderExpr("i.created_at DESC, i.id DESC")
	}
	return q.Limit(want)
}

func (s *Shelf[K, C]) count(ctx context.Context, tx db.Tx, a access.Actor, f Filter) (n int, err error) {
	see := access.Where(a, s.view)
	if see.Nothing() {
		return 0, nil
	}
	err = s.on(see.On(tx.NewSelect().TableExpr("library_items AS i").ColumnExpr("count(*)"), "i"), a, f).Scan(ctx, &n)
	return n, errs.Wrap(err, "count "+s.name+"s")
}

// on adds the kind and what the reader asked for; the organisation stands in the rule.
func (s *Shelf[K, C]) on(q *bun.SelectQuery, a access.Actor, f Filter) *bun.SelectQuery {
	q = f.bank(q.Where("i.kind = ?", s.name), a)
	for _, w := range f.words() {
		q = q.Where("i.title_key LIKE ? ESCAPE '!'", db.Containing(w))
	}
	if f.CategoryID != "" {
		q = q.Where("i.category_id = ?", f.CategoryID)
	}
	for _, t := range f.Tags {
		q = q.Where("i.id IN (SELECT t.item_id FROM library_tags AS t WHERE t.org_id = ? AND t.tag_key = ?)", a.OrgID(), db.Key(t))
	}
	if f.Difficulty != "" {
		q = q.Where("i.difficulty = ?", f.Difficulty)
	}
	if f.Answer != "" {
		q = q.Where("i.answer_kind = ?", f.Answer)
	}
	if f.CompetencyID != "" {
		q = q.Where("i.id IN (SELECT k.item_id FROM library_competencies AS k WHERE k.competency_id = ?)", f.CompetencyID)
	}
	return q
}

func (f Filter) bank(q *bun.SelectQuery, a access.Actor) *bun.SelectQuery {
	switch f.Bank {
	case Mine:
		return q.Where("i.creator_id = ? AND i.visibility IN ('personal', 'pending')", a.MemberID())
	case OrgBank:
		return q.Where("i.visibility = 'org'")
	case PendingBank: // and changes of the organisation's items, for whoever sees their request
		waiting, args := access.Where(a, access.RequestView).SQL("r")
		return q.Where("(i.visibility = 'pending' OR (i.visibility = 'org' AND i.id IN (SELECT r.item_id FROM approvals AS r WHERE r.org_id = ? AND r.state = 'pending' AND "+waiting+")))",
			append([]any{a.OrgID()}, args...)...)
	}
	return q
}

func tags[K access.Kind](ctx context.Context, tx db.Tx, see access.Filter[K], kind, typed string, limit int) (out []Tag, err error) {
	if see.Nothing() {
		return nil, nil
	}
	q := see.On(tx.NewSelect().TableExpr("library_tags AS t").Join("JOIN library_items AS i ON i.id = t.item_id").ColumnExpr("min(t.tag) AS tag, count(*) AS items"), "i").
		Where("i.kind = ?", kind)
	if key := db.Key(typed); key != "" {
		q = q.Where("t.tag_key >= ? AND t.tag_key < ?", key, key+"\U0010FFFF")
	}
	err = q.GroupExpr("t.tag_key").OrderExpr("t.tag_key").Limit(int64(limit)).Scan(ctx, &out)
	return out, errs.Wrap(err, "read tags")
}

func tagsOf(ctx context.Context, tx db.Tx, ids []string) (map[string][]string, error) {
	var rows []struct{ ItemID, Tag string }
	err := tx.NewRaw(`SELECT item_id, tag FROM library_tags WHERE item_id IN (?) ORDER BY item_id, tag_key`, bun.List(ids)).Scan(ctx, &rows)
	out := map[string][]string{}
	for _, r := range rows {
		out[r.ItemID] = append(out[r.ItemID], r.Tag)
	}
	return out, errs.Wrap(err, "read tags")
}

func competenciesOf(ctx context.Context, tx db.Tx, ids []string) (map[string][]Name, error) {
	var rows []struct{ ItemID, ID, Name string }
	err := tx.NewRaw(`SELECT k.item_id, c.id, c.name FROM library_competencies AS k JOIN competencies AS c ON c.id = k.competency_id
		WHERE k.item_id IN (?) ORDER BY k.item_id, c.name_key, c.id`, bun.List(ids)).Scan(ctx, &rows)
	out := map[string][]Name{}
	for _, r := range rows {
		out[r.ItemID] = append(out[r.ItemID], Name{r.ID, r.Name})
	}
	return out, errs.Wrap(err, "read competencies")
}
