package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Link says that a person is one of our members, who then sees no more than name and status of the applications. It
// needs candidates:close where one visible application is, or members:update.
func (r *Room) Link(ctx context.Context, a access.Actor, id, memberID string) (Profile, error) {
	return r.link(ctx, a, id, memberID, "hand")
}

// Unlink takes a link away, for good: an equal address does not link the two again. It needs what Link needs, and
// is never done by the linked member.
func (r *Room) Unlink(ctx context.Context, a access.Actor, id string) (Profile, error) {
	return r.link(ctx, a, id, "", "unlinked")
}

// Linkable lists active members by name, for whoever may link this person to one of them; q narrows by the beginning of
// any part of the name. It needs what Link needs.
func (r *Room) Linkable(ctx context.Context, a access.Actor, id, q string) (out []Member, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, err := loadPerson(ctx, tx, a, id)
		if err != nil {
			return err
		}
		row, err := p.row(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.CandidateLink, row); err != nil {
			return err
		}
		out, err = membersNamed(ctx, tx, record{OrgID: p.OrgID}, q)
		return err
	})
	return out, err
}

func (r *Room) link(ctx context.Context, a access.Actor, id, memberID, how string) (out Profile, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, row, err := holdPerson(ctx, tx, a, id)
		if err != nil {
			return err
		}
		pass, err := access.Permit(a, access.CandidateLink, row)
		if err != nil {
			return err
		}
		if how == "hand" {
			name, err := memberName(ctx, tx, a.OrgID(), memberID)
			if err != nil {
				return err
			}
			if name == "" {
				return errs.Bad(errs.F("member_id", "There is no such member."))
			}
		} else if p.OwnMemberID == "" {
			return errs.Of(errs.Conflict, "This candidate is not linked to a member.").Coded("not_linked")
		}
		if err := auditLink(ctx, tx, a, p, "", p.OwnMemberID, memberID, "hand"); err != nil {
			return err
		}
		if err := changePerson(ctx, tx, pass, "own_member_id = ?, own_how = ?, ", null(memberID), how); err != nil {
			return err
		}
		for _, app := range row.Children {
			if err := activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "application", ID: app.ID, Position: app.PositionID}); err != nil {
				return err
			}
		}
		if err := activity.Send(ctx, tx, activity.Signal{Org: a.OrgID(), Kind: "candidate", ID: p.ID}); err != nil {
			return err
		}
		out, err = readAgain(ctx, tx, a, id)
		return err
	})
	return out, err
}

// auditLink writes what became of a person's link to a member, as two lines where one takes another's place: none of the
// two reads anything of it, not even that there was a link. Each line hangs on a visible application; whoever does not
// see that does not see the line either.
func auditLink(ctx context.Context, tx db.Tx, a access.Actor, p person, applicationID, from, to, how string) error {
	e := activity.Entry{Object: "candidate", ObjectID: p.ID, ApplicationID: applicationID}
	if applicationID == "" {
		seen, err := visibleOf(ctx, tx, a, []string{p.ID})
		if err != nil {
			return err
		}
		if apps := seen[p.ID]; len(apps) > 0 {
			e.ApplicationID = apps[0].ID
		}
	}
	if e.ApplicationID != "" {
		e.ObjectName = p.Name
	}
	if from != "" && from != to {
		e.Action, e.OwnFileOf = "candidate.unlinked", from
		e.Before, e.After = map[string]any{"member_id": from}, map[string]any{"member_id": ""}
		if err := activity.Audit(ctx, tx, a, e); err != nil {
			return err
		}
	}
	if to == "" || to == from {
		return nil
	}
	e.Action, e.OwnFileOf = "candidate.linked", to
	e.Before, e.After = map[string]any{"member_id": ""}, map[string]any{"member_id": to, "how": how}
	return activity.Audit(ctx, tx, a, e)
}

// auditByEmail notes that the database has just linked a person, who was nobody's own file before, because an address of
// theirs is a member's. Whoever wrote the address shut that member out of the file, so it is on record. Taking the
// address away again opens nothing: the file may well be that member's, and only who may unlink decides otherwise.
func auditByEmail(ctx context.Context, tx db.Tx, a access.Actor, id, applicationID string) error {
	people, err := loadPeople(ctx, tx, []string{id})
	if err != nil {
		return err
	}
	p := people[id]
	if p.OwnHow != "email" {
		return nil
	}
	return auditLink(ctx, tx, a, p, applicationID, "", p.OwnMemberID, "email")
}
