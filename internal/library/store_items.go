package library

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// record is a row of the table, with its category and its creator's name.
type record struct {
	ID, OrgID, Kind, Title  string
	Visibility              Visibility
	CreatorID, Creator      string
	Revision, Revisions     int
	CategoryID              string
	CategoryName            string
	CategoryColor           string
	Difficulty              Difficulty
	AnswerKind              AnswerKind
	Parts, Minutes          int
	ClonedFrom              string
	CreatedAt, UpdatedAt    db.Time
	PublishedAt, CategoryAt db.Time
}

const itemColumns = `i.id, i.org_id, i.kind, i.title, i.visibility, i.creator_id, i.revision, i.revisions, coalesce(i.category_id, '') AS category_id,
	coalesce(c.name, '') AS category_name, coalesce(c.color, '') AS category_color, c.created_at AS category_at,
	i.difficulty, i.answer_kind, i.parts, i.minutes, coalesce(i.cloned_from, '') AS cloned_from, i.created_at, i.updated_at, i.published_at,
	coalesce((SELECT coalesce(nullif(m.name, ''), p.name) FROM members AS m JOIN people AS p ON p.id = m.person_id WHERE m.id = i.creator_id), '') AS creator`

const itemTables = `library_items AS i LEFT JOIN library_categories AS c ON c.id = i.category_id`

func (r record) item() Item {
	out := Item{ID: r.ID, OrgID: r.OrgID, Kind: r.Kind, Title: r.Title, Visibility: r.Visibility, CreatorID: r.CreatorID, Creator: r.Creator,
		Revision: r.Revision, revisions: r.Revisions, Difficulty: r.Difficulty, Answer: r.AnswerKind, Parts: r.Parts, Minutes: r.Minutes,
		ClonedFrom: r.ClonedFrom, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, PublishedAt: r.PublishedAt}
	if r.CategoryID != "" {
		out.Category = &Category{ID: r.CategoryID, Name: r.CategoryName, Color: r.CategoryColor, CreatedAt: r.CategoryAt}
	}
	return out
}

// find reads one item through the actor; what they do not see is not there. hold keeps its row until the end of the
// transaction.
func (s *Shelf[K, C]) find(ctx context.Context, tx db.Tx, a access.Actor, id string, hold bool) (Item, error) {
	see := access.Where(a, s.view)
	if see.Nothing() || id == "" {
		return Item{}, errs.Hidden()
	}
	where, args := see.SQL("i")
	if hold && tx.Lock() != "" {
		where += tx.Lock() + " OF i"
	}
	var r record
	err := tx.NewRaw(`SELECT `+itemColumns+` FROM `+itemTables+` WHERE i.id = ? AND i.kind = ? AND `+where, append([]any{id, s.name}, args...)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Item{}, errs.Hidden()
	}
	if err != nil {
		return Item{}, fmt.Errorf("read %s: %w", s.name, err)
	}
	return r.item(), nil
}

// held is the item of a request that is decided: the request has been loaded through the actor.
func (s *Shelf[K, C]) held(ctx context.Context, tx db.Tx, orgID, id string) (Item, error) {
	lock := ""
	if tx.Lock() != "" {
		lock = tx.Lock() + " OF i"
	}
	var r record
	err := tx.NewRaw(`SELECT `+itemColumns+` FROM `+itemTables+` WHERE i.id = ? AND i.org_id = ? AND i.kind = ?`+lock, id, orgID, s.name).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Item{}, errs.Hidden()
	}
	return r.item(), errs.Wrap(err, "read "+s.name)
}

// content reads one revision; it decides nothing.
func content[C any](ctx context.Context, tx db.Tx, itemID string, number int) (c C, err error) {
	var raw string
	err = tx.NewRaw(`SELECT content FROM library_revisions WHERE item_id = ? AND number = ?`, itemID, number).Scan(ctx, &raw)
	if errors.Is(err, sql.ErrNoRows) {
		return c, errs.Hidden()
	}
	if err == nil {
		err = json.Unmarshal([]byte(raw), &c)
	}
	return c, errs.Wrap(err, fmt.Sprintf("read revision %d of %s", number, itemID))
}

// contents are the live ones of items, by their ids.
func contents[C any](ctx context.Context, tx db.Tx, items []Item) (map[string]C, error) {
	out := make(map[string]C, len(items))
	if len(items) == 0 {
		return out, nil
	}
	ids := make([]string, len(items))
	for n, i := range items {
		ids[n] = i.ID
	}
	var rows []struct{ ItemID, Content string }
	err := tx.NewRaw(`SELECT r.item_id, r.content FROM library_items AS i JOIN library_revisions AS r ON r.item_id = i.id AND r.number = i.revision WHERE i.id IN (?)`,
		bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read contents: %w", err)
	}
	for _, r := range rows {
		var c C
		if err := json.Unmarshal([]byte(r.Content), &c); err != nil {
			return nil, fmt.Errorf("content of %s: %w", r.ItemID, err)
		}
		out[r.ItemID] = c
	}
	return out, nil
}

// insert writes a new item with its first revision, which is nobody else's.
func (s *Shelf[K, C]) insert(ctx context.Context, tx db.Tx, i Item, c C) error {
	d := s.digest(c)
	_, err := tx.NewRaw(`INSERT INTO library_items (id, org_id, kind, visibility, creator_id, title, title_key, category_id, difficulty, answer_kind, parts, minutes,
			revision, revisions, cloned_from, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?)`,
		i.ID, i.OrgID, s.name, i.Visibility, i.CreatorID, d.title, db.Key(d.title), null(d.category), d.difficulty, d.answer, d.parts, d.minutes,
		null(i.ClonedFrom), i.CreatedAt, i.UpdatedAt).Exec(ctx)
	if err != nil {
		return fmt.Errorf("insert %s: %w", s.name, err)
	}
	if err := insertRevision(ctx, tx, i, 1, i.CreatorID, c); err != nil {
		return err
	}
	return index(ctx, tx, i, d)
}

func insertRevision(ctx context.Context, tx db.Tx, i Item, number int, authorID string, c any) error {
	_, err := tx.NewRaw(`INSERT INTO library_revisions (item_id, number, org_id, author_id, at, content) VALUES (?, ?, ?, ?, ?, ?)`,
		i.ID, number, i.OrgID, authorID, db.At(tx.Now()), asJSON(c)).Exec(ctx)
	return errs.Wrap(err, "insert revision")
}

// add writes a further revision, which is not live yet, and gives its number.
func (s *Shelf[K, C]) add(ctx context.Context, tx db.Tx, pass access.Pass[K], i Item, authorID string, c C) (int, error) {
	if !pass.Valid() || pass.ID() != i.ID {
		return 0, errs.Hidden()
	}
	if err := insertRevision(ctx, tx, i, i.revisions+1, authorID, c); err != nil {
		return 0, err
	}
	if _, err := tx.NewRaw(`UPDATE library_items SET revisions = revisions + 1 WHERE id = ?`, i.ID).Exec(ctx); err != nil {
		return 0, fmt.Errorf("count revisions: %w", err)
	}
	return i.revisions + 1, mention(ctx, tx, i, s.digest(c).uses)
}

// setLive makes a revision the one that lists and readers get.
func (s *Shelf[K, C]) setLive(ctx context.Context, tx db.Tx, i Item, number int, c C) error {
	d := s.digest(c)
	_, err := tx.NewRaw(`UPDATE library_items SET revision = ?, title = ?, title_key = ?, category_id = ?, difficulty = ?, answer_kind = ?, parts = ?, minutes = ?,
		updated_at = ? WHERE id = ?`, number, d.title, db.Key(d.title), null(d.category), d.difficulty, d.answer, d.parts, d.minutes, db.At(tx.Now()), i.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("make a revision live: %w", err)
	}
	for _, table := range []string{"library_tags", "library_competencies"} {
		if _, err := tx.NewRaw(`DELETE FROM `+table+` WHERE item_id = ?`, i.ID).Exec(ctx); err != nil {
			return fmt.Errorf("clear %s: %w", table, err)
		}
	}
	if _, err := tx.NewRaw(`UPDATE library_uses SET live = FALSE WHERE item_id = ? AND live`, i.ID).Exec(ctx); err != nil {
		return fmt.Errorf("clear uses: %w", err)
	}
	return index(ctx, tx, i, d)
}

// index writes what lists filter by, and which questions are asked now.
func index(ctx context.Context, tx db.Tx, i Item, d digest) error {
	for _, t := range d.tags {
		if _, err := tx.NewRaw(`INSERT INTO library_tags (item_id, org_id, tag, tag_key) VALUES (?, ?, ?, ?)`, i.ID, i.OrgID, t, db.Key(t)).Exec(ctx); err != nil {
			return fmt.Errorf("insert tag: %w", err)
		}
	}
	for _, id := range d.competencies {
		if _, err := tx.NewRaw(`INSERT INTO library_competencies (item_id, org_id, competency_id) VALUES (?, ?, ?)`, i.ID, i.OrgID, id).Exec(ctx); err != nil {
			return fmt.Errorf("insert competency: %w", err)
		}
	}
	if err := mention(ctx, tx, i, d.uses); err != nil || len(d.uses) == 0 {
		return err
	}
	_, err := tx.NewRaw(`UPDATE library_uses SET live = TRUE WHERE item_id = ? AND used_id IN (?)`, i.ID, bun.List(d.uses)).Exec(ctx)
	return errs.Wrap(err, "mark uses")
}

// mention keeps the questions of a revision from vanishing. One that is gone already stays a title.
func mention(ctx context.Context, tx db.Tx, i Item, questions []string) error {
	if len(questions) == 0 {
		return nil
	}
	_, err := tx.NewRaw(`INSERT INTO library_uses (item_id, org_id, used_id, live)
		SELECT ?, q.org_id, q.id, FALSE FROM library_items AS q WHERE q.org_id = ? AND q.kind = 'question' AND q.id IN (?)
		ON CONFLICT (item_id, used_id) DO NOTHING`, i.ID, i.OrgID, bun.List(questions)).Exec(ctx)
	return errs.Wrap(err, "insert uses")
}

// setVisibility changes whose an item is.
func setVisibility(ctx context.Context, tx db.Tx, i Item, to Visibility) error {
	_, err := tx.NewRaw(`UPDATE library_items SET visibility = ? WHERE id = ? AND org_id = ?`, to, i.ID, i.OrgID).Exec(ctx)
	return errs.Wrap(err, "change visibility")
}

// share stamps the live revision: from now on the organisation has it.
func share(ctx context.Context, tx db.Tx, i Item, number int) error {
	now := db.At(tx.Now())
	if _, err := tx.NewRaw(`UPDATE library_revisions SET shared_at = ? WHERE item_id = ? AND number = ? AND shared_at IS NULL`, now, i.ID, number).Exec(ctx); err != nil {
		return fmt.Errorf("share revision: %w", err)
	}
	_, err := tx.NewRaw(`UPDATE library_items SET visibility = 'org', published_at = coalesce(published_at, ?), updated_at = ? WHERE id = ?`, now, now, i.ID).Exec(ctx)
	return errs.Wrap(err, "share "+i.Kind)
}

// remove deletes an item with its revisions.
func remove[K access.Kind](ctx context.Context, tx db.Tx, pass access.Pass[K]) error {
	if !pass.Valid() {
		return errs.Hidden()
	}
	_, err := tx.NewRaw(`DELETE FROM library_items WHERE id = ? AND org_id = ?`, pass.ID(), pass.OrgID()).Exec(ctx)
	return errs.Wrap(err, "delete library item")
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic("library: " + err.Error()) // only plain values are stored
	}
	return string(raw)
}
