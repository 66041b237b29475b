package library

import (
	"context"
	"fmt"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
)

// settleTemplate tidies a template. A question is one's own or the organisation's, or was in the template before.
func settleTemplate(ctx context.Context, tx db.Tx, a access.Actor, t *Template, was Template) (p problems, err error) {
	t.Name = p.title("name", t.Name, "A template needs a name.")
	t.Description = p.text("description", t.Description, maxText)
	t.Guidance = p.text("guidance", t.Guidance, maxText)
	if len(t.Sections) > maxSections {
		p.add("sections", fmt.Sprintf("At most %d sections fit.", maxSections))
	}
	if len(t.asked()) > maxQuestions {
		p.add("sections", fmt.Sprintf("At most %d questions fit.", maxQuestions))
	}
	if len(p) > 0 {
		return p, nil
	}
	pinned := map[string]Asked{}
	for _, q := range was.asked() {
		pinned[q.QuestionID] = *q
	}
	found, err := questionsToAsk(ctx, tx, a, t.questionIDs())
	if err != nil {
		return p, err
	}
	seen := map[string]bool{}
	for i := range t.Sections {
		s, at := &t.Sections[i], fmt.Sprintf("sections.%d.", i)
		s.Title = p.line(at+"title", s.Title, maxTitle)
		for j := range s.Questions {
			q, at := &s.Questions[j], fmt.Sprintf("%squestions.%d.", at, j)
			q.Note = p.text(at+"note", q.Note, maxHelp)
			if q.Minutes < 0 || q.Minutes > maxMinutes {
				p.add(at+"minutes", fmt.Sprintf("Minutes go from 0 to %d.", maxMinutes))
			}
			if seen[q.QuestionID] {
				p.add(at+"question_id", "A template asks each question once.")
			}
			seen[q.QuestionID] = true
			q.pin(&p, at, found[q.QuestionID], pinned[q.QuestionID])
		}
	}
	return p, nil
}

// pin takes the revision that was asked for, if there is one to take: the one pinned before, or the live one.
func (q *Asked) pin(p *problems, at string, now questionNow, before Asked) {
	switch was := before.QuestionID != ""; {
	case was && (q.Revision == 0 || q.Revision == before.Revision):
		q.Revision, q.Title = before.Revision, before.Title
	case now.id == "":
		p.add(at+"question_id", "There is no such question.")
	case !now.mine && now.visibility != Org:
		p.add(at+"question_id", "A template takes questions of the organisation and your own.")
	case q.Revision == 0 || q.Revision == now.revision:
		q.Revision, q.Title = now.revision, now.title
	default:
		p.add(at+"revision", "Take the question as it is now, or leave out the revision.")
	}
}

// onlyOrgQuestions refuses a template whose questions are not all the organisation's. What stood in the organisation's
// template before may stay, although it has left the library since.
func onlyOrgQuestions(ctx context.Context, tx db.Tx, a access.Actor, t, was Template) error {
	states, err := questionStates(ctx, tx, a.OrgID(), t.questionIDs())
	if err != nil {
		return err
	}
	before := map[string]bool{}
	for _, id := range was.questionIDs() {
		before[id] = true
	}
	var own, gone []string
	for _, q := range t.asked() {
		switch state := states[q.QuestionID]; {
		case state == Org || before[q.QuestionID]:
		case state == "" || state == archived:
			gone = append(gone, "“"+q.Title+"”")
		default:
			own = append(own, "“"+q.Title+"”")
		}
	}
	var p problems
	if len(own) > 0 {
		p.add("sections", "A shared template takes questions of the organisation only. Publish first: "+strings.Join(own, ", ")+".")
	}
	if len(gone) > 0 {
		p.add("sections", "No longer in the library: "+strings.Join(gone, ", ")+".")
	}
	return p.err()
}

// dressTemplate reads the questions as they are pinned, and where they stand now. With sight of the question: who sees
// the template alone reads its titles.
func dressTemplate(ctx context.Context, tx db.Tx, a access.Actor, creatorID string, t *Template) error {
	found, err := questionsPinned(ctx, tx, a, t.asked())
	if err != nil {
		return err
	}
	for _, q := range t.asked() {
		now, ok := found[q.QuestionID]
		if !ok {
			continue
		}
		row := access.Row{OrgID: a.OrgID(), ID: now.id, Status: string(now.visibility), AuthorID: now.creator}
		if now.visibility == archived { // read where it is used
			row.Status = string(Org)
		}
		if !access.May(a, access.QuestionView, row) {
			continue
		}
		q.State, q.Latest, q.Text = now.visibility, now.revision, now.text
		if now.visibility == archived {
			q.Latest = q.Revision
		}
	}
	return nil
}
