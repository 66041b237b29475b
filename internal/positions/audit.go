package positions

import (
	"cmp"
	"context"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// seated is a member of a team as the audit log keeps it.
type seated struct {
	MemberID string          `json:"member_id"`
	Name     string          `json:"name"`
	TeamRole access.TeamRole `json:"team_role"`
}

// auditTeam keeps who was on the team and who is.
func auditTeam(ctx context.Context, tx db.Tx, a access.Actor, p Position, before map[string]access.TeamRole, after []Seat) error {
	var ids []string
	for id := range before {
		ids = append(ids, id)
	}
	for _, s := range after {
		ids = append(ids, s.MemberID)
	}
	names, err := activeMembers(ctx, tx, a, ids)
	if err != nil {
		return err
	}
	was, is := []seated{}, []seated{}
	for id, role := range before {
		was = append(was, seated{id, names[id], role})
	}
	for _, s := range after {
		is = append(is, seated{s.MemberID, names[s.MemberID], s.TeamRole})
	}
	for _, list := range [][]seated{was, is} {
		slices.SortFunc(list, func(x, y seated) int { return cmp.Compare(x.MemberID, y.MemberID) })
	}
	return activity.Audit(ctx, tx, a, activity.Entry{Action: "team.changed", Object: "position", ObjectID: p.ID, ObjectName: p.Title,
		PositionID: p.ID, Before: was, After: is})
}

// pay is compensation as the audit log keeps it, in the field group that not everybody reads.
type pay struct {
	Currency  string `json:"currency,omitempty"`
	Min       *int64 `json:"min_minor"`
	Max       *int64 `json:"max_minor"`
	Period    Period `json:"period,omitempty"`
	OnPosting bool   `json:"show_on_posting"`
}

func auditPay(ctx context.Context, tx db.Tx, a access.Actor, p Position, before, after Compensation) error {
	return activity.Audit(ctx, tx, a, activity.Entry{Action: "position.compensation", Object: "position", ObjectID: p.ID, ObjectName: p.Title,
		PositionID: p.ID, Group: "compensation", Before: pay(before), After: pay(after)})
}

// auditFlag keeps a switch: position.private, position.public.
func auditFlag(ctx context.Context, tx db.Tx, a access.Actor, p Position, action string, before, after bool) error {
	return activity.Audit(ctx, tx, a, activity.Entry{Action: action, Object: "position", ObjectID: p.ID, ObjectName: p.Title,
		PositionID: p.ID, Before: before, After: after})
}
