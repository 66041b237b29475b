package guards

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/org"
)

// things are what has no name in the company: phases, files, keys, an invitation, a session, a change that can be
// undone. "phase:backend/Case study", "file:grace", "key:ada", "undo:rui".
type things map[string]string

// secondDomain is approved beside the company's own; nobody has an address there.
const secondDomain = "northwind-labs.example"

// addThings makes one of each kind, and learns the ids of those that are there.
func (r *rig) addThings(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	r.things = things{"domain:second": secondDomain}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.house.Org.AddDomain(ctx, r.As(ctx, "ada"), secondDomain, true)
	must(err)
	for _, who := range []string{"ada", "ben"} {
		k, err := r.house.Org.CreateKey(ctx, r.As(ctx, who), org.KeyDraft{Name: "Key of " + who, Permissions: []access.Permission{access.OrgView},
			ExpiresAt: db.At(r.house.DB.Now().AddDate(0, 1, 0))})
		must(err)
		r.things["key:"+who] = k.ID
	}
	// Dmitri is moved by Rui, who may take it back for some seconds: the clock of these tests stands still.
	done, err := r.house.Candidates.Move(ctx, r.As(ctx, "rui"), r.Applications["dmitri@support"], candidates.Move{Status: candidates.InReview})
	must(err)
	r.things["undo:rui"] = done.Undo.ID
	must(r.house.Worker.Drain(ctx))
	must(r.house.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		id := db.NewID()
		r.things["task"] = id
		_, err := tx.NewRaw(`INSERT INTO tasks (id, org_id, kind, args, state, attempt, max_attempts, run_at, last_error, created_at, finished_at)
			VALUES (?, ?, 'mail.send', '{}', 'dead', 3, 3, ?, 'The mail server does not answer.', ?, ?)`, id, r.Org, db.At(now), db.At(now), db.At(now)).Exec(ctx)
		return err
	}))
	for name, id := range r.Library { // "question:draft", "form:shared"
		r.things[strings.Replace(name, "form:", "feedback-form:", 1)] = id
	}
	r.learnThings(t)
}

// learnThings reads the ids of what is there.
func (r *rig) learnThings(t *testing.T) {
	t.Helper()
	err := r.house.DB.Read(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		if r.lines, err = written(ctx, tx); err != nil {
			return err
		}
		for kind, query := range map[string]string{
			"phase":      `SELECT id, position_id AS of, name FROM phases ORDER BY id`,
			"file":       `SELECT id, application_id AS of, '' AS name FROM files WHERE application_id IS NOT NULL ORDER BY id`,
			"invitation": `SELECT id, '' AS of, email AS name FROM invitations ORDER BY id`,
			"role":       `SELECT id, '' AS of, name FROM roles WHERE system <> '' AND org_id = '` + r.Org + `' ORDER BY id`,
			"approval":   `SELECT id, item_id AS of, '' AS name FROM approvals ORDER BY submitted_at, id`,
			"job_role":   `SELECT id, '' AS of, name FROM job_roles WHERE org_id = '` + r.Org + `' ORDER BY id`,
			"competency": `SELECT id, '' AS of, name FROM competencies WHERE org_id = '` + r.Org + `' ORDER BY id`,
			"level":      `SELECT id, '' AS of, name FROM levels WHERE org_id = '` + r.Org + `' ORDER BY id`,
			"session":    `SELECT s.id, m.id AS of, '' AS name FROM sessions AS s JOIN members AS m ON m.person_id = s.person_id ORDER BY s.id`,
		} {
			var rows []struct{ ID, Of, Name string }
			if err := tx.NewRaw(query).Scan(ctx, &rows); err != nil {
				return fmt.Errorf("%s: %w", kind, err)
			}
			for _, row := range rows {
				r.things[thing(kind, r.nameOf(row.Of), row.Name)] = row.ID
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func thing(kind string, names ...string) string {
	var said []string
	for _, n := range names {
		if n != "" {
			said = append(said, n)
		}
	}
	return kind + ":" + strings.Join(said, "/")
}

// nameOf is what the company calls an id.
func (r *rig) nameOf(id string) string {
	for _, m := range []map[string]string{r.Positions, r.Candidates, r.Applications, r.Members, r.Library} {
		for name, one := range m {
			if one == id {
				return strings.Replace(name, ":", "/", 1)
			}
		}
	}
	return id
}

// ofKind are the ids of all things of a kind.
func (r *rig) ofKind(kind string) (ids []string) {
	for name, id := range r.things {
		if strings.HasPrefix(name, kind+":") || name == kind {
			ids = append(ids, id)
		}
	}
	return ids
}
