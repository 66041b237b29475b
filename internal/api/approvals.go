package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/approvals"
)

// approvalJSON is one round of asking.
type approvalJSON struct {
	ID          string     `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Kind        string     `json:"kind" enum:"question,template,feedback_form,offer"`
	ItemID      string     `json:"item_id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Title       string     `json:"title" doc:"Of the item, as it was submitted" example:"Tell me about a decision you changed"`
	Revision    int        `json:"revision" doc:"Of the item: what is asked for" example:"3"`
	Change      bool       `json:"change" doc:"Of something that the organisation has already"`
	Submitter   namedJSON  `json:"submitter"`
	SubmittedAt time.Time  `json:"submitted_at"`
	State       string     `json:"state" enum:"pending,approved,rejected,withdrawn"`
	Decider     *namedJSON `json:"decider,omitempty"`
	DecidedAt   *time.Time `json:"decided_at,omitempty"`
	Reason      string     `json:"reason,omitempty" doc:"Of a rejection" example:"It asks for the answer it wants to hear."`
	Alone       bool       `json:"alone,omitempty" doc:"Decided by who submitted it, because nobody else who is active could"`
}

type approvalFilter struct {
	Paging
	State     string `query:"state" enum:"pending,approved,rejected,withdrawn" doc:"Only these, of all that you see"`
	Submitter string `query:"submitter" enum:"me" doc:"Only those that you have submitted"`
	Kind      string `query:"kind" enum:"question,template,feedback_form,offer" doc:"Only of these things"`
}

type rejectionInput struct {
	Reason string `json:"reason,omitempty" maxLength:"2000" doc:"Required; who submitted it reads it" example:"It asks for the answer it wants to hear."`
}

// approvals are the doors of asking a second person.
func (s *Server) approvals() {
	one := approvals.Gate.OnItem()
	Register(s, Op{Method: "GET", Path: "/approvals", Tag: "approvals", Summary: "List approvals",
		Description: "Those that wait and that you may decide, newest first; with state or submitter, all of that sort that you see. Nobody has their own under those to decide.", Need: approvals.Gate},
		func(ctx context.Context, a access.Actor, in *approvalFilter) (*List[approvalJSON], error) {
			f := approvals.Filter{State: approvals.State(in.State), Mine: in.Submitter == "me", Kind: kindInside(in.Kind), Q: in.Q}
			found, err := s.Approvals.List(ctx, a, f, in.Page())
			return Listed(found, approvalAsJSON), err
		})
	Register(s, Op{Method: "GET", Path: "/approvals/{id}", Tag: "approvals", Summary: "Read an approval", Need: one},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[approvalJSON], error) {
			r, err := s.Approvals.Get(ctx, a, in.ID)
			return Answer(approvalAsJSON(r)), err
		})
	Register(s, Op{Method: "POST", Path: "/approvals/{id}/approve", Tag: "approvals", Summary: "Approve a request",
		Description: "What was submitted is the organisation's from then on. 409 where it no longer waits.", Need: one},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[approvalJSON], error) {
			r, err := s.Approvals.Approve(ctx, a, in.ID)
			return Answer(approvalAsJSON(r)), err
		})
	Register(s, Op{Method: "POST", Path: "/approvals/{id}/reject", Tag: "approvals", Summary: "Reject a request",
		Description: "With a reason. A new item is Personal again; of a change, the live one stays. 409 where it no longer waits.", Need: one, Sight: s.seesApproval},
		func(ctx context.Context, a access.Actor, in *Act[rejectionInput]) (*One[approvalJSON], error) {
			r, err := s.Approvals.Reject(ctx, a, in.ID, in.Given().Reason)
			return Answer(approvalAsJSON(r)), err
		})
	Register(s, Op{Method: "POST", Path: "/approvals/{id}/withdraw", Tag: "approvals", Summary: "Withdraw a request",
		Description: "Yours, while it waits. 409 where it no longer does.", Need: one},
		func(ctx context.Context, a access.Actor, in *Act[Nothing]) (*One[approvalJSON], error) {
			r, err := s.Approvals.Withdraw(ctx, a, in.ID)
			return Answer(approvalAsJSON(r)), err
		})
}

func (s *Server) seesApproval(ctx context.Context, a access.Actor, id string) error {
	_, err := s.Approvals.Get(ctx, a, id)
	return err
}

// Feedback forms have their full name outside.
func kindInside(kind string) string {
	if kind == "feedback_form" {
		return "form"
	}
	return kind
}

func kindOutside(kind string) string {
	if kind == "form" {
		return "feedback_form"
	}
	return kind
}

func approvalAsJSON(r approvals.Request) approvalJSON {
	out := approvalJSON{ID: r.ID, Kind: kindOutside(r.Kind), ItemID: r.ItemID, Title: r.Title, Revision: r.Revision, Change: r.Change,
		Submitter: namedJSON{r.SubmitterID, r.Submitter}, SubmittedAt: r.SubmittedAt.Time, State: string(r.State), DecidedAt: moment(r.DecidedAt.Time), Reason: r.Reason, Alone: r.Alone}
	if r.DecidedBy != "" {
		out.Decider = &namedJSON{r.DecidedBy, r.Decider}
	}
	return out
}
