package candidates

import (
	"fmt"
	"strings"
	"testing"

	"candor/internal/db"
)

// "A stage opens when all phases of the one before are Completed"; skipped ones do not hold it up.
func TestStagesOpenOneAfterTheOther(t *testing.T) {
	plan := []Phase{{ID: "screen", Stage: 1}, {ID: "coding", Stage: 2}, {ID: "design", Stage: 2}, {ID: "old", Stage: 2, Archived: true}, {ID: "final", Stage: 3}}
	for _, c := range []struct {
		kept    map[string]PhaseState
		current string
		want    string
	}{
		{nil, "", "screen available, coding locked, design locked, final locked"},
		{map[string]PhaseState{"screen": Completed}, "", "screen completed, coding available, design available, final locked"},
		{map[string]PhaseState{"screen": Skipped, "coding": Completed}, "", "screen skipped, coding completed, design available, final locked"},
		{map[string]PhaseState{"screen": Completed, "coding": Completed, "design": Skipped}, "", "screen completed, coding completed, design skipped, final available"},
		{map[string]PhaseState{"coding": Scheduled}, "", "screen available, coding scheduled, design locked, final locked"},
		{nil, "final", "screen available, coding locked, design locked, final available*"},
		{map[string]PhaseState{"screen": Completed, "old": Completed}, "coding", "screen completed, coding available*, design available, old completed, final locked"},
		{map[string]PhaseState{"screen": Cancelled}, "", "screen cancelled, coding locked, design locked, final locked"},
	} {
		kept := map[string]stored{}
		for id, s := range c.kept {
			kept[id] = stored{State: s}
		}
		var got []string
		for _, stage := range progress(plan, kept, c.current) {
			for _, p := range stage.Phases {
				mark := ""
				if p.Current {
					mark = "*"
				}
				got = append(got, fmt.Sprintf("%s %s%s", p.ID, p.State, mark))
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%v, at %q:\n%s\nwant\n%s", c.kept, c.current, s, c.want)
		}
	}
}

func TestNextActionFollowsThePhase(t *testing.T) {
	interview, task := &Phase{Kind: "interview"}, &Phase{Kind: "assessment"}
	for _, c := range []struct {
		status Status
		phase  *Phase
		state  PhaseState
		want   string
	}{
		{Applied, nil, "", "Needs decision"}, {InReview, nil, "", "Needs decision"}, {InReview, interview, Available, "Schedule"},
		{InReview, task, Available, "Waiting for feedback"}, {InReview, interview, Scheduled, "Interview scheduled"}, {InReview, interview, InProgress, "Waiting for feedback"},
		{InReview, interview, Completed, "Needs decision"}, {InReview, interview, Skipped, "Needs decision"}, {Offer, nil, "", ""}, {Hired, nil, "", ""},
		{Rejected, interview, Completed, ""}, {Withdrawn, nil, "", ""},
	} {
		if got := next(c.status, c.phase, c.state).Label(); got != c.want {
			t.Errorf("%s %v %s: %q, want %q", c.status, c.phase, c.state, got, c.want)
		}
	}
}

func TestReasonsHaveKeysAndLabels(t *testing.T) {
	n := 0
	for _, g := range ReasonGroups {
		for _, r := range g.Reasons {
			n++
			for _, s := range []string{r.Key, r.Label, strings.ToUpper(r.Label)} {
				if got, ok := ReasonOf(s); !ok || got != r {
					t.Errorf("%q: %v", s, got)
				}
			}
		}
	}
	if _, ok := ReasonOf(""); ok || n != 7 {
		t.Error(n, "reasons")
	}
}

func TestLinksAreWebAddressesOnly(t *testing.T) {
	for in, want := range map[string]string{"github.com/paula": "https://github.com/paula", "http://x.example/a": "http://x.example/a", "javascript:alert(1)": "", "JavaScript://x.example/%0aalert(1)": "",
		"data:text/html,x": "", "ftp://x.example": "", "https://user:pw@x.example": "", "https://localhost": "", "mailto:a@b.example": "", " ": "none"} {
		var p problems
		got := p.links("links", []Link{{URL: in}})
		switch {
		case want == "none" && len(got)+len(p) != 0, want == "" && (len(p) == 0 || len(got) != 0), strings.HasPrefix(want, "http") && (len(p) > 0 || got[0].URL != want):
			t.Errorf("%q: %v %v", in, got, p)
		}
	}
}

func TestSourcesStandingsAndStatesHaveLabels(t *testing.T) {
	for _, s := range Statuses {
		if !s.Known() || s.Label() == string(s) {
			t.Error(s)
		}
	}
	for _, s := range Sources {
		if !s.Known() || s.Label("") == "" || s.Label("X") == s.Label("") {
			t.Error(s)
		}
	}
	for _, s := range []PhaseState{Locked, Available, Scheduled, InProgress, Completed, Skipped, Cancelled} {
		if s.Label() == string(s) {
			t.Error(s)
		}
	}
	if (Application{SnoozedUntil: db.Time{}}).Snoozed(db.Time{}) {
		t.Error("asleep for ever")
	}
}
