package candidates

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// ApplicationPage is /applications/{id}: one person on one position, with the résumé beside it.
type ApplicationPage struct {
	Shell shell.AppProps
	Clock kit.Clock
	candidates.Dossier
	Person   candidates.Profile // zero on one's own file
	Timeline *Timeline          // nil where the activity is withheld
	Resume   *Resume
	Note     NoteForm
	Address  string // of this page, filters and all
}

// NoteForm is the note somebody writes; what could not be taken comes back as typed.
type NoteForm struct {
	Body     string
	Mentions []string
	People   []candidates.Member // who can be mentioned without typing a name
	Problems kit.Problems
}

func (p ApplicationPage) path() string { return "/applications/" + p.ID }

func (p ApplicationPage) crumbs() []kit.Crumb {
	if p.PositionID == "" {
		return nil
	}
	return []kit.Crumb{{Label: p.PositionTitle, Href: "/positions/" + p.PositionID + "/board"}}
}

// withheld is the sentence for a part that this reader does not get; empty where they get it.
func withheld(all []candidates.Withheld, part string) string {
	for _, w := range all {
		if w.Part == part {
			return w.Sentence
		}
	}
	return ""
}

// send is something that the page does with one press.
type send struct{ Label, Icon, Action, Name, Value string }

// next is the main action: what the application waits for, as far as the reader may do it.
func (p ApplicationPage) next() *send {
	move := func(label, name, value string) *send {
		return &send{Label: label, Icon: "arrow-right", Action: p.path() + "/move", Name: name, Value: value}
	}
	switch {
	case p.Can.Reopen:
		return &send{Label: "Reopen", Icon: "undo-2", Action: p.path() + "/reopen"}
	case !p.Status.Active():
		return nil
	case p.Status == candidates.Offer && p.Can.ToHired:
		return move("Mark as hired", "status", string(candidates.Hired))
	case p.Status == candidates.Offer:
		return nil
	}
	at, rest := p.ahead()
	switch {
	case at != nil && !at.State.Done() && p.Can.Write:
		return &send{Label: "Complete " + at.Name, Icon: "check", Action: p.phase(at.ID), Name: "do", Value: string(candidates.CompletePhase)}
	case rest != nil && p.Can.Move:
		return move("Move to "+rest.Name, "phase_id", rest.ID)
	case rest == nil && p.Can.ToOffer:
		return move("Move to Offer", "status", string(candidates.Offer))
	}
	return nil
}

// ahead finds the phase that the application is in, and the next one of its plan that is not done: a parallel one
// first, then those of the stages after.
func (p ApplicationPage) ahead() (at, next *candidates.PhaseProgress) {
	began := p.Phase == nil
	for i := range p.Progress {
		stage := &p.Progress[i]
		for j := range stage.Phases {
			if stage.Phases[j].Current {
				at, began = &stage.Phases[j], true
			}
		}
		for j := range stage.Phases {
			if ph := &stage.Phases[j]; began && next == nil && ph != at && !ph.State.Done() && !ph.Archived {
				next = ph
			}
		}
	}
	return at, next
}

func (p ApplicationPage) phase(id string) string { return p.path() + "/phases/" + id }

// moving is the control of the stage: open, shut with the reason, or not there.
func (p ApplicationPage) moving() *kit.ButtonProps {
	b := kit.ButtonProps{Label: "Move to…", Icon: "columns-3", Href: p.path() + "/move", Dialog: true, Keys: "m"}
	switch {
	case p.Can.Move || p.Can.ToOffer || p.Can.ToHired:
		return &b
	case p.Can.Locked != nil && p.Closing:
		b.Reason, b.Icon, b.Keys = p.Can.Locked.Sentence, "lock", ""
		return &b
	}
	return nil
}

// more are the other things that can be done with the application.
func (p ApplicationPage) more() (items []kit.MenuItem) {
	add := func(may bool, i kit.MenuItem) {
		if may {
			items = append(items, i)
		}
	}
	asleep := p.Snoozed(p.now())
	active := p.Status.Active()
	add(p.Can.Transfer, kit.MenuItem{Label: "Move to another position…", Icon: "briefcase", Href: p.path() + "/transfer", Dialog: true})
	add(p.Can.Write && active && !asleep, kit.MenuItem{Label: "Snooze…", Icon: "alarm-clock", Href: p.path() + "/snooze", Dialog: true})
	add(p.Can.Write && active && asleep, kit.MenuItem{Label: "Wake up", Icon: "alarm-clock", Post: p.path() + "/snooze", Name: "for", Value: "wake", Stay: true})
	add(p.Can.Write, kit.MenuItem{Label: "Add a file…", Icon: "paperclip", Href: p.path() + "/files", Dialog: true})
	add(p.Can.Withdraw, kit.MenuItem{Label: "Candidate withdrew", Icon: "log-out", Post: p.path() + "/withdraw", Rule: true, Stay: true})
	add(p.Can.Delete, kit.MenuItem{Label: "Delete application…", Icon: "trash-2", Href: p.path() + "/delete", Dialog: true, Danger: true, Rule: true})
	return items
}

// stop is a stage on the way through, with the phases that run in it.
type stop struct {
	Name  string // of a stage without phases: Applied, Offer, Hired
	Note  string
	Since db.Time
	State string // done, current, ended; empty: to come
	Steps []step
}

// step is one phase on the way.
type step struct {
	candidates.PhaseProgress
	Menu []kit.MenuItem
}

// way is Applied, the stages of the plan, Offer and Hired, each with how far this application is.
func (p ApplicationPage) way() []stop {
	here := "current"
	if p.Status.Ended() {
		here = "ended"
	}
	first := stop{Name: candidates.Applied.Label(), State: "done", Since: p.AppliedAt}
	if p.Phase == nil && !p.Closing {
		first.State = here
	}
	out := []stop{first}
	for _, st := range p.Progress {
		s := stop{}
		done := true
		for _, ph := range st.Phases {
			s.Steps = append(s.Steps, step{ph, p.phaseMenu(ph)})
			done = done && ph.State.Done()
			if ph.Current {
				s.State = here
			}
		}
		if s.State == "" && (done || p.Closing) {
			s.State = "done"
		}
		out = append(out, s)
	}
	offer, hired := stop{Name: candidates.Offer.Label()}, stop{Name: candidates.Hired.Label()}
	switch p.Status {
	case candidates.Offer:
		offer.State, offer.Since = "current", p.MovedAt
	case candidates.Hired:
		offer.State, hired.State, hired.Since = "done", "current", p.MovedAt
	}
	return append(out, offer, hired)
}

// phaseMenu is what can be done to one phase from where it stands.
func (p ApplicationPage) phaseMenu(ph candidates.PhaseProgress) (items []kit.MenuItem) {
	open := p.Status == candidates.Applied || p.Status == candidates.InReview
	do := func(label, icon string, c candidates.PhaseChange) {
		items = append(items, kit.MenuItem{Label: label, Icon: icon, Post: p.phase(ph.ID), Name: "do", Value: string(c), Stay: true})
	}
	switch {
	case !p.Can.Write || !open:
	case ph.State.Done():
		do("Open again", "undo-2", candidates.ReopenPhase)
	default:
		do("Mark as completed", "check", candidates.CompletePhase)
		do("Skip", "minus", candidates.SkipPhase)
	}
	if p.Can.Move && !ph.Current && !ph.Archived {
		items = append(items, kit.MenuItem{Label: "Move here", Icon: "arrow-right", Post: p.path() + "/move", Name: "phase_id", Value: ph.ID, Stay: true, Rule: len(items) > 0})
	}
	return items
}

// facts are what is known of the application, one line each.
func (p ApplicationPage) facts() (facts []kit.Fact) {
	facts = append(facts, kit.Fact{Label: "Source", Text: p.Source.Label(p.SourceName)}, kit.Fact{Label: "Applied", Value: kit.Time(p.Clock, p.AppliedAt.Time)})
	if p.AddedBy != "" {
		facts = append(facts, kit.Fact{Label: "Added by", Text: p.AddedBy})
	}
	if !p.ConsentAt.IsZero() {
		facts = append(facts, kit.Fact{Label: "Consent", Value: consent(p)})
	}
	if others := p.others(); len(others) > 0 {
		facts = append(facts, kit.Fact{Label: "Also for", Value: alsoApplied(others)})
	}
	return facts
}

// others are the person's applications elsewhere that the reader sees.
func (p ApplicationPage) others() (out []candidates.Application) {
	for _, a := range p.Person.Applications {
		if a.ID != p.ID {
			out = append(out, a)
		}
	}
	return out
}

// contactFacts are the ways to reach a person.
func contactFacts(c candidates.Candidate) (facts []kit.Fact) {
	if len(c.Emails) > 0 {
		facts = append(facts, kit.Fact{Label: "E-mail", Value: emails(c.Emails)})
	} else {
		facts = append(facts, kit.Fact{Label: "E-mail", Value: quiet("No email on file")})
	}
	if c.Phone != "" {
		facts = append(facts, kit.Fact{Label: "Phone", Value: linkTo("tel:"+strings.ReplaceAll(c.Phone, " ", ""), c.Phone)})
	}
	if c.Location != "" {
		facts = append(facts, kit.Fact{Label: "Location", Text: c.Location})
	}
	if len(c.Links) > 0 {
		facts = append(facts, kit.Fact{Label: "Links", Value: links(c.Links)})
	}
	return facts
}

// linkWords is how a link is called: by its label, else by its address without what all have.
func linkWords(l candidates.Link) string {
	if l.Label != "" {
		return l.Label
	}
	_, rest, _ := strings.Cut(l.URL, "://")
	return strings.TrimSuffix(strings.TrimPrefix(rest, "www."), "/")
}

// said is an answer in words.
func said(a candidates.Answer) string {
	switch {
	case a.Kind == "yes_no" && a.Text == "yes":
		return "Yes"
	case a.Kind == "yes_no" && a.Text == "no":
		return "No"
	}
	return a.Text
}

// stay lets a form be answered without the page moving under the reader.
func stay() templ.Attributes {
	return templ.Attributes{"hx-swap": "outerMorph show:none", "hx-push-url": "false"}
}

// here lets a form exchange one part of the page; what was refused for good is shown as a page.
func here(id string) templ.Attributes {
	whole := "target:#main select:#main swap:outerHTML"
	return templ.Attributes{"hx-target": "#" + id, "hx-select": "#" + id, "hx-swap": "outerHTML show:none", "hx-push-url": "false",
		"hx-status:422": "swap:outerMorph", "hx-status:4xx": whole, "hx-status:5xx": whole}
}

func (p ApplicationPage) now() db.Time { return db.At(p.Clock.Now) }

func (p ApplicationPage) editHref() string {
	return "/candidates/" + p.CandidateID + "/edit?next=" + p.path()
}

func (n NoteForm) options() (out []kit.Option) {
	for _, m := range n.People {
		out = append(out, kit.Option{Value: m.ID, Label: m.Name})
	}
	return out
}

func currentStop(s stop) templ.Attributes {
	if s.State == "current" && len(s.Steps) == 0 {
		return templ.Attributes{"aria-current": "step"}
	}
	return nil
}

func currentPhase(s step) templ.Attributes {
	if s.Current {
		return templ.Attributes{"aria-current": "step"}
	}
	return nil
}

// byline is who finished a phase, and when exactly.
func byline(c kit.Clock, s step) string {
	words := s.State.Label()
	if s.ByName != "" {
		words += " by " + s.ByName
	}
	return words + ", " + c.Exact(s.At.Time)
}

// later are the forms that came while the application was there already.
func later(all []candidates.Submission) []candidates.Submission {
	if len(all) < 2 {
		return nil
	}
	return all[1:]
}

// submitted is who somebody said they were, when they sent the form.
func submitted(s candidates.Submission) (facts []kit.Fact) {
	facts = []kit.Fact{{Label: "Name", Text: s.Name}, {Label: "E-mail", Text: s.Email}}
	if s.Phone != "" {
		facts = append(facts, kit.Fact{Label: "Phone", Text: s.Phone})
	}
	if len(s.Links) > 0 {
		facts = append(facts, kit.Fact{Label: "Links", Value: links(s.Links)})
	}
	return facts
}

// tagHref leads to everybody with the tag.
func tagHref(tag string) templ.SafeURL {
	return templ.SafeURL("/candidates?" + url.Values{"tag": {tag}}.Encode())
}

// by says who did something, after what they did.
func by(name string) string {
	if name == "" {
		return ""
	}
	return " by " + name
}
