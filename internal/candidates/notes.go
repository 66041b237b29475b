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
// only members who can read the application's activity (422 for anybody else, whoever they are).
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
		return activity.Record(ctx, tx, a, activity.Line{Kind: "note.added", ApplicationID: rec.ID, CandidateID: rec.CandidateID, PositionID: rec.PositionID,
			Object: "note", ObjectID: out.ID, ObjectAuthorID: a.MemberID()})
	})
	return out, err
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
	var out []Member
	for _, id := range in.Mentions {
		m, err := reader(ctx, tx, rec, id)
		if err != nil {
			return nil, err
		}
		if m.ID == "" {
			p.add("mentions", "Only people who can see this can be mentioned.")
			break
		}
		out = append(out, m)
	}
	return out, p.err()
}

// reader is a member who reads the application's activity; the zero Member for anybody else.
func reader(ctx context.Context, tx db.Tx, rec record, memberID string) (Member, error) {
	them, err := access.Load(ctx, tx, rec.OrgID, memberID)
	if err != nil || !access.May(them, access.ApplicationActivity, rec.row()) {
		return Member{}, err
	}
	return Member{ID: them.MemberID(), Name: them.Name()}, nil
}

// Mentionable lists members who can be mentioned in a note here, by name; q narrows by the beginning of any part of
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
		found, err := membersNamed(ctx, tx, rec, q)
		if err != nil {
			return err
		}
		for _, m := range found {
			if len(out) == most {
				break
			}
			them, err := reader(ctx, tx, rec, m.ID)
			if err != nil {
				return err
			}
			if them.ID != "" {
				out = append(out, m)
			}
		}
		return nil
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

// membersNamed finds active members by the beginning of a part of their name, the position's hiring team first.
func membersNamed(ctx context.Context, tx db.Tx, rec record, q string) (out []Member, err error) {
	like := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(db.Key(q)) + "%"
	err = tx.NewRaw(`SELECT m.id, p.name, m.title FROM members AS m JOIN people AS p ON p.id = m.person_id
		LEFT JOIN hiring_team AS t ON t.position_id = ? AND t.member_id = m.id
		WHERE m.org_id = ? AND m.status = 'active' AND (m.name_key LIKE ? ESCAPE '!' OR m.name_key LIKE ? ESCAPE '!')
		ORDER BY t.member_id IS NULL, m.name_key, m.id LIMIT 60`, rec.PositionID, rec.OrgID, like, "% "+like).Scan(ctx, &out)
	return out, errs.Wrap(err, "find members")
}
