// Package dashboard is the first page after signing in: live counts and the next things to do, each gated by what the
// reader holds and counting only what they see.
package dashboard

import (
	"context"
	"fmt"
	"time"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/positions"
)

// Room makes the start page.
type Room struct{ DB *db.DB }

// New makes the room over a database.
func New(d *db.DB) *Room { return &Room{DB: d} }

// Start is the start page of one reader. A part is nil where the reader holds no string that opens it; parts that hide
// when they have nothing to show are nil then, too.
type Start struct {
	Strip     Strip
	Actions   Actions
	Approvals *Approvals
	Positions *positions.Counts
	Pipeline  *Pipeline
	New       *NewThisWeek
	Library   library.Shared
	Team      *Team
}

// Strip is the summary across the top. A count that is zero or not the reader's is not shown.
type Strip struct{ OpenPositions, Candidates int }

// Actions are the quick actions the reader may take.
type Actions struct{ NewPosition, NewCandidate, NewQuestion, NewTemplate bool }

// Approvals lists the newest requests that wait for the reader, with how many there are.
type Approvals struct {
	Rows []approvals.Request
	N    int
}

// Pipeline counts visible applications by status, in the order of the way through.
type Pipeline struct {
	Rows  []Stage
	Total int
}

// Stage is one row of the pipeline.
type Stage struct {
	Status candidates.Status
	N      int
}

// NewThisWeek lists the newest applications of the last seven days, with how many there are.
type NewThisWeek struct {
	Rows []Arrival
	N    int
}

// Arrival is an application that came this week.
type Arrival struct {
	ApplicationID, CandidateID, Name, Position string
	Source                                     candidates.Source
	SourceName                                 string
	At                                         db.Time
}

// Team is who works here: members by role, and invitations that wait.
type Team struct {
	Members, Pending int
	Roles            []RoleCount
}

// RoleCount is how many active members hold a role.
type RoleCount struct {
	ID, Name string
	N        int
}

// Start reads the start page of a member.
func (r *Room) Start(ctx context.Context, a access.Actor) (Start, error) {
	var out Start
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		out.Actions = Actions{NewPosition: a.HoldsAnywhere(access.PositionsCreate), NewCandidate: a.HoldsAnywhere(access.CandidatesCreate),
			NewQuestion: a.Holds(access.QuestionsPublish) && a.Holds(access.QuestionsUpdate), NewTemplate: a.Holds(access.TemplatesPublish) && a.Holds(access.TemplatesUpdate)}
		if out.Approvals, err = yourApprovals(ctx, tx, a); err != nil {
			return err
		}
		if out.Library, err = library.SharedIn(ctx, tx, a); err != nil {
			return err
		}
		if a.HoldsAnywhere(access.PositionsView) {
			counts, err := positions.CountsIn(ctx, tx, a)
			if err != nil {
				return err
			}
			out.Positions, out.Strip.OpenPositions = &counts, counts.Open
		}
		if a.HoldsAnywhere(access.CandidatesView) {
			if out.Strip.Candidates, err = candidates.CountIn(ctx, tx, a); err != nil {
				return err
			}
			if out.New, err = newThisWeek(ctx, tx, a); err != nil {
				return err
			}
			if a.HoldsAnywhere(access.PositionsView) {
				if out.Pipeline, err = pipeline(ctx, tx, a); err != nil {
					return err
				}
			}
		}
		if a.Holds(access.MembersView) && a.Holds(access.MembersRemove) {
			out.Team, err = team(ctx, tx, a)
		}
		return err
	})
	return out, err
}

// yourApprovals hides when nothing waits.
func yourApprovals(ctx context.Context, tx db.Tx, a access.Actor) (*Approvals, error) {
	rows, n, err := approvals.Newest(ctx, tx, a, shown)
	if err != nil || n == 0 {
		return nil, err
	}
	return &Approvals{Rows: rows, N: n}, nil
}

// pipeline sums the counters by status; what they do not carry is counted row by row, over the reader's own positions.
func pipeline(ctx context.Context, tx db.Tx, a access.Actor) (*Pipeline, error) {
	n := map[candidates.Status]int{}
	for _, part := range parts(access.Where(a, access.ApplicationView)) {
		var rows []struct {
			Status candidates.Status
			N      int
		}
		q := tx.NewSelect()
		if where, args, ok := part.Counted("n"); ok {
			q = q.TableExpr("application_counts AS n").ColumnExpr("n.status, sum(n.n) AS n").Where(where, args...).GroupExpr("n.status")
		} else {
			q = part.On(q.TableExpr("applications AS app").ColumnExpr("app.status, count(*) AS n"), "app").GroupExpr("app.status")
		}
		if err := q.Scan(ctx, &rows); err != nil {
			return nil, fmt.Errorf("count the pipeline: %w", err)
		}
		for _, r := range rows {
			n[r.Status] += r.N
		}
	}
	out := &Pipeline{}
	for _, s := range candidates.Statuses {
		out.Rows = append(out.Rows, Stage{s, n[s]})
		out.Total += n[s]
	}
	return out, nil
}

// parts are filters that share no row and together are f, each as cheap to count as can be.
func parts(f access.Filter[access.Application]) []access.Filter[access.Application] {
	if f.Nothing() {
		return nil
	}
	if _, _, ok := f.Counted("n"); ok {
		return []access.Filter[access.Application]{f}
	}
	if columns, link, ok := f.Parts(); ok {
		return []access.Filter[access.Application]{columns, link}
	}
	return []access.Filter[access.Application]{f}
}

// week is how long somebody is new.
const week = 7 * 24 * time.Hour

// shown is how many arrivals, and how many requests, the start page lists.
const shown = 5

// newThisWeek leaves out one's own applications: of those one sees name and status only.
func newThisWeek(ctx context.Context, tx db.Tx, a access.Actor) (*NewThisWeek, error) {
	f := access.Where(a, access.ApplicationOpen)
	if f.Nothing() {
		return nil, nil
	}
	since := db.At(tx.Now().Add(-week))
	out := &NewThisWeek{}
	// A count beyond a hundred helps nobody and costs more with every application.
	recent := f.On(tx.NewSelect().TableExpr("applications AS app").ColumnExpr("1 AS one"), "app").
		Where("app.org_id = ? AND app.applied_at >= ?", a.OrgID(), since).Limit(101)
	if err := tx.NewSelect().TableExpr("(?) AS r", recent).ColumnExpr("count(*)").Scan(ctx, &out.N); err != nil {
		return nil, fmt.Errorf("count arrivals: %w", err)
	}
	if out.N == 0 {
		return nil, nil
	}
	err := f.On(tx.NewSelect().TableExpr("applications AS app").
		Join("JOIN candidates AS c ON c.id = app.candidate_id").Join("JOIN positions AS p ON p.id = app.position_id").
		ColumnExpr("app.id AS application_id, app.candidate_id, c.name, p.title AS position, app.source, app.source_name, app.applied_at AS at"), "app").
		Where("app.org_id = ? AND app.applied_at >= ?", a.OrgID(), since).
		OrderExpr("app.applied_at DESC, app.id DESC").Limit(shown).Scan(ctx, &out.Rows)
	if err != nil {
		return nil, fmt.Errorf("read arrivals: %w", err)
	}
	return out, nil
}

func team(ctx context.Context, tx db.Tx, a access.Actor) (*Team, error) {
	out := &Team{}
	err := tx.NewRaw(`SELECT r.id, r.name, count(m.id) AS n FROM roles AS r JOIN members AS m ON m.role_id = r.id AND m.status = 'active'
		WHERE r.org_id = ? GROUP BY r.id, r.name, r.created_at ORDER BY r.created_at, r.id`, a.OrgID()).Scan(ctx, &out.Roles)
	if err != nil {
		return nil, fmt.Errorf("count members: %w", err)
	}
	for _, r := range out.Roles {
		out.Members += r.N
	}
	err = tx.NewRaw(`SELECT count(*) FROM invitations WHERE org_id = ? AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > ?`,
		a.OrgID(), db.At(tx.Now())).Scan(ctx, &out.Pending)
	if err != nil {
		return nil, fmt.Errorf("count invitations: %w", err)
	}
	return out, nil
}
