package positions

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

func houseOf(ctx context.Context, tx db.Tx, slug string) (h House, err error) {
	err = tx.NewRaw(`SELECT id, slug, name, careers_text, consent_text, brand_color, website FROM organizations WHERE slug_key = ?`, db.Key(slug)).
		Scan(ctx, &h.OrgID, &h.Slug, &h.Name, &h.Text, &h.Consent, &h.Color, &h.Website)
	if errors.Is(err, sql.ErrNoRows) {
		return House{}, errs.Hidden()
	}
	return h, errs.Wrap(err, "read organisation")
}

// mostPostings bounds a careers page; no organisation has published more.
const mostPostings = 2000

// published are all postings that the filter lets through, newest first, without their long texts.
func published(ctx context.Context, tx db.Tx, f access.Filter[access.Position]) ([]Posting, error) {
	if f.Nothing() {
		return nil, nil
	}
	where, args := f.SQL("p")
	short := strings.NewReplacer("p.description", "'' AS description", "p.form", "'{}' AS form").Replace(columns)
	var rows []record
	err := tx.NewRaw(`SELECT `+short+` FROM positions AS p WHERE `+where+` ORDER BY p.published_at DESC, p.id DESC LIMIT ?`, append(args, mostPostings)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read postings: %w", err)
	}
	all, err := positionsOf(rows)
	if err != nil {
		return nil, err
	}
	out := make([]Posting, 0, len(all))
	for _, p := range all {
		out = append(out, p.posting())
	}
	return out, nil
}

// publishedAs is the posting with this slug, if the filter lets it through.
func publishedAs(ctx context.Context, tx db.Tx, f access.Filter[access.Position], slug string) (Posting, error) {
	if f.Nothing() || slug == "" {
		return Posting{}, errs.Hidden()
	}
	where, args := f.SQL("p")
	var r record
	err := tx.NewRaw(`SELECT `+columns+` FROM positions AS p WHERE p.slug = ? AND `+where, append([]any{slug}, args...)...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Posting{}, errs.Hidden()
	}
	if err != nil {
		return Posting{}, fmt.Errorf("read posting: %w", err)
	}
	p, err := r.position()
	return p.posting(), err
}

func slugOfHouse(ctx context.Context, tx db.Tx, orgID string) (slug string, err error) {
	err = tx.NewRaw(`SELECT slug FROM organizations WHERE id = ?`, orgID).Scan(ctx, &slug)
	return slug, errs.Wrap(err, "read organisation")
}
