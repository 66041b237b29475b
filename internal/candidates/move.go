package candidates

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Move puts an application somewhere else: into another stage or phase, or onto another position.
//
// It needs candidates:update there; from Offer and Hired, and into Hired, candidates:close. Into Offer, whoever will
// not see the activity any more must have confirmed that (409, confirm_closing) and cannot undo it. To another
// position it needs candidates:update on both; a position that the mover does not see is not there (404). A rejected application stays rejected (409). A withdrawn one is reopened by moving it.
func (r *Room) Move(ctx context.Context, a access.Actor, id string, m Move) (out Moved, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out, err = move(ctx, tx, a, id, m, db.NewID())
		return err
	})
	return out, err
}

// move is Move inside a transaction; changes with the same undo id are taken back together.
func move(ctx context.Context, tx db.Tx, a access.Actor, id string, m Move, undoID string) (Moved, error) {
	from, err := loadForChange(ctx, tx, a, id)
	if err != nil {
		return Moved{}, err
	}
	pass, err := permitMove(a, from, m)
	if err != nil {
		return Moved{}, err
	}
	to, err := target(ctx, tx, a, from, m)
	if err != nil {
		return Moved{}, err
	}
	if to.same(from) {
		return Moved{Application: from.show(a)}, nil
	}
	if from.Status == Withdrawn && to.PositionID == from.PositionID { // the person may have applied anew meanwhile
		if err := standsThere(ctx, tx, a, from.CandidateID, from.PositionID, from.ID); err != nil {
			return Moved{}, err
		}
	}
	before, err := remember(ctx, tx, from)
	if err != nil {
		return Moved{}, err
	}
	if err := settle(ctx, tx, a, pass, from, to); err != nil {
		return Moved{}, err
	}
	return moved(ctx, tx, a, from, before, undoID)
}

// permitMove asks for the right and, into Offer, whether the mover knows what it costs them.
func permitMove(a access.Actor, from record, m Move) (access.Pass[access.Application], error) {
	pass, err := access.Permit(a, m.rule(from), from.row())
	if err != nil {
		return pass, err
	}
	switch {
	case from.Status == Rejected:
		return pass, errs.Of(errs.Conflict, "A rejected application stays rejected. Add a new application for this person instead.").Coded("rejected")
	case !m.Seen.IsZero() && !m.Seen.Equal(from.MovedAt.Time):
		return pass, errs.Of(errs.Conflict, "Somebody else moved this application meanwhile. It is in "+from.where()+" now.").Coded("moved_meanwhile")
	case m.Status == Offer && from.Status != Offer && !m.Confirmed && closesFor(a, from):
		return pass, errs.Of(errs.Conflict, "In Offer its activity will close for you, and you cannot undo it: only the hiring manager, the recruiter and admins see it there. Confirm to go on.").Coded("confirm_closing")
	}
	return pass, nil
}

// rule of a move: each target has its own.
func (m Move) rule(from record) access.Rule[access.Application] {
	switch {
	case m.PositionID != "" && m.PositionID != from.PositionID:
		return access.ApplicationTransfer
	case m.Status == Hired:
		return access.ApplicationClose
	case m.Status == Offer:
		return access.ApplicationToOffer
	}
	return access.ApplicationUpdate
}

// closesFor reports whether the actor will not see the activity any more once the application is in Offer.
func closesFor(a access.Actor, rec record) bool {
	row := rec.row()
	row.Status = string(Offer)
	return !access.May(a, access.ApplicationActivity, row)
}

// where is how people call the place of an application.
func (rec record) where() string {
	if rec.Status == InReview && rec.PhaseID != "" {
		return rec.PhaseName
	}
	return rec.Status.Label()
}

// place is where an application goes.
type place struct {
	PositionID string
	Title      string
	Private    bool
	Status     Status
	Phase      *Phase
	Phases     []Phase // of the plan there
}

func (p place) phaseID() string {
	if p.Phase == nil {
		return ""
	}
	return p.Phase.ID
}

func (p place) same(from record) bool {
	return p.PositionID == from.PositionID && p.Status == from.Status && p.phaseID() == from.PhaseID
}

// target finds the place that a move names.
func target(ctx context.Context, tx db.Tx, a access.Actor, from record, m Move) (place, error) {
	to := place{PositionID: from.PositionID, Title: from.Title, Private: from.Private, Status: m.Status}
	if m.PositionID != "" && m.PositionID != from.PositionID {
		if err := to.onto(ctx, tx, a, from, m); err != nil {
			return to, err
		}
	}
	var err error
	if to.Phases, err = loadPhases(ctx, tx, to.PositionID); err != nil {
		return to, err
	}
	switch {
	case m.PhaseID != "" && m.Status != "" && m.Status != InReview:
		return to, errs.Bad(errs.F("phase_id", "Give a status or a phase, not both."))
	case m.PhaseID != "":
		to.Status = InReview
		if to.Phase = find(to.Phases, m.PhaseID); to.Phase == nil || to.Phase.Archived {
			return to, errs.Bad(errs.F("phase_id", "There is no such phase in this position's plan."))
		}
	case m.Status == InReview && from.PositionID == to.PositionID && from.Status == InReview:
		to.Phase = from.phase()
	case m.Status == InReview:
		to.Phase = first(to.Phases)
	case m.Status == Rejected, m.Status == Withdrawn:
		return to, errs.Bad(errs.F("status", "Reject or withdraw the application; it cannot be moved there."))
	case m.Status == "" && m.PositionID == "":
		return to, errs.Bad(errs.F("status", "Say where to move it: a status, a phase or a position."))
	case m.Status == "" && to.PositionID == from.PositionID:
		to.Status, to.Phase = from.Status, from.phase()
	case m.Status == "":
		to.Status = Applied
	case !m.Status.Known():
		return to, errs.Bad(errs.F("status", "There is no such status."))
	}
	return to, nil
}

// onto leads to another position: the mover sees it and needs the same right there, and nobody stands twice on one
// position.
func (p *place) onto(ctx context.Context, tx db.Tx, a access.Actor, from record, m Move) error {
	head, err := openPosition(ctx, tx, a, m.PositionID)
	if err != nil {
		return err
	}
	if _, err := access.Permit(a, access.PositionReceive, head.row("")); err != nil {
		return err
	}
	if m.Status.Closing() {
		return errs.Bad(errs.F("status", "Move it to the other position first, then into "+m.Status.Label()+"."))
	}
	if err := standsThere(ctx, tx, a, from.CandidateID, head.ID, from.ID); err != nil {
		return err
	}
	p.PositionID, p.Title, p.Private = head.ID, head.Title, head.Private
	return nil
}

func find(phases []Phase, id string) *Phase {
	for i := range phases {
		if phases[i].ID == id {
			return &phases[i]
		}
	}
	return nil
}

// first phase of a plan; nil if it has none.
func first(phases []Phase) *Phase {
	for i := range phases {
		if !phases[i].Archived {
			return &phases[i]
		}
	}
	return nil
}

// moved is what the mover gets: the application, if they still see it, and the way back, if there is one.
func moved(ctx context.Context, tx db.Tx, a access.Actor, from record, before memory, undoID string) (Moved, error) {
	now, err := loadApplication(ctx, tx, a, from.ID)
	if errs.Is(err, errs.NotFound) {
		return Moved{}, nil
	}
	if err != nil {
		return Moved{}, err
	}
	out := Moved{Application: now.show(a)}
	// Access: whoever may not change it any more (a non-closer who moved it into Offer) cannot take it back.
	if undoID == "" || !access.May(a, access.ApplicationUpdate, now.row()) {
		return out, nil
	}
	out.Undo, err = offerUndo(ctx, tx, a, now, before, undoID)
	return out, err
}
