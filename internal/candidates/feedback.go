package candidates

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
)

// Feedback is one interviewer's scorecard on an application, as far as it is known that it is in.
type Feedback struct {
	ID          string  `bun:"id"`
	InterviewID string  `bun:"interview_id"`
	AuthorID    string  `bun:"author_id"`
	Author      string  `bun:"author"`
	At          db.Time `bun:"created_at"`
}

// Feedback lists what the actor may read of an application's feedback: others' with interviews:view_feedback there,
// one's own always. It opens to whoever may open the application (403, own_file, for one's own).
// With an author it is that of those whose name has a part that begins so.
func (r *Room) Feedback(ctx context.Context, a access.Actor, id, author string, page db.Page) (out db.List[Feedback], err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.ApplicationOpen, rec.row()); err != nil {
			return err
		}
		out, err = listFeedback(ctx, tx, a, id, author, page)
		return err
	})
	return out, err
}

func listFeedback(ctx context.Context, tx db.Tx, a access.Actor, applicationID, author string, page db.Page) (db.List[Feedback], error) {
	var after timeKey
	more, err := page.After("feedback", &after)
	if err != nil {
		return db.List[Feedback]{}, err
	}
	q := tx.NewSelect().TableExpr("scorecards AS f").
		Join("JOIN interviews AS i ON i.id = f.interview_id LEFT JOIN members AS m ON m.id = f.author_id LEFT JOIN people AS p ON p.id = m.person_id").
		Where("i.application_id = ?", applicationID)
	if author != "" {
		q = q.Where("(m.name_key LIKE ? ESCAPE '!' OR m.name_key LIKE ? ESCAPE '!')", beginning(author), "% "+beginning(author))
	}
	q = access.Where(a, access.FeedbackView).On(q, "f")
	var n int64
	if page.Count {
		if n, err = q.Clone().Count(ctx); err != nil {
			return db.List[Feedback]{}, fmt.Errorf("count feedback: %w", err)
		}
	}
	if more {
		q = q.Where("(f.created_at, f.id) < (?, ?)", after.At, after.ID)
	}
	var rows []Feedback
	err = q.ColumnExpr("f.id, f.interview_id, f.author_id, coalesce(nullif(m.name, ''), p.name, '') AS author, f.created_at").OrderExpr("f.created_at DESC, f.id DESC").Limit(page.Want()).Scan(ctx, &rows)
	if err != nil {
		return db.List[Feedback]{}, fmt.Errorf("list feedback: %w", err)
	}
	out := db.Cut(page, "feedback", rows, func(f Feedback) any { return timeKey{f.At, f.ID} })
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, nil
}

// Scorecard sums up an application. What is computed from feedback is there for those who may read all of it;
// others get what is theirs alone, and OwnOnly says so.
type Scorecard struct {
	ApplicationID  string
	PhasesComplete int
	Phases         int
	CurrentPhase   string // empty: none is scheduled or open
	OwnOnly        bool
	Feedback       []Feedback
}

// Scorecard opens to whoever may open the application (403, own_file, for one's own).
func (r *Room) Scorecard(ctx context.Context, a access.Actor, id string) (out Scorecard, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.ApplicationOpen, rec.row()); err != nil {
			return err
		}
		app := rec.show(a)
		stages, err := loadProgress(ctx, tx, app, rec)
		if err != nil {
			return err
		}
		out = Scorecard{ApplicationID: id, OwnOnly: !access.May(a, access.ApplicationFeedback, rec.row())}
		if app.Phase != nil {
			out.CurrentPhase = app.Phase.Name
		}
		for _, s := range stages {
			for _, p := range s.Phases {
				out.Phases++
				if p.State == Completed {
					out.PhasesComplete++
				}
			}
		}
		found, err := listFeedback(ctx, tx, a, id, "", db.Page{Limit: db.MaxLimit})
		out.Feedback = found.Items
		return err
	})
	return out, err
}
