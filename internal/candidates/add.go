package candidates

import (
	"context"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
)

// Added is a person added by hand, as far as whoever added them sees them.
type Added struct {
	CandidateID   string
	ApplicationID string  // empty without a position
	Profile       Profile // zero for those who may add candidates and see none
}

// Add adds a person by hand, with an application where a position is named. It needs sight of the position and
// candidates:create there; without a position, candidates:create in the role. An address that belongs to a person
// whom the actor sees is a conflict (409, known_person; ByEmail finds them) unless they say that this is somebody
// else; hidden people match nobody.
func (r *Room) Add(ctx context.Context, a access.Actor, in NewCandidate) (out Added, err error) {
	resume, err := r.KeepResume(ctx, a, in.PositionID, in.Resume)
	if err != nil {
		return out, err
	}
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		head, err := addable(ctx, tx, a, in.PositionID)
		if err != nil {
			return err
		}
		if err := in.check(resume != nil); err != nil {
			return err
		}
		if err := in.known(ctx, tx, a); err != nil {
			return err
		}
		out, err = add(ctx, tx, a, head, in, resume)
		return err
	})
	return out, err
}

// KeepResume takes in the résumé of somebody who is about to be added, for a form that may come back: nobody chooses the
// same file twice. It needs what Add needs, and answers nil where there is no file.
func (r *Room) KeepResume(ctx context.Context, a access.Actor, positionID string, u *Upload) (*files.Kept, error) {
	if err := r.mayAdd(ctx, a, positionID); err != nil { // before a file is taken in
		return nil, err
	}
	if u == nil {
		return nil, nil
	}
	kept, err := r.take(ctx, a, files.Resume, *u)
	if err != nil {
		return nil, field("resume", err)
	}
	return &kept, nil
}

// take keeps the bytes of an upload; one that is kept already stays as it is.
func (r *Room) take(ctx context.Context, a access.Actor, purpose files.Purpose, u Upload) (files.Kept, error) {
	if u.Kept != nil {
		return *u.Kept, nil
	}
	return r.Files.Keep(ctx, a, purpose, u.Name, u.Body)
}

func (r *Room) mayAdd(ctx context.Context, a access.Actor, positionID string) error {
	return access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		_, err := addable(ctx, tx, a, positionID)
		return err
	})
}

// addable finds the position that somebody new may be added to; nil where no position is named.
func addable(ctx context.Context, tx db.Tx, a access.Actor, positionID string) (*boardHead, error) {
	if positionID == "" {
		_, err := access.Permit(a, access.CandidateCreate, access.Row{OrgID: a.OrgID(), ID: "new", KnowsChildren: true})
		return nil, err
	}
	head, err := openPosition(ctx, tx, a, positionID)
	if err != nil {
		return nil, err
	}
	_, err = access.Permit(a, access.PositionAddCandidate, head.row(""))
	return &head, err
}

func (in *NewCandidate) check(resume bool) error {
	var p problems
	in.Name = p.name("name", in.Name)
	in.Emails = in.addresses(&p)
	in.Phone = p.line("phone", in.Phone, maxLine)
	in.Headline = p.line("headline", in.Headline, maxLine)
	in.Location = p.line("location", in.Location, maxLine)
	in.Links = p.links("links", in.Links)
	in.Tags = p.tags("tags", in.Tags)
	in.Source, in.SourceName = p.source(in.Source, in.SourceName)
	if in.PositionID == "" && in.PhaseID != "" {
		p.add("position_id", "Choose the position of the phase.")
	}
	if in.PositionID == "" && resume {
		p.add("position_id", "A résumé belongs to an application: choose a position.")
	}
	return p.err()
}

// addresses are all that are given, the single one first.
func (in NewCandidate) addresses(p *problems) []string {
	all, first := p.emails("emails", in.Emails), p.email("email", in.Email)
	if first == "" {
		return all
	}
	return append([]string{first}, slices.DeleteFunc(all, func(e string) bool { return db.Key(e) == db.Key(first) })...)
}

// source is the one given, or Added by hand.
func (p *problems) source(s Source, name string) (Source, string) {
	if s == "" {
		s = ByHand
	}
	if !s.Known() {
		p.add("source", "There is no such source.")
	}
	return s, p.line("source_name", name, maxLine)
}

// known refuses an address that belongs to a visible person, and names them.
func (in NewCandidate) known(ctx context.Context, tx db.Tx, a access.Actor) error {
	if in.SomebodyElse {
		return nil
	}
	var keys []string
	for _, e := range in.Emails {
		keys = append(keys, db.Key(e))
	}
	ids, err := sameEmail(ctx, tx, a, keys, "")
	if err != nil || len(ids) == 0 {
		return err
	}
	people, err := loadPeople(ctx, tx, ids[:1])
	if err != nil {
		return err
	}
	return errs.Of(errs.Conflict, "This e-mail belongs to "+people[ids[0]].Name+". Add an application to that person?").Coded("known_person")
}

func add(ctx context.Context, tx db.Tx, a access.Actor, head *boardHead, in NewCandidate, resume *files.Kept) (Added, error) {
	out := Added{CandidateID: db.NewID()}
	p := person{ID: out.CandidateID, Name: in.Name, Headline: in.Headline, Phone: in.Phone, Location: in.Location, Links: asJSON(in.Links)}
	if err := insertPerson(ctx, tx, a, p); err != nil {
		return out, err
	}
	if len(in.Emails) > 0 {
		if err := insertEmails(ctx, tx, a.OrgID(), p.ID, in.Emails); err != nil {
			return out, err
		}
	}
	if err := insertTags(ctx, tx, a.OrgID(), p.ID, in.Tags); err != nil {
		return out, err
	}
	if head == nil {
		err := activity.Record(ctx, tx, a, activity.Line{Kind: "candidate.added", CandidateID: p.ID})
		if err != nil {
			return out, err
		}
	} else {
		n := NewApplication{CandidateID: p.ID, PositionID: in.PositionID, PhaseID: in.PhaseID, Source: in.Source, SourceName: in.SourceName}
		var err error
		if out.ApplicationID, err = begin(ctx, tx, a, *head, n, resume); err != nil {
			return out, err
		}
	}
	if err := auditByEmail(ctx, tx, a, p.ID, out.ApplicationID); err != nil {
		return out, err
	}
	var err error
	out.Profile, err = readAgain(ctx, tx, a, p.ID)
	return out, err
}

// begin makes the application of a person on a position.
func begin(ctx context.Context, tx db.Tx, a access.Actor, head boardHead, in NewApplication, resume *files.Kept) (string, error) {
	own, err := ownOf(ctx, tx, in.CandidateID)
	if err != nil {
		return "", err
	}
	phases, err := loadPhases(ctx, tx, head.ID)
	if err != nil {
		return "", err
	}
	n := newApplication{ID: db.NewID(), CandidateID: in.CandidateID, At: head, OwnMemberID: own, Source: in.Source, SourceName: in.SourceName}
	if in.PhaseID != "" {
		if n.Phase = find(phases, in.PhaseID); n.Phase == nil || n.Phase.Archived {
			return "", errs.Bad(errs.F("phase_id", "There is no such phase in this position's plan."))
		}
	}
	if err := insertApplication(ctx, tx, a, n); err != nil {
		return "", err
	}
	if resume != nil {
		if _, err := files.Attach(ctx, tx, a, *resume, n.ID); err != nil {
			return "", err
		}
	}
	return n.ID, activity.Record(ctx, tx, a, activity.Line{Kind: "application.added", ApplicationID: n.ID, CandidateID: n.CandidateID, PositionID: head.ID,
		Data: map[string]any{"source": in.Source, "source_name": in.SourceName, "phase": phaseName(n.Phase)}})
}

func phaseName(p *Phase) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// AddApplication puts a person whom the actor sees on one more position. It needs sight of that position and
// candidates:create there; nobody adds one for themselves (403, own_file).
func (r *Room) AddApplication(ctx context.Context, a access.Actor, in NewApplication) (out Added, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, _, err := holdPerson(ctx, tx, a, in.CandidateID)
		if err != nil {
			return err
		}
		head, err := openPosition(ctx, tx, a, in.PositionID)
		if err != nil {
			return err
		}
		row := head.row(Applied)
		row.OwnMemberID = p.OwnMemberID
		if _, err := access.Permit(a, access.ApplicationAdd, row); err != nil {
			return err
		}
		var wrong problems
		in.Source, in.SourceName = wrong.source(in.Source, in.SourceName)
		if err := wrong.err(); err != nil {
			return err
		}
		if err := standsThere(ctx, tx, a, p.ID, head.ID, ""); err != nil {
			return err
		}
		out = Added{CandidateID: p.ID}
		if out.ApplicationID, err = begin(ctx, tx, a, head, in, nil); err != nil {
			return err
		}
		out.Profile, err = readAgain(ctx, tx, a, p.ID)
		return err
	})
	return out, err
}

// field gives an error about a file the name of the field it came in.
func field(name string, err error) error {
	e := errs.As(err)
	if e.Kind != errs.Invalid && e.Kind != errs.TooLarge {
		return err
	}
	out := *e
	out.Fields = []errs.Field{errs.F(name, e.Message)}
	return &out
}
