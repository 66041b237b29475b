package candidates

import (
	"context"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// FeedLine is a line of a timeline; Note is there where the line speaks of one.
type FeedLine struct {
	activity.Shown
	Note *Note
}

// Feed is a page of a timeline, newest first. Withheld says which part of it the reader does not get.
type Feed struct {
	db.List[FeedLine]
	Withheld []Withheld
}

// Activity is the timeline of one application; kinds narrow it. In Offer and Hired it is for closers only (403,
// closing_stage), one's own file has none (403, own_file).
func (r *Room) Activity(ctx context.Context, a access.Actor, id string, kinds []string, page db.Page) (Feed, error) {
	return r.ActivityAbout(ctx, a, id, activity.About{Kinds: kinds}, page)
}

// ActivityAbout is Activity narrowed by kinds and by who did it; whose lines they are is not asked of about.
func (r *Room) ActivityAbout(ctx context.Context, a access.Actor, id string, about activity.About, page db.Page) (out Feed, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.ApplicationActivity, rec.row()); err != nil {
			return err
		}
		out.List, err = feed(ctx, tx, a, activity.About{ApplicationID: id, Kinds: about.Kinds, Q: about.Q}, page)
		return err
	})
	return out, err
}

// CandidateActivity is the timeline of a person: what concerns them, and what happened to those of their
// applications whose activity the actor reads. The others are named as withheld.
func (r *Room) CandidateActivity(ctx context.Context, a access.Actor, id string, kinds []string, page db.Page) (Feed, error) {
	return r.CandidateActivityAbout(ctx, a, id, activity.About{Kinds: kinds}, page)
}

// CandidateActivityAbout is CandidateActivity narrowed as ActivityAbout is.
func (r *Room) CandidateActivityAbout(ctx context.Context, a access.Actor, id string, about activity.About, page db.Page) (out Feed, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := loadPerson(ctx, tx, a, id)
		if err != nil {
			return err
		}
		row, err := p.row(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.CandidateOpen, row); err != nil {
			return err
		}
		seen, err := visibleOf(ctx, tx, a, []string{id})
		if err != nil {
			return err
		}
		for _, rec := range seen[id] {
			if code, sentence, gone := access.Withheld(a, access.ApplicationActivity, rec.row()); gone {
				out.Withheld = []Withheld{{"activity", code, sentence}}
			}
		}
		out.List, err = feed(ctx, tx, a, activity.About{CandidateID: id, Kinds: about.Kinds, Q: about.Q}, page)
		return err
	})
	return out, err
}

// AllActivity is what happened, newest first, over everything that the actor sees. It needs candidates:view or
// job_positions:view in the role or on at least one position (403).
func (r *Room) AllActivity(ctx context.Context, a access.Actor, about activity.About, page db.Page) (out Feed, err error) {
	if err := a.RequireAnywhere(access.CandidatesView); err != nil && !a.HoldsAnywhere(access.PositionsView) {
		return out, err
	}
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out.List, err = feed(ctx, tx, a, activity.About{Kinds: about.Kinds, Q: about.Q}, page)
		return err
	})
	return out, err
}

func feed(ctx context.Context, tx db.Tx, a access.Actor, about activity.About, page db.Page) (db.List[FeedLine], error) {
	lines, err := activity.Lines(ctx, tx, a, about, page)
	if err != nil {
		return db.List[FeedLine]{}, err
	}
	var ids []string
	for _, l := range lines.Items {
		if l.Object == "note" && l.ObjectID != "" {
			ids = append(ids, l.ObjectID)
		}
	}
	notes, err := loadNotes(ctx, tx, ids)
	if err != nil {
		return db.List[FeedLine]{}, err
	}
	out := db.List[FeedLine]{Next: lines.Next, Count: lines.Count, Items: make([]FeedLine, len(lines.Items))}
	for i, l := range lines.Items {
		out.Items[i] = FeedLine{Shown: l, Note: notes[l.ObjectID]}
	}
	return out, nil
}

// loadNotes reads the notes that visible lines speak of.
func loadNotes(ctx context.Context, tx db.Tx, ids []string) (map[string]*Note, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []struct {
		ID, Body, AuthorID, Author string
		At                         db.Time
	}
	err := tx.NewRaw(`SELECT n.id, n.body, n.created_by AS author_id, coalesce(p.name, '') AS author, n.created_at AS at FROM notes AS n
		LEFT JOIN members AS m ON m.id = n.created_by LEFT JOIN people AS p ON p.id = m.person_id WHERE n.id IN (?)`, bun.List(ids)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load notes: %w", err)
	}
	out := map[string]*Note{}
	for _, r := range rows {
		out[r.ID] = &Note{ID: r.ID, Body: r.Body, AuthorID: r.AuthorID, Author: r.Author, At: r.At}
	}
	var named []struct{ NoteID, ID, Name string }
	err = tx.NewRaw(`SELECT x.note_id, x.member_id AS id, p.name FROM note_mentions AS x JOIN members AS m ON m.id = x.member_id JOIN people AS p ON p.id = m.person_id
		WHERE x.note_id IN (?) ORDER BY p.name, x.member_id`, bun.List(ids)).Scan(ctx, &named)
	for _, m := range named {
		out[m.NoteID].Mentions = append(out[m.NoteID].Mentions, Member{ID: m.ID, Name: m.Name})
	}
	return out, errs.Wrap(err, "load mentions")
}
