package candidates

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

// maxMentions is how many members one note may name.
const maxMentions = 20

// Note is a private note on an application.
type Note struct {
	ID       string
	Body     string // Markdown
	AuthorID string
	Author   string
	At       db.Time
	Mentions []Member
}

// Member is a colleague by name.
type Member struct {
	ID    string `bun:"id"`
	Name  string `bun:"name"`
	Title string `bun:"title"`
}

// Note writes a private note. It needs candidates:update there, in closing stages candidates:close as well. It can mention
// only members who can read the application's activity (422 for anybody else, whoever they are), and each of them
// gets a letter that says so.
func (r *Room) Note(ctx context.Context, a access.Actor, id string, in NewNote) (out Note, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, pass, err := permitted(ctx, tx, a, id, access.ApplicationNote)
		if err != nil {
			return err
		}
		in.Body = strings.TrimSpace(in.Body)
		mentioned, err := in.check(ctx, tx, rec)
		if err != nil {
			return err
		}
		out = Note{ID: db.NewID(), Body: in.Body, AuthorID: a.MemberID(), Author: a.Name(), At: db.At(tx.Now()), Mentions: mentioned}
		if err := insertNote(ctx, tx, pass, out); err != nil {
			return err
		}
		if err := tellMentioned(ctx, tx, a, rec, out); err != nil {
			return err
		}
		return activity.Record(ctx, tx, a, activity.Line{Kind: "note.added", ApplicationID: rec.ID, CandidateID: rec.CandidateID, PositionID: rec.PositionID,
			Object: "note", ObjectID: out.ID, ObjectAuthorID: a.MemberID()})
	})
	return out, err
}

// tellMentioned writes to everybody whom a note names but its author. Whether they may read it is decided again when
// the letter leaves; the note itself does not go with it.
func tellMentioned(ctx context.Context, tx db.Tx, a access.Actor, rec record, n Note) error {
	for _, m := range n.Mentions {
		if m.ID == a.MemberID() {
			continue
		}
		err := mail.Enqueue(ctx, tx, mail.Letter{OrgID: a.OrgID(), ReaderMemberID: m.ID, ApplicationID: rec.ID, PositionID: rec.PositionID, Template: mail.Mention,
			Data: mail.Data{Inviter: a.Name(), Path: "/applications/" + rec.ID + "?show=notes"}, Unique: "mention:" + n.ID + ":" + m.ID, ByMember: a.MemberID()})
		if err != nil {
			return err
		}
	}
	return nil
}

func (in NewNote) check(ctx context.Context, tx db.Tx, rec record) ([]Member, error) {
	var p problems
	if in.Body == "" {
		p.add("body", "Write something.")
	}
	p.atMost("body", in.Body, maxNote)
	in.Mentions = slices.Compact(slices.Sorted(slices.Values(in.Mentions)))
	if len(in.Mentions) > maxMentions {
		p.add("mentions", fmt.Sprintf("At most %d people fit.", maxMentions))
		return nil, p.err()
	}
	if len(in.Mentions) == 0 {
		return nil, p.err()
	}
	readers, err := access.Who(ctx, tx, access.ApplicationActivity, rec.row())
	if err != nil {
		return nil, err
	}
	out, err := readersOf(ctx, tx, readers, in.Mentions)
	if err != nil {
		return nil, err
	}
	if len(out) < len(in.Mentions) {
		p.add("mentions", "Only people who can see this can be mentioned.")
	}
	return out, p.err()
}

// Mentionable lists members who can be mentioned in a note here, the hiring team first, then by name; q narrows by the beginning of any part of
// it. It needs the right to write the note.
func (r *Room) Mentionable(ctx context.Context, a access.Actor, id, q string) (out []Member, err error) {
	const most = 8
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.ApplicationNote, rec.row()); err != nil {
			return err
		}
		readers, err := access.Who(ctx, tx, access.ApplicationActivity, rec.row())
		if err != nil {
			return err
		}
		out, err = readersNamed(ctx, tx, readers, rec.PositionID, q, most)
		return err
	})
	return out, err
}

func insertNote(ctx context.Context, tx db.Tx, pass access.Pass[access.Application], n Note) error {
	if !pass.Valid() {
		return errs.Hidden()
	}
	_, err := tx.NewRaw(`INSERT INTO notes (id, org_id, application_id, body, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?)`,
		n.ID, pass.OrgID(), pass.ID(), n.Body, n.At, n.AuthorID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("insert note: %w", err)
	}
	for _, m := range n.Mentions {
		_, err := tx.NewRaw(`INSERT INTO note_mentions (note_id, member_id, org_id) VALUES (?, ?, ?)`, n.ID, m.ID, pass.OrgID()).Exec(ctx)
		if err != nil {
			return fmt.Errorf("insert mention: %w", err)
		}
	}
	return nil
}
