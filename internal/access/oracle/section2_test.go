package oracle

import (
	"fmt"
	"strings"
	"testing"
)

// The table of one position, section 2 of the specification, as it comes out on a public and on a private position, with
// an application that is in review and one that is in Offer. Where a cell of the specification says "yes" and this table
// says "no" beside it, section 3 takes it away: a closing stage closes mail and feedback to those without candidates:close.
const section2 = `
                                                   public            private
person                  column                     open   closing    open   closing

Admin                   compensation               yes    yes        yes    yes
Admin                   others' feedback           yes    yes        yes    yes
Admin                   own feedback               yes    yes        yes    yes
Admin                   e-mail                     yes    yes        yes    yes
Admin                   schedule                   yes    yes        yes    yes
Admin                   edit contact info          yes    yes        yes    yes
Admin                   activity                   yes    yes        yes    yes
Admin                   change of stage            yes    yes        yes    yes
Admin                   see the position           yes    yes        yes    yes

Hiring Manager          compensation               yes    yes        yes    yes
Hiring Manager          others' feedback           yes    yes        yes    yes
Hiring Manager          own feedback               yes    yes        yes    yes
Hiring Manager          e-mail                     yes    yes        yes    yes
Hiring Manager          schedule                   yes    yes        yes    yes
Hiring Manager          edit contact info          yes    yes        yes    yes
Hiring Manager          activity                   yes    yes        yes    yes
Hiring Manager          change of stage            yes    yes        yes    yes
Hiring Manager          see the position           yes    yes        yes    yes

Recruiter               compensation               yes    yes        yes    yes
Recruiter               others' feedback           yes    yes        yes    yes
Recruiter               own feedback               yes    yes        yes    yes
Recruiter               e-mail                     yes    yes        yes    yes
Recruiter               schedule                   yes    yes        yes    yes
Recruiter               edit contact info          yes    yes        yes    yes
Recruiter               activity                   yes    yes        yes    yes
Recruiter               change of stage            yes    yes        yes    yes
Recruiter               see the position           yes    yes        yes    yes

Team Member             compensation               no     no         no     no
Team Member             others' feedback           no     no         no     no
Team Member             own feedback               yes    yes        yes    yes
Team Member             e-mail                     yes    no         yes    no
Team Member             schedule                   yes    no         yes    no
Team Member             edit contact info          yes    yes        yes    yes
Team Member             activity                   yes    no         yes    no
Team Member             change of stage            yes    no         yes    no
Team Member             see the position           yes    yes        yes    yes

Other (Basic)           compensation               no     no         no     no
Other (Basic)           others' feedback           no     no         no     no
Other (Basic)           own feedback               yes    yes        yes    yes
Other (Basic)           e-mail                     no     no         no     no
Other (Basic)           schedule                   no     no         no     no
Other (Basic)           edit contact info          no     no         no     no
Other (Basic)           activity                   yes    no         no     no
Other (Basic)           change of stage            no     no         no     no
Other (Basic)           see the position           yes    yes        no     no

Other (Staffing)        compensation               no     no         no     no
Other (Staffing)        others' feedback           no     no         no     no
Other (Staffing)        own feedback               yes    yes        yes    yes
Other (Staffing)        e-mail                     no     no         no     no
Other (Staffing)        schedule                   no     no         no     no
Other (Staffing)        edit contact info          no     no         no     no
Other (Staffing)        activity                   yes    no         no     no
Other (Staffing)        change of stage            yes    no         no     no
Other (Staffing)        see the position           yes    yes        no     no

Other (Interviewer)     compensation               no     no         no     no
Other (Interviewer)     others' feedback           no     no         no     no
Other (Interviewer)     own feedback               yes    yes        yes    yes
Other (Interviewer)     e-mail                     no     no         no     no
Other (Interviewer)     schedule                   no     no         no     no
Other (Interviewer)     edit contact info          no     no         no     no
Other (Interviewer)     activity                   no     no         no     no
Other (Interviewer)     change of stage            no     no         no     no
Other (Interviewer)     see the position           no     no         no     no
`

var section2People = map[string]Member{
	"Admin":               admin(),
	"Hiring Manager":      nothing().on("hiring_manager"),
	"Recruiter":           nothing().on("recruiter"),
	"Team Member":         nothing().on("team_member"),
	"Other (Basic)":       basic(),
	"Other (Staffing)":    staffing(),
	"Other (Interviewer)": interviewer(),
}

var section2Columns = map[string]func(k *Asker, isPrivate *bool, status string) bool{
	"compensation": func(k *Asker, isPrivate *bool, _ string) bool {
		return k.Position("compensation_view", position(isPrivate))
	},
	"others' feedback": func(k *Asker, isPrivate *bool, status string) bool {
		return k.Feedback("read", feedback(isPrivate, status, "somebody else"))
	},
	"own feedback": func(k *Asker, isPrivate *bool, status string) bool {
		return k.Feedback("read", feedback(isPrivate, status, "me"))
	},
	"e-mail": func(k *Asker, isPrivate *bool, status string) bool {
		return k.Application("contact", application(isPrivate, status))
	},
	"schedule": func(k *Asker, isPrivate *bool, status string) bool {
		return k.Interview("schedule", interview(isPrivate, status))
	},
	"edit contact info": func(k *Asker, isPrivate *bool, status string) bool {
		return k.Candidate("edit_contact", candidate(application(isPrivate, status)))
	},
	"activity": func(k *Asker, isPrivate *bool, status string) bool {
		return k.Application("activity", application(isPrivate, status))
	},
	"change of stage": func(k *Asker, isPrivate *bool, status string) bool {
		return k.Application("move", application(isPrivate, status))
	},
	"see the position": func(k *Asker, isPrivate *bool, _ string) bool {
		return k.Position("view", position(isPrivate))
	},
}

func TestSection2TheTableOfOnePosition(t *testing.T) {
	o := New()
	rows := 0
	for _, row := range strings.Split(section2, "\n") {
		if len(row) < 51 || row[0] == ' ' || strings.HasPrefix(row, "person") {
			continue
		}
		person, column, cells := strings.TrimSpace(row[:24]), strings.TrimSpace(row[24:51]), strings.Fields(row[51:])
		rows++
		t.Run(person+" "+column, func(t *testing.T) {
			k := o.As(section2People[person])
			for _, closing := range []string{"offer", "hired", ""} {
				for i, c := range []struct {
					isPrivate *bool
					status    string
				}{{public, "in_review"}, {public, closing}, {private, "in_review"}, {private, closing}} {
					want := cells[i] == "yes"
					if got := section2Columns[column](k, c.isPrivate, c.status); got != want {
						t.Errorf("private %v, status %q: %v, want %v", *c.isPrivate, c.status, got, want)
					}
				}
			}
		})
	}
	if want := len(section2People) * len(section2Columns); rows != want {
		t.Errorf("the table has %d rows, want %d", rows, want)
	}
}

// "A custom role that holds one of these strings has that column, everywhere, on what it sees."
func TestSection2ACustomRoleThatHoldsOneOfTheseStringsHasThatColumnEverywhereOnWhatItSees(t *testing.T) {
	o := New()
	for _, c := range []struct{ column, permission, status string }{
		{"compensation", "job_positions:view_compensation", "in_review"},
		{"others' feedback", "interviews:view_feedback", "in_review"},
		{"e-mail", "candidates:contact", "in_review"},
		{"edit contact info", "candidates:update_contact", "in_review"},
		{"activity", "candidates:close", "offer"},
		{"change of stage", "candidates:close", "hired"},
	} {
		for _, m := range []struct {
			name          string
			member        Member
			public, hides bool
		}{
			{"Basic with it", basic(c.permission), true, false},
			{"Basic with it and view_private", basic(c.permission, "job_positions:view_private"), true, true},
			{"it alone, without sight", with(c.permission), false, false},
			{"it and view_private, without sight", with(c.permission, "job_positions:view_private"), false, false},
			{"Basic alone", basic(), false, false},
		} {
			for isPrivate, want := range map[*bool]bool{public: m.public, private: m.hides} {
				name := fmt.Sprintf("%s: %s, private %v", m.name, c.column, *isPrivate)
				t.Run(name, func(t *testing.T) {
					if got := section2Columns[c.column](o.As(m.member), isPrivate, c.status); got != want {
						t.Errorf("%v, want %v", got, want)
					}
				})
			}
		}
	}
	for _, m := range []Member{basic("job_positions:view_private"), with("job_positions:view", "job_positions:view_private")} {
		if !o.Position(m, "view", position(private)) {
			t.Errorf("view_private with job_positions:view does not show a private position")
		}
	}
}
