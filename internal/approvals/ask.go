package approvals

import (
	"context"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

// Asked is what a new request is made of. The room that owns the item has decided that the actor may ask.
type Asked struct {
	Kind, ItemID, CreatorID, Title string
	Revision                       int
	Change                         bool
}

// Ask opens a round in the transaction of the verb that publishes: those who can decide get a letter, and open pages
// hear of it. While a round of the item is open there is no second one (409).
func Ask(ctx context.Context, tx db.Tx, a access.Actor, in Asked) (Request, error) {
	if _, open, err := Open(ctx, tx, in.ItemID); err != nil || open {
		if err == nil {
			err = errs.Of(errs.Conflict, "This is waiting for approval already. It can be withdrawn and submitted anew.").Coded("pending")
		}
		return Request{}, err
	}
	r := Request{ID: db.NewID(), OrgID: a.OrgID(), Kind: in.Kind, ItemID: in.ItemID, Title: in.Title, Revision: in.Revision, Change: in.Change, CreatorID: in.CreatorID,
		SubmitterID: a.MemberID(), Submitter: a.Name(), SubmittedAt: db.At(tx.Now()), State: Pending}
	if err := insert(ctx, tx, r); err != nil {
		return Request{}, err
	}
	deciders, err := decidersOf(ctx, tx, r)
	if err != nil {
		return Request{}, err
	}
	for _, member := range deciders {
		err := mail.Enqueue(ctx, tx, mail.Letter{OrgID: r.OrgID, ReaderMemberID: member, RequestID: r.ID, Template: mail.ApprovalWanted,
			Data: mail.Data{Inviter: a.Name(), Path: "/approvals/" + r.ID}, Unique: "approval:" + r.ID + ":" + member, ByMember: a.MemberID()})
		if err != nil {
			return Request{}, err
		}
	}
	return r, tell(ctx, tx, a, r, "submitted")
}

// decidersOf are the active members who could decide a request now.
func decidersOf(ctx context.Context, tx db.Tx, r Request) ([]string, error) {
	who, err := access.Who(ctx, tx, access.RequestDecide, r.Row())
	if err != nil {
		return nil, err
	}
	return membersOf(ctx, tx, who)
}

// tell writes what happened into the audit log and wakes open pages. The log has no title: what is not the
// organisation's is its creator's to know of.
func tell(ctx context.Context, tx db.Tx, a access.Actor, r Request, what string) error {
	e := activity.Entry{Action: r.Kind + "." + what, Object: r.Kind, ObjectID: r.ItemID, OwnerID: r.CreatorID,
		After: map[string]any{"request": r.ID, "revision": r.Revision, "change": r.Change, "alone": r.Alone}}
	if r.State == Approved {
		e.OwnerID = ""
	}
	if err := activity.Audit(ctx, tx, a, e); err != nil {
		return err
	}
	for _, s := range []activity.Signal{{Org: r.OrgID, Kind: "approval", ID: r.ID}, {Org: r.OrgID, Kind: r.Kind, ID: r.ItemID}} {
		if err := activity.Send(ctx, tx, s); err != nil {
			return err
		}
	}
	return nil
}
