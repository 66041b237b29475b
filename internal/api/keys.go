package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/org"
)

// keyJSON is an API key; the key itself is shown once, when it is made.
type keyJSON struct {
	ID          string              `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name        string              `json:"name" example:"Payroll"`
	Prefix      string              `json:"prefix" doc:"How the key begins" example:"cnd_Yk3vQ2pA"`
	Member      namedJSON           `json:"member" doc:"Whom it speaks for"`
	Permissions []access.Permission `json:"permissions" doc:"It does what both it and its member may" example:"[\"candidates:view\"]"`
	CreatedAt   time.Time           `json:"created_at"`
	ExpiresAt   *time.Time          `json:"expires_at,omitempty"`
	LastUsedAt  *time.Time          `json:"last_used_at,omitempty" doc:"To the minute"`
	Token       string              `json:"token,omitempty" doc:"Only in the answer that makes it"`
}

type keyInput struct {
	Name        string              `json:"name,omitempty" maxLength:"60" doc:"What will use it" example:"Payroll"`
	Permissions []access.Permission `json:"permissions,omitempty" maxItems:"200" doc:"Of those you hold yourself" example:"[\"candidates:view\"]"`
	ExpiresAt   *time.Time          `json:"expires_at,omitempty" doc:"Without one it lasts until it is revoked"`
}

// keyPatch changes what it names.
type keyPatch struct {
	Name      *string          `json:"name,omitempty" maxLength:"60" example:"Payroll"`
	ExpiresAt Maybe[time.Time] `json:"expires_at,omitempty" doc:"null: it lasts until it is revoked. Only the member whom the key speaks for can let it last longer"`
}

// keys are the doors of API keys.
func (s *Server) keys() {
	integrate := access.NeedRole(access.OrgIntegrate)
	Register(s, Op{Method: "GET", Path: "/keys", Tag: "keys", Summary: "List API keys", Description: "All of the organisation that are not revoked, newest first.", Need: integrate},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[keyJSON], error) {
			found, err := s.Org.Keys(ctx, a, in.Q, in.Page())
			return Listed(found, keyAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/keys", Tag: "keys", Summary: "Create an API key", Status: 201,
		Description: "It speaks for you, and holds only permissions that you hold.", Need: integrate, ShownOnce: true},
		func(ctx context.Context, a access.Actor, in *Body[keyInput]) (*One[keyJSON], error) {
			d := org.KeyDraft{Name: in.Body.Name, Permissions: in.Body.Permissions}
			if in.Body.ExpiresAt != nil {
				d.ExpiresAt = db.At(*in.Body.ExpiresAt)
			}
			k, err := s.Org.CreateKey(ctx, a, d)
			return Created("/keys/"+k.ID, keyAsJSON(k)), err
		})
	Register(s, Op{Method: "GET", Path: "/keys/{id}", Tag: "keys", Summary: "Read an API key", Need: integrate},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[keyJSON], error) {
			k, err := s.Org.Key(ctx, a, in.ID)
			return Answer(keyAsJSON(k)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/keys/{id}", Tag: "keys", Summary: "Change an API key",
		Description: "Its name, and when it ends. What it holds stays: make another instead.", Need: integrate},
		func(ctx context.Context, a access.Actor, in *Change[keyPatch]) (*One[keyJSON], error) {
			c := org.KeyChange{Name: in.Body.Name}
			if in.Body.ExpiresAt.Sent {
				c.ExpiresAt = &db.Time{}
				if !in.Body.ExpiresAt.Null {
					*c.ExpiresAt = db.At(in.Body.ExpiresAt.Value)
				}
			}
			k, err := s.Org.EditKey(ctx, a, in.ID, c)
			return Answer(keyAsJSON(k)), err
		})
	Register(s, Op{Method: "DELETE", Path: "/keys/{id}", Tag: "keys", Summary: "Revoke an API key", Description: "At once and for good.", Need: integrate},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Org.RevokeKey(ctx, a, in.ID)
		})
}

func keyAsJSON(k org.Key) keyJSON {
	return keyJSON{ID: k.ID, Name: k.Name, Prefix: k.Prefix, Member: namedJSON{k.MemberID, k.Member}, Permissions: k.Permissions, CreatedAt: k.CreatedAt.Time,
		ExpiresAt: moment(k.ExpiresAt.Time), LastUsedAt: moment(k.LastUsedAt.Time), Token: k.Token}
}
