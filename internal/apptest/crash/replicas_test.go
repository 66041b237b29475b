package crash

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/db"
)

// Two servers over one PostgreSQL are one product: what is taken on one is in force at the next request of the other, and
// what happens on one is heard on the other within a second.
func TestTwoReplicasAreOne(t *testing.T) {
	a := install(t, db.Postgres, 0)
	b := *a
	b.address = freeAddress(t)
	a.serve()
	b.serve()
	t.Run("a role", func(t *testing.T) { takenAndGiven(t, a, &b) })
	t.Run("a move", func(t *testing.T) { movesAreHeard(t, a, &b) })
	t.Run("a team", func(t *testing.T) { streamsForget(t, a, &b) })
	a.process.end()
	b.process.end()
}

func takenAndGiven(t *testing.T, a, b *installation) {
	first, second := a.client(), b.client()
	ben, sol := a.tokens["ben"][0], a.tokens["sol"][0]
	staffing := a.ids(`SELECT id FROM roles WHERE org_id = ? AND system = 'staffing'`, a.company.Org)[0]
	basic := a.company.Roles["Author"] // sees questions and templates, no candidates
	for range 10 {
		for _, step := range []struct {
			role string
			want int
		}{{basic, http.StatusForbidden}, {staffing, http.StatusOK}} {
			if got := first.api(ben, "PATCH", "/members/"+a.company.Members["sol"], "", map[string]any{"role_id": step.role}); got.status != http.StatusOK {
				t.Fatal(got)
			}
			if got := second.api(sol, "GET", "/candidates", "", nil); got.status != step.want {
				t.Fatalf("%d on the other replica, want %d: %s", got.status, step.want, got)
			}
		}
	}
}

func movesAreHeard(t *testing.T, a, b *installation) {
	listening := b.listen("sol")
	first := a.client()
	app, position := a.company.Applications["ravi@backend"], a.company.Positions["backend"]
	phases := a.ids(`SELECT id FROM phases WHERE position_id = ? AND archived_at IS NULL ORDER BY stage, rank LIMIT 2`, position)
	var worst time.Duration
	for i := range 20 {
		began := time.Now()
		if got := first.api(a.tokens["ben"][i%4], "POST", "/applications/"+app+"/move", "", map[string]any{"phase_id": phases[i%2]}); got.status != http.StatusOK {
			t.Fatal(got)
		}
		if _, err := listening.hears(app, 5*time.Second); err != nil {
			t.Fatal(err)
		}
		worst = max(worst, time.Since(began))
	}
	if worst > time.Second {
		t.Errorf("a move was heard after %v", worst)
	}
	t.Logf("moves were heard within %v, the request included", worst)
}

// streamsForget: whoever is taken from the team of a private position hears no more of it, on the other replica either.
func streamsForget(t *testing.T, a, b *installation) {
	first := a.client()
	ben, position, app := a.tokens["ben"][0], a.company.Positions["cfo"], a.company.Applications["mireille@cfo"]
	listening := b.listen("tom") // a Team Member there
	phases := a.ids(`SELECT id FROM phases WHERE position_id = ? AND archived_at IS NULL ORDER BY stage, rank LIMIT 2`, position)
	move := func(i int) {
		t.Helper()
		if got := first.api(ben, "POST", "/applications/"+app+"/move", "", map[string]any{"phase_id": phases[i]}); got.status != http.StatusOK {
			t.Fatal(got)
		}
	}
	move(0)
	if _, err := listening.hears(app, 5*time.Second); err != nil {
		t.Fatal(err)
	}
	var team []map[string]any
	for who, role := range map[string]access.TeamRole{"ben": access.HiringManager, "rui": access.Recruiter} {
		team = append(team, map[string]any{"member_id": a.company.Members[who], "team_role": role})
	}
	if got := first.api(ben, "PUT", "/positions/"+position+"/team", "", team); got.status != http.StatusOK {
		t.Fatal(got)
	}
	if _, err := listening.hears("hello", 5*time.Second); err != nil { // look at everything again
		t.Fatal(err)
	}
	move(1)
	other := a.company.Applications["ravi@backend"]
	if got := first.api(ben, "POST", "/applications/"+other+"/move", "", map[string]any{"status": "applied"}); got.status != http.StatusOK {
		t.Fatal(got)
	}
	// What is heard next may say that it is gone, never that it changed.
	for {
		line, ok := <-listening.said
		if !ok {
			t.Fatal("the stream ended")
		}
		if strings.Contains(line, app) && !strings.Contains(line, `"gone":true`) {
			t.Errorf("heard of a hidden application: %s", line)
		}
		if strings.Contains(line, other) {
			return
		}
	}
}
