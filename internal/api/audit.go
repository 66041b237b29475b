package api

import (
	"context"
	"encoding/json"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
)

// auditJSON is one change that an auditor asks about.
type auditJSON struct {
	ID            string          `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	At            time.Time       `json:"at"`
	Actor         namedJSON       `json:"actor" doc:"Without an id: Candor itself, or the command line"`
	Via           string          `json:"via" doc:"Through which door" example:"page"`
	Action        string          `json:"action" example:"member.role"`
	Object        string          `json:"object" example:"member"`
	ObjectID      string          `json:"object_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	ObjectName    string          `json:"object_name,omitempty" example:"Ines Ferreira"`
	PositionID    string          `json:"position_id,omitempty"`
	ApplicationID string          `json:"application_id,omitempty"`
	Before        json.RawMessage `json:"before,omitempty"`
	After         json.RawMessage `json:"after,omitempty"`
	Withheld      []string        `json:"withheld,omitempty" doc:"Values that follow a permission you lack" example:"[\"before\",\"after\"]"`
}

type auditFilter struct {
	Paging
	Action   string `query:"action" maxLength:"60" doc:"Only these" example:"member.role"`
	ActorID  string `query:"actor" doc:"Only by this member" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	ObjectID string `query:"object" doc:"Only about this thing" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
}

// audit is the door of the audit log.
func (s *Server) audit() {
	Register(s, Op{Method: "GET", Path: "/audit", Tag: "activity", Summary: "Read the audit log",
		Description: "Who changed what about access, settings and records, newest first. A line shows to those who see what it is about.",
		Need:        access.NeedRole(access.OrgAudit)},
		func(ctx context.Context, a access.Actor, in *auditFilter) (*List[auditJSON], error) {
			found, err := s.Org.AuditLog(ctx, a, activity.Asked{Action: in.Action, ActorID: in.ActorID, ObjectID: in.ObjectID, Q: in.Q}, in.Page())
			return Listed(found, auditAsJSON), err
		})
}

func auditAsJSON(l activity.Logged) auditJSON {
	out := auditJSON{ID: l.ID, At: l.At.Time, Actor: namedJSON{l.ActorID, l.ActorName}, Via: l.Via, Action: l.Action, Object: l.Object, ObjectID: l.ObjectID,
		ObjectName: l.ObjectName, PositionID: l.PositionID, ApplicationID: l.ApplicationID, Before: l.Before, After: l.After}
	if l.Withheld {
		out.Before, out.After, out.Withheld = nil, nil, []string{"before", "after"}
	}
	return out
}
