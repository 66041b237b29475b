package oracle

import (
	"slices"
	"strings"
	"testing"
)

// sentence is one sentence of the specification with the questions that show what it means.
type sentence struct {
	says  string
	cases []instance
}

// instance is one question in the light of a sentence.
type instance struct {
	name string
	want bool
	ask  func(o *Oracle) bool
}

func says(text string, cases ...instance) sentence { return sentence{text, cases} }
func yes(name string, ask func(o *Oracle) bool) instance {
	return instance{name, true, ask}
}
func no(name string, ask func(o *Oracle) bool) instance {
	return instance{name, false, ask}
}

func sentences() []sentence {
	return slices.Concat(organisationSentences(), positionSentences(), applicationSentences(), closingSentences(),
		candidateSentences(), interviewSentences(), librarySentences(), offerSentences())
}

func TestSentences(t *testing.T) {
	o := New()
	for _, s := range sentences() {
		t.Run(s.says, func(t *testing.T) {
			for _, c := range s.cases {
				if got, why := o.Explain(c.ask); got != c.want {
					t.Errorf("%s: %v, want %v\n\t%s", c.name, got, c.want, strings.Join(why, "\n\t"))
				}
			}
		})
	}
}

// ---- the cast: everybody is "me" in the organisation "here" --------------------

const here, there = "here", "there"

var catalog = readCatalogue()

func with(permissions ...string) Member {
	return Member{ID: "me", OrgID: here, Permissions: permissions, Active: true}
}

func admin() Member       { return with(catalog.sets["admin"]...) }
func staffing() Member    { return with(catalog.sets["staffing"]...) }
func interviewer() Member { return with(catalog.sets["interviewer"]...) }
func nothing() Member     { return with() }

// everything holds all 63 strings: whatever is refused to it, no string opens.
func everything() Member { return with(catalog.strings...) }

// basic is the preset for those on no team: Interviewer's strings, candidates:view and job_positions:view.
func basic(more ...string) Member {
	return with(slices.Concat(catalog.sets["interviewer"], []string{"candidates:view", "job_positions:view"}, more)...)
}

// without is everything but these strings.
func without(permissions ...string) Member {
	return with(slices.DeleteFunc(slices.Clone(catalog.strings), func(p string) bool { return slices.Contains(permissions, p) })...)
}

// on gives the member a team role on the position "p".
func (m Member) on(teamRole string) Member {
	m.Teams = map[string]string{"p": teamRole}
	return m
}

func manager() Member { return nothing().on("hiring_manager") }
func helper() Member  { return nothing().on("team_member") }

// ---- the things ------------------------------------------------------------

var private, public = func() (*bool, *bool) { t, f := true, false; return &t, &f }()

func position(isPrivate *bool) Position {
	return Position{ID: "p", OrgID: here, Private: isPrivate, Status: "open"}
}

func application(isPrivate *bool, status string) Application {
	p := position(isPrivate)
	return Application{ID: "a", OrgID: here, CandidateID: "c", Position: &p, Status: status}
}

// mine is an application linked to me.
func mine(status string) Application {
	a := application(public, status)
	a.OwnMemberID = "me"
	return a
}

func interview(isPrivate *bool, status string, assigned ...string) Interview {
	a := application(isPrivate, status)
	return Interview{ID: "i", OrgID: here, Application: &a, Assigned: assigned}
}

func feedback(isPrivate *bool, status, author string, assigned ...string) Feedback {
	i := interview(isPrivate, status, assigned...)
	return Feedback{ID: "f", OrgID: here, Interview: &i, AuthorID: author}
}

func offer(isPrivate *bool, status string) Offer {
	a := application(isPrivate, status)
	return Offer{ID: "o", OrgID: here, Application: &a}
}

func line(isPrivate *bool, status, object string) Line {
	a := application(isPrivate, status)
	return Line{Application: &a, Object: object}
}

func candidate(applications ...Application) Candidate {
	c := Candidate{ID: "c", OrgID: here}
	for _, a := range applications {
		c.Applications = append(c.Applications, &a)
	}
	return c
}

// ---- asking ----------------------------------------------------------------

func onPosition(m Member, action string, p Position) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Position(m, action, p) }
}

func onApplication(m Member, action string, a Application) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Application(m, action, a) }
}

func onCandidate(m Member, action string, c Candidate) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Candidate(m, action, c) }
}

func onInterview(m Member, action string, i Interview) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Interview(m, action, i) }
}

func onFeedback(m Member, f Feedback) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Feedback(m, "read", f) }
}

func onLine(m Member, action string, l Line) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Line(m, action, l) }
}

func onOffer(m Member, action string, f Offer) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Offer(m, action, f) }
}

func onItem(m Member, action string, item LibraryItem) func(*Oracle) bool {
	return func(o *Oracle) bool { return o.Library(m, action, item) }
}

// each makes one case of every action.
func each(make func(string, func(*Oracle) bool) instance, name string, ask func(action string) func(*Oracle) bool, actions ...string) []instance {
	var all []instance
	for _, action := range actions {
		all = append(all, make(name+": "+action, ask(action)))
	}
	return all
}
