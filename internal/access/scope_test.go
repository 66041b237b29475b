package access_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// A random company in the real tables, with the real triggers: for every member and every kind the list in SQL
// holds exactly what the decision allows one by one, and the counters sum to its length.
func TestListsHoldWhatDecisionsAllow(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			w := makeCompany(rt, d, fmt.Sprint(n))
			for _, m := range w.members {
				w.compare(rt, d, m)
			}
			w.audiences(rt, d)
		})
	})
}

type company struct {
	org                               string
	members, positions                []string
	candidates, applications          []string
	candidateRow, positionRow, appRow map[string]access.Row

	interviewRow, feedbackRow, lineRow map[string]access.Row // filled at the end, when the applications are as they stay
	interviewOf, feedbackOf, lineOf    map[string]string     // the application of each
}

func makeCompany(t *rapid.T, d *db.DB, tag string) *company {
	w := &company{candidateRow: map[string]access.Row{}, positionRow: map[string]access.Row{}, appRow: map[string]access.Row{},
		interviewRow: map[string]access.Row{}, feedbackRow: map[string]access.Row{}, lineRow: map[string]access.Row{},
		interviewOf: map[string]string{}, feedbackOf: map[string]string{}, lineOf: map[string]string{}}
	must(t, d.Write(context.Background(), func(ctx context.Context, tx db.Tx) error {
		run := func(sql string, args ...any) {
			if _, err := tx.NewRaw(sql, args...).Exec(ctx); err != nil {
				t.Fatalf("%s: %v", sql, err)
			}
		}
		now := db.At(tx.Now())
		w.org = db.NewID()
		run(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, 'X', ?)`, w.org, "x"+w.org, "x"+w.org, now)
		pool := []access.Permission{access.InterviewsConduct, access.InterviewsAssign, access.PositionsView, access.CandidatesView, access.PositionsViewPrivate, access.CandidatesClose, access.CandidatesUpdate,
			access.PositionsViewCompensation, access.InterviewsViewAll, access.InterviewsViewFeedback, access.CandidatesUpdateContact}
		for i := range 5 {
			role, person, member := db.NewID(), db.NewID(), db.NewID()
			system := rapid.SampledFrom([]string{"", "", "", "admin", "staffing", "interviewer"}).Draw(t, "system")
			run(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)`, role, w.org, role, role, system, now, now)
			for _, p := range pool {
				if system == "" && rapid.Bool().Draw(t, string(p)) {
					run(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, role, w.org, p)
				}
			}
			run(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, ?)`, person, person, person, fmt.Sprint("P", i), now)
			run(`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?)`, member, w.org, person, role, now, now)
			w.members = append(w.members, member)
		}
		for range rapid.IntRange(1, 4).Draw(t, "positions") {
			p := db.NewID()
			private := rapid.Bool().Draw(t, "private")
			status := rapid.SampledFrom([]string{"draft", "open", "closed"}).Draw(t, "pstatus")
			run(`INSERT INTO positions (id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at) VALUES (?, ?, 'T', 't', ?, ?, ?, ?, ?, ?)`, p, w.org, p, private, status, now, w.members[0], now)
			for _, m := range w.members {
				if r := rapid.SampledFrom([]access.TeamRole{"", "", access.HiringManager, access.Recruiter, access.TeamMember}).Draw(t, "part"); r != "" {
					run(`INSERT INTO hiring_team (position_id, member_id, org_id, team_role, given_at, given_by) VALUES (?, ?, ?, ?, ?, ?)`, p, m, w.org, r, now, m)
				}
			}
			w.positions = append(w.positions, p)
			w.positionRow[p] = access.Row{OrgID: w.org, ID: p, PositionID: p, Status: status, Private: access.Is(private)}
		}
		for range rapid.IntRange(1, 5).Draw(t, "candidates") {
			c := db.NewID()
			own := rapid.SampledFrom(append([]string{"", ""}, w.members...)).Draw(t, "own")
			var ownArg any
			if own != "" {
				ownArg = own
			}
			run(`INSERT INTO candidates (id, org_id, name, name_key, own_member_id, own_how, created_at, updated_at) VALUES (?, ?, 'C', 'c', ?, ?, ?, ?)`, c, w.org, ownArg, map[bool]string{true: "", false: "hand"}[own == ""], now, now)
			row := access.Row{OrgID: w.org, ID: c, OwnMemberID: own, KnowsChildren: true}
			for range rapid.IntRange(0, 3).Draw(t, "applications") {
				a := db.NewID()
				p := rapid.SampledFrom(w.positions).Draw(t, "on")
				status := rapid.SampledFrom([]string{"applied", "in_review", "offer", "hired", "rejected", "withdrawn"}).Draw(t, "status")
				private := w.positionRow[p].Private == access.Yes
				run(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, own_member_id, status, moved_at, applied_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, a, w.org, p, c, private, ownArg, status, now, now, now)
				app := access.Row{OrgID: w.org, ID: a, PositionID: p, Status: status, Private: access.Is(private), OwnMemberID: own}
				w.appRow[a] = app
				w.applications = append(w.applications, a)
				w.meet(t, run, now, app, ownArg)
				row.Children = append(row.Children, app)
			}
			w.candidates = append(w.candidates, c)
			w.candidateRow[c] = row
		}
		// Privacy is switched and people move on: the copies and counters have to follow.
		for _, p := range w.positions {
			if rapid.Bool().Draw(t, "flip") {
				row := w.positionRow[p]
				row.Private = access.Is(row.Private != access.Yes)
				w.positionRow[p] = row
				run(`UPDATE positions SET private = ? WHERE id = ?`, row.Private == access.Yes, p)
			}
		}
		for id, a := range w.appRow {
			a.Private = w.positionRow[a.PositionID].Private
			if rapid.IntRange(0, 3).Draw(t, "hire") == 0 {
				a.Status = "hired"
				run(`UPDATE applications SET status = 'hired' WHERE id = ?`, id)
			}
			w.appRow[id] = a
		}
		w.follow()
		for id, c := range w.candidateRow {
			for i := range c.Children {
				c.Children[i] = w.appRow[c.Children[i].ID]
			}
			w.candidateRow[id] = c
		}
		return nil
	}))
	return w
}

// meet adds interviews, scorecards and lines of activity to an application.
func (w *company) meet(t *rapid.T, run func(string, ...any), now db.Time, app access.Row, own any) {
	somebody := func(label string) string { return rapid.SampledFrom(append([]string{""}, w.members...)).Draw(t, label) }
	private := app.Private == access.Yes
	for range rapid.IntRange(0, 2).Draw(t, "interviews") {
		i := db.NewID()
		run(`INSERT INTO interviews (id, org_id, application_id, position_id, private, status, own_member_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, i, w.org, app.ID, app.PositionID, private, app.Status, own, now)
		row := access.Row{ID: i}
		if m := somebody("assigned"); m != "" {
			row.Linked = []string{m}
			run(`INSERT INTO interview_assignments (interview_id, member_id, org_id, assigned_at) VALUES (?, ?, ?, ?)`, i, m, w.org, now)
		}
		w.interviewRow[i], w.interviewOf[i] = row, app.ID
		if author := somebody("author"); author != "" {
			f := db.NewID()
			run(`INSERT INTO scorecards (id, org_id, interview_id, position_id, private, status, own_member_id, author_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, f, w.org, i, app.PositionID, private, app.Status, own, author, now)
			w.feedbackRow[f], w.feedbackOf[f] = access.Row{ID: f, AuthorID: author, Linked: row.Linked}, app.ID
		}
		for _, object := range []string{"none", "interview", "feedback", "offer"} {
			l, author := db.NewID(), w.members[0]
			run(`INSERT INTO activity (id, org_id, at, kind, application_id, candidate_id, position_id, object, object_id, object_author_id) VALUES (?, ?, ?, 'x', ?, NULL, ?, ?, ?, ?)`, l, w.org, now, app.ID, app.PositionID, object, i, author)
			w.lineRow[l], w.lineOf[l] = access.Row{ID: l, Object: object, AuthorID: author, Linked: row.Linked}, app.ID
		}
	}
}

// follow gives interviews, scorecards and lines what they have from their application now.
func (w *company) follow() {
	for _, kind := range []struct {
		rows map[string]access.Row
		of   map[string]string
	}{{w.interviewRow, w.interviewOf}, {w.feedbackRow, w.feedbackOf}, {w.lineRow, w.lineOf}} {
		for id, r := range kind.rows {
			app := w.appRow[kind.of[id]]
			r.OrgID, r.PositionID, r.Status, r.Private, r.OwnMemberID = app.OrgID, app.PositionID, app.Status, app.Private, app.OwnMemberID
			kind.rows[id] = r
		}
	}
}

func (w *company) compare(t *rapid.T, d *db.DB, member string) {
	must(t, d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		a, err := access.Load(ctx, tx, w.org, member)
		if err != nil {
			return err
		}
		for _, r := range []access.Rule[access.Position]{access.PositionView, access.PositionUpdate, access.PositionCompensation, access.PositionPrivacy} {
			same(t, ctx, tx, a, r, "positions", w.positionRow, "position_counts")
		}
		for _, r := range []access.Rule[access.Application]{access.ApplicationView, access.ApplicationOpen, access.ApplicationActivity, access.ApplicationUpdate, access.ApplicationNote, access.ApplicationClose, access.ApplicationContact, access.ApplicationFeedback, access.ApplicationAdd} {
			same(t, ctx, tx, a, r, "applications", w.appRow, "application_counts")
		}
		for _, r := range []access.Rule[access.Candidate]{access.CandidateView, access.CandidateOpen, access.CandidateUpdate, access.CandidateContact, access.CandidateLink} {
			same(t, ctx, tx, a, r, "candidates", w.candidateRow, "candidate_counts")
		}
		for _, r := range []access.Rule[access.Interview]{access.InterviewView, access.InterviewAssign, access.InterviewSchedule, access.InterviewConduct} {
			same(t, ctx, tx, a, r, "interviews", w.interviewRow, "")
		}
		same(t, ctx, tx, a, access.FeedbackView, "scorecards", w.feedbackRow, "")
		same(t, ctx, tx, a, access.LineView, "activity AS t LEFT JOIN applications AS t_app ON t_app.id = t.application_id", w.lineRow, "")
		return nil
	}))
}

func same[K access.Kind](t *rapid.T, ctx context.Context, tx db.Tx, a access.Actor, rule access.Rule[K], table string, rows map[string]access.Row, counters string) {
	f := access.Where(a, rule)
	want := map[string]bool{}
	for id, r := range rows {
		if access.May(a, rule, r) {
			want[id] = true
		}
	}
	for name, f := range map[string]access.Filter[K]{"list": f, "exact": f.Exact()} {
		got := ids(t, ctx, tx, f, table)
		if len(got) != len(want) {
			sql, args := f.SQL("t")
			t.Fatalf("%s of %q on %s: %d rows, %d decisions\n%s %v", name, rule.Name(), table, len(got), len(want), sql, args)
		}
		for _, id := range got {
			if !want[id] {
				t.Fatalf("%s of %q shows %s, which the decision denies", name, rule.Name(), id)
			}
		}
	}
	total := func(f access.Filter[K]) (int, bool) {
		sql, args, ok := f.Counted("n")
		ok = ok && counters != ""
		if !ok {
			return 0, false
		}
		var n int
		must(t, tx.NewRaw("SELECT coalesce(sum(n.n), 0) FROM "+counters+" AS n WHERE "+sql, args...).Scan(ctx, &n))
		return n, true
	}
	if n, ok := total(f); ok && n != len(want) {
		t.Fatalf("counters of %q on %s say %d, the list has %d", rule.Name(), table, n, len(want))
	}
	if cols, link, ok := f.Parts(); ok {
		n, counted := total(cols)
		if !counted {
			n = len(ids(t, ctx, tx, cols, table))
		}
		if n += len(ids(t, ctx, tx, link, table)); n != len(want) {
			t.Fatalf("parts of %q on %s add up to %d, the list has %d", rule.Name(), table, n, len(want))
		}
	}
}

func ids[K access.Kind](t *rapid.T, ctx context.Context, tx db.Tx, f access.Filter[K], table string) []string {
	var out []string
	if !strings.Contains(table, " AS t") {
		table += " AS t"
	}
	must(t, f.On(tx.NewSelect().TableExpr(table).Column("t.id"), "t").Scan(ctx, &out))
	return out
}

func must(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}
