package access

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"candor/internal/access/oracle"
)

// Some questions need two rules at once. together compares both with the oracle's one answer, for all actors that
// matter to either.
func together(t *testing.T, reads []Permission, rows []state, decided func(a Actor, r Row) bool, asked func(k *oracle.Asker, r Row) bool) {
	t.Helper()
	for i, k := range askers(reads) {
		if k.key != nil && i%11 > 0 || i%3 > 0 && !full {
			continue // each rule is proved by itself: here some of the actors do
		}
		a, asking := k.actor(), theOracle.As(k.member())
		for _, s := range rows {
			if got, want := decided(a, s.Row), asked(asking, s.Row); got != want {
				t.Fatalf("decided %v, the oracle says %v\n%v\n%+v", got, want, k, s.Row)
			}
		}
	}
}

// few are some rows of a kind, spread over all its blocks.
func few(rs rows, every int) (out []state) {
	for i, s := range rs.all() {
		if i%every == 0 {
			out = append(out, s)
		}
	}
	return out
}

// "Moving to another position: candidates:update on both."
func TestMovingToAnotherPositionNeedsBoth(t *testing.T) {
	reads := strings_(CandidatesView, PositionsView, PositionsViewPrivate, CandidatesUpdate, CandidatesClose)
	for _, to := range few(positionRows(), 31) {
		together(t, reads, few(applicationRows(), 17),
			func(a Actor, r Row) bool { return May(a, ApplicationTransfer, r) && May(a, PositionReceive, to.Row) },
			func(k *oracle.Asker, r Row) bool {
				return k.MovePosition(asApplication(r), asPosition(to.Row))
			})
	}
}

// "A line of another position: sight of that position, else it says 'moved to another position'."
func TestAMovedLineIsReadWithSightOfTheOtherPosition(t *testing.T) {
	reads := strings_(CandidatesView, PositionsView, PositionsViewPrivate, CandidatesClose)
	moved := slices.DeleteFunc(lineRows().all(), func(s state) bool { return s.Object != "moved" })
	for _, other := range few(positionRows(), 31) {
		together(t, reads, few(rows{moved}, 5),
			func(a Actor, r Row) bool { return May(a, LineView, r) && May(a, PositionView, other.Row) },
			func(k *oracle.Asker, r Row) bool {
				l, place := asLine(r), asPosition(other.Row)
				l.OtherPosition = &place
				return k.Line("read", l)
			})
	}
}

// "Showing it on the posting": the posting is edited with job_positions:update, the pay needs view_compensation.
func TestPublishingPayNeedsBoth(t *testing.T) {
	together(t, strings_(PositionsView, PositionsViewPrivate, PositionsUpdate, PositionsViewCompensation), few(positionRows(), 1),
		func(a Actor, r Row) bool { return May(a, PositionUpdate, r) && May(a, PositionCompensation, r) },
		func(k *oracle.Asker, r Row) bool { return k.Position("compensation_publish", asPosition(r)) })
}

// A move out of a closing stage is a move of an application that is closing.
func TestLeavingAClosingStageIsForClosers(t *testing.T) {
	together(t, strings_(CandidatesView, PositionsViewPrivate, CandidatesUpdate, CandidatesClose), few(applicationRows(), 1),
		func(a Actor, r Row) bool { return May(a, ApplicationUpdate, r) && decide(closing, &a, &r) },
		func(k *oracle.Asker, r Row) bool { return k.Application("move_from_closing", asApplication(r)) })
}

// Linking is of the person; through a person with one application it is what the oracle says of the application.
func TestLinkingThroughAnApplication(t *testing.T) {
	together(t, strings_(CandidatesView, PositionsViewPrivate, CandidatesClose, MembersUpdate), few(applicationRows(), 1),
		func(a Actor, r Row) bool {
			return May(a, CandidateLink, Row{OrgID: r.OrgID, OwnMemberID: r.OwnMemberID, KnowsChildren: true, Children: []Row{r}})
		},
		func(k *oracle.Asker, r Row) bool {
			yes := k.Application("link_own_file", asApplication(r))
			if k.Application("unlink_own_file", asApplication(r)) != yes {
				t.Fatal("linking and unlinking differ")
			}
			return yes
		})
}

// Every question of the oracle is compared with a rule, or stands here with the place where it is answered.
func TestEveryQuestionIsCompared(t *testing.T) {
	others := map[string]string{
		"application.holds": "a step of the questions about a person", "candidate.erase": "no verb erases yet",
		"position.create": "job_positions:create in the role, by Require", "position.create_compensation": "positions.Create, with the team in place",
		"position.give_team_role": "positions.SetTeam: needs the strings given", "organisation.": "internal/org", "person.": "internal/org", "role.": "internal/org",
		"library.create": "questions:update or templates:update in the role, by Require", "library.publish_on_behalf": "no interviews yet", "offer.": "no offers yet",
	}
	delete(others, "organisation.gate")
	compared := map[string]bool{"organisation.gate": true, "application.move_position": true, "application.move_from_closing": true,
		"line.read": true, "position.compensation_publish": true, "application.link_own_file": true, "application.unlink_own_file": true}
	for _, p := range proofs() {
		k := theOracle.As(asker{role: everyString}.member())
		for _, ask := range p.ask {
			_, lines := theOracle.Explain(func(o *oracle.Oracle) bool {
				asking := o.As(k.Member())
				for i := 0; i < len(p.rows[0]); i += max(1, len(p.rows[0])/60) {
					ask(asking, p.rows[0][i])
				}
				return true
			})
			for _, line := range lines {
				name, _, _ := strings.Cut(line, ":")
				compared[name] = true
			}
		}
	}
	for _, question := range theOracle.Questions() {
		noun, _, _ := strings.Cut(question, ".")
		if !compared[question] && others[question] == "" && others[noun+"."] == "" {
			t.Errorf("%s is asked by no proof", question)
		}
	}
	if len(compared) < 30 {
		t.Error(fmt.Sprint("too few are compared: ", compared))
	}
}
