package approvals

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

const maxReason = 2000

// Approve makes what was submitted the organisation's. It needs the kind's :approve and somebody else's request, or
// that nobody else who is active could decide it. Whoever comes second is told so (409).
func (r *Room) Approve(ctx context.Context, a access.Actor, id string) (Request, error) {
	return r.decide(ctx, a, id, Approved, "")
}

// Reject ends a round with a reason, which who submitted and who made the item read. The item is Personal again.
func (r *Room) Reject(ctx context.Context, a access.Actor, id, reason string) (Request, error) {
	return r.decide(ctx, a, id, Rejected, strings.TrimSpace(reason))
}

func (r *Room) decide(ctx context.Context, a access.Actor, id string, to State, reason string) (out Request, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		q, err := waiting(ctx, tx, a, id)
		if err != nil {
			return err
		}
		pass, alone, err := permitDecision(ctx, tx, a, q)
		if err != nil {
			return err
		}
		if err := checkReason(to, reason); err != nil {
			return err
		}
		s, known := r.subjects[q.Kind]
		if !known {
			return fmt.Errorf("no room decides about %s", q.Kind)
		}
		if to == Approved && s.Check != nil {
			if err := s.Check(ctx, tx, a, q); err != nil {
				return err
			}
		}
		q.State, q.Reason, q.Alone, q.DecidedBy, q.Decider, q.DecidedAt = to, reason, alone, a.MemberID(), a.Name(), db.At(tx.Now())
		if err := settle(ctx, tx, pass, q); err != nil {
			return err
		}
		if to == Approved {
			err = s.Approved(ctx, tx, a, q)
		} else {
			err = s.Ended(ctx, tx, a, q)
		}
		if err != nil {
			return err
		}
		out = q
		if err := tellOutcome(ctx, tx, a, q); err != nil {
			return err
		}
		return tell(ctx, tx, a, q, string(to))
	})
	return out, err
}

// waiting holds a request that is to be decided. Who could have decided it is told that it no longer waits, and nothing
// else of it: a rejected or withdrawn round is no longer theirs to see.
func waiting(ctx context.Context, tx db.Tx, a access.Actor, id string) (Request, error) {
	q, found, err := byID(ctx, tx, a.OrgID(), id, true)
	if err != nil {
		return Request{}, err
	}
	row := q.Row()
	row.Status = string(Pending)
	if !found || !access.May(a, access.RequestView, q.Row()) && !access.May(a, access.RequestDecide, row) {
		return Request{}, errs.Hidden()
	}
	if q.State != Pending {
		return Request{}, errs.Of(errs.Conflict, "This request is no longer waiting: it was decided or withdrawn in the meantime.").Coded("decided")
	}
	return q, nil
}

// permitDecision: "Nobody decides their own request", unless nobody else is left to do it.
func permitDecision(ctx context.Context, tx db.Tx, a access.Actor, q Request) (pass access.Pass[access.Request], alone bool, err error) {
	pass, err = access.Permit(a, access.RequestDecide, q.Row())
	if err == nil || !access.May(a, access.RequestDecideAlone, q.Row()) {
		return pass, false, err
	}
	others, whoErr := decidersOf(ctx, tx, q)
	if whoErr != nil || len(others) > 0 {
		return pass, false, firstOf(whoErr, err)
	}
	pass, err = access.Permit(a, access.RequestDecideAlone, q.Row())
	return pass, true, err
}

func firstOf(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

func checkReason(to State, reason string) error {
	switch {
	case to == Rejected && reason == "":
		return errs.Bad(errs.F("reason", "Say why, so that it can be put right."))
	case utf8.RuneCountInString(reason) > maxReason:
		return errs.Bad(errs.F("reason", fmt.Sprintf("At most %d characters fit.", maxReason)))
	}
	return nil
}

// tellOutcome writes to who submitted and to who made the item, but not to who decided.
func tellOutcome(ctx context.Context, tx db.Tx, a access.Actor, q Request) error {
	readers := []string{q.SubmitterID}
	if q.CreatorID != q.SubmitterID {
		readers = append(readers, q.CreatorID)
	}
	for _, member := range readers {
		if member == a.MemberID() {
			continue
		}
		err := mail.Enqueue(ctx, tx, mail.Letter{OrgID: q.OrgID, ReaderMemberID: member, RequestID: q.ID, Template: mail.ApprovalDecided,
			Data: mail.Data{Inviter: a.Name(), Path: "/approvals/" + q.ID}, Unique: "decided:" + q.ID + ":" + member, ByMember: a.MemberID()})
		if err != nil {
			return err
		}
	}
	return nil
}
