package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/files"
)

// Candidates lists the people whom the actor sees, a page at a time; Page.Count counts all of them. It needs
// candidates:view in the role or on at least one position (403).
func (r *Room) Candidates(ctx context.Context, a access.Actor, f CandidateFilter, page db.Page) (out db.List[Candidate], err error) {
	if err := a.RequireAnywhere(access.CandidatesView); err != nil {
		return out, err
	}
	if err := f.check(); err != nil {
		return out, err
	}
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rows, err := listPeople(ctx, tx, a, f, page)
		if err != nil {
			return err
		}
		ids := make([]string, len(rows.Items))
		for i, f := range rows.Items {
			ids[i] = f.ID
		}
		out.Next = rows.Next
		if out.Items, err = showPeople(ctx, tx, a, ids); err != nil || !page.Count {
			return err
		}
		n, err := countPeople(ctx, tx, a, f)
		out = out.Counted(n)
		return err
	})
	return out, err
}

func (f CandidateFilter) check() error {
	var wrong []errs.Field
	if f.Standing != "" && f.Standing.Label() == string(f.Standing) {
		wrong = append(wrong, errs.F("status", "There is no such status."))
	}
	if f.Source != "" && !f.Source.Known() {
		wrong = append(wrong, errs.F("source", "There is no such source."))
	}
	return errs.Bad(wrong...)
}

// Candidate is one person with the applications that the actor sees; whom they do not see is not there (404). On
// one's own file it holds name and status only.
func (r *Room) Candidate(ctx context.Context, a access.Actor, id string) (out Profile, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := loadPerson(ctx, tx, a, id)
		if err != nil {
			return err
		}
		out, err = profile(ctx, tx, a, p)
		return err
	})
	return out, err
}

func profile(ctx context.Context, tx db.Tx, a access.Actor, p person) (Profile, error) {
	people, err := showPeople(ctx, tx, a, []string{p.ID})
	if err != nil {
		return Profile{}, err
	}
	out := Profile{Candidate: people[0]}
	if out.Own {
		return out, nil
	}
	ids := make([]string, len(out.Applications))
	for i, app := range out.Applications {
		ids[i] = app.ID
	}
	if out.Files, err = files.OfAll(ctx, tx, a, ids); err != nil {
		return Profile{}, err
	}
	row, err := p.row(ctx, tx)
	if err != nil {
		return Profile{}, err
	}
	out.Can = CandidateCan{
		Update:  access.May(a, access.CandidateUpdate, row),
		Contact: access.May(a, access.CandidateContact, row),
		Delete:  access.May(a, access.CandidateDelete, row),
		Link:    access.May(a, access.CandidateLink, row),
		Add:     a.HoldsAnywhere(access.CandidatesCreate),
	}
	if out.Can.Link && p.OwnMemberID != "" {
		out.LinkedID = p.OwnMemberID
		if out.LinkedMember, err = memberName(ctx, tx, p.OrgID, p.OwnMemberID); err != nil {
			return Profile{}, err
		}
	}
	return out, nil
}

// ByEmail lists the people whom the actor sees and who have this address: what to offer before a second person of
// the same address is added.
func (r *Room) ByEmail(ctx context.Context, a access.Actor, email string) (out []Candidate, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		ids, err := sameEmail(ctx, tx, a, []string{db.Key(email)}, "")
		if err != nil {
			return err
		}
		out, err = showPeople(ctx, tx, a, ids)
		return err
	})
	return out, err
}

// Duplicates lists the people whom the actor sees and who seem to be the same as one of them: by an e-mail
// address, or by name with phone or link.
func (r *Room) Duplicates(ctx context.Context, a access.Actor, id string) (out []Candidate, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := loadPerson(ctx, tx, a, id)
		if err != nil || p.OwnMemberID != "" && p.OwnMemberID == a.MemberID() {
			return err
		}
		ids, err := seemSame(ctx, tx, a, p)
		if err != nil {
			return err
		}
		out, err = showPeople(ctx, tx, a, ids)
		return err
	})
	return out, err
}

// HearsCandidate is the decision behind live signals: whether the actor sees the person now, and more than one's own name.
func (r *Room) HearsCandidate(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	p, err := loadPerson(ctx, tx, a, id)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil && p.OwnMemberID != a.MemberID(), err
}
