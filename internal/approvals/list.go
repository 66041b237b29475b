package approvals

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Filter says which requests a list shows. The zero value: the pending ones that the actor may decide ("Your approvals").
type Filter struct {
	State  State  // empty: pending, or any together with Mine
	Mine   bool   // that the actor has submitted
	Kind   string // question, template, form, offer
	ItemID string
	Q      string // a part of the title
}

// List shows requests, the newest first. Without a state and without Mine it is Your approvals: what waits and the
// actor may decide, never their own. With either, everything of that sort that they see. It is refused (403) to those
// who can neither approve nor publish anything.
func (r *Room) List(ctx context.Context, a access.Actor, f Filter, page db.Page) (out db.List[Request], err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := Gate.Check(a); err != nil {
			return err
		}
		out, err = list(ctx, tx, a, f, page)
		return err
	})
	return out, err
}

// Gate is who comes to the list at all.
var Gate = access.NeedPermission(access.QuestionsApprove, access.TemplatesApprove, access.QuestionsPublish, access.TemplatesPublish)

// Waiting counts Your approvals, for the menu and the start page.
func Waiting(ctx context.Context, tx db.Tx, a access.Actor) (int, error) {
	see := access.Where(a, access.RequestDecide)
	if see.Nothing() {
		return 0, nil
	}
	return count(ctx, tx, see)
}

// Get is one request that the actor sees.
func (r *Room) Get(ctx context.Context, a access.Actor, id string) (out Request, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		q, found, err := byID(ctx, tx, a.OrgID(), id, false)
		if err != nil {
			return err
		}
		if !found || !access.May(a, access.RequestView, q.Row()) {
			return errs.Hidden()
		}
		out, err = q.decided(ctx, tx, a)
		return err
	})
	return out, err
}

// decided fills in what the actor may do, the exception of who is alone included.
func (r Request) decided(ctx context.Context, tx db.Tx, a access.Actor) (Request, error) {
	r.May = Rights{Decide: access.May(a, access.RequestDecide, r.Row()), Withdraw: access.May(a, access.RequestWithdraw, r.Row())}
	if r.May.Decide || !access.May(a, access.RequestDecideAlone, r.Row()) {
		return r, nil
	}
	others, err := decidersOf(ctx, tx, r)
	r.May.Decide = len(others) == 0
	return r, err
}

// Rounds are the requests for items, newest first, that the actor may see, in one query.
func Rounds(ctx context.Context, tx db.Tx, a access.Actor, itemIDs ...string) (map[string][]Request, error) {
	see := access.Where(a, access.RequestView)
	if see.Nothing() || len(itemIDs) == 0 {
		return nil, nil
	}
	rows, err := ofItems(ctx, tx, see, itemIDs)
	if err != nil {
		return nil, err
	}
	out := map[string][]Request{}
	for _, q := range rows {
		if q.State == Pending {
			if q, err = q.decided(ctx, tx, a); err != nil {
				return nil, err
			}
		}
		out[q.ItemID] = append(out[q.ItemID], q)
	}
	return out, nil
}

// Waiting is the count of Your approvals; zero for those who can approve nothing.
func (r *Room) Waiting(ctx context.Context, a access.Actor) (n int, err error) {
	if access.Where(a, access.RequestDecide).Nothing() {
		return 0, nil
	}
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		n, err = Waiting(ctx, tx, a)
		return err
	})
	return n, err
}

// Newest of Your approvals, at most so many, with how many there are.
func Newest(ctx context.Context, tx db.Tx, a access.Actor, most int) (all []Request, n int, err error) {
	if access.Where(a, access.RequestDecide).Nothing() {
		return nil, 0, nil
	}
	found, err := list(ctx, tx, a, Filter{}, db.Page{Limit: most})
	if err != nil {
		return nil, 0, err
	}
	if n = len(found.Items); found.Next != "" {
		n, err = Waiting(ctx, tx, a)
	}
	return found.Items, n, err
}

// Hears reports whether a live signal about a request is for the actor: they see it, or they could have decided it and
// now hear that it waits no longer. What became of it they are not told.
func (r *Room) Hears(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	q, found, err := byID(ctx, tx, a.OrgID(), id, false)
	if err != nil || !found {
		return false, err
	}
	return q.heardBy(a), nil
}

// heardBy: of a request that has ended, those who could have decided it learn that it has.
func (r Request) heardBy(a access.Actor) bool {
	row := r.Row()
	row.Status = string(Pending)
	return access.May(a, access.RequestView, r.Row()) || access.May(a, access.RequestDecide, row)
}
