package candidates

import (
	"candor/internal/candidates"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// NewPage is /candidates/new: somebody is added by hand.
type NewPage struct {
	Shell    shell.AppProps
	Targets  []candidates.Target
	Known    []candidates.Candidate // who have this address already: the choice that is asked for then
	Form     NewForm
	Problems kit.Problems
}

// NewForm is the page as typed.
type NewForm struct {
	Name, Email, Phone, Headline, Location, Links, Tags string
	Position                                            string // "ID" or "ID/PHASE"
	Source, SourceName                                  string
	Known                                               string
	Kept, KeptName                                      string // the résumé that came with an earlier try
}

func (p NewPage) back() string {
	if p.Form.Position != "" {
		for _, t := range p.Targets {
			if p.Form.Position == t.PositionID {
				return "/positions/" + t.PositionID + "/board"
			}
		}
	}
	return "/candidates"
}

// knownChoices ask whether it is one of them.
func (p NewPage) knownChoices() (out []kit.Option) {
	for _, c := range p.Known {
		out = append(out, kit.Option{Value: c.ID, Label: "It is " + c.Name + ": add an application to them", Help: whereOf(c)})
	}
	return append(out, kit.Option{Value: "else", Label: "It is somebody else: add a new person with the same address"})
}
