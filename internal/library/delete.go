package library

import (
	"context"
	"fmt"
	"strings"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/errs"
)

// Delete removes one's own Personal item, or an organisation's (:delete). What is in use is refused (409) and says by
// what, as far as the actor sees that. What only something that they do not see uses goes from every list, and stays
// readable there.
func (s *Shelf[K, C]) Delete(ctx context.Context, a access.Actor, id string) error {
	return access.Write(ctx, s.db, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		return s.deleteIn(ctx, tx, a, id)
	})
}

func (s *Shelf[K, C]) deleteIn(ctx context.Context, tx db.Tx, a access.Actor, id string) error {
	i, err := s.find(ctx, tx, a, id, true)
	if err != nil {
		return err
	}
	pass, err := access.Permit(a, s.remove, i.Row())
	if err != nil {
		return err
	}
	visible, hidden, err := s.usesOf(ctx, tx, a, id)
	if err != nil {
		return err
	}
	if len(visible) > 0 {
		return errs.Of(errs.Conflict, "This "+s.word+" is in use by "+listed(visible)+". Take it out there first.").Coded("in_use")
	}
	if err := s.record(ctx, tx, a, i, "deleted", map[string]any{"visibility": i.Visibility}, nil); err != nil {
		return err
	}
	if i.Visibility == Pending {
		if err := approvals.WithdrawOpen(ctx, tx, a, id); err != nil {
			return err
		}
	}
	if err := approvals.Forget(ctx, tx, id); err != nil {
		return err
	}
	if hidden {
		err = setVisibility(ctx, tx, i, archived)
	} else {
		err = remove(ctx, tx, pass)
	}
	if err != nil {
		return err
	}
	return s.signal(ctx, tx, i)
}

// usesOf asks everything that can use an item.
func (s *Shelf[K, C]) usesOf(ctx context.Context, tx db.Tx, a access.Actor, id string) (visible []string, hidden bool, err error) {
	users := s.users
	if s.name == questionKind.name {
		users = append([]InUse{templatesAsking}, users...)
	}
	for _, uses := range users {
		some, others, err := uses(ctx, tx, a, id)
		if err != nil {
			return nil, false, err
		}
		visible, hidden = append(visible, some...), hidden || others
	}
	return visible, hidden, nil
}

// listed names a few of what uses something, and counts the rest.
func listed(titles []string) string {
	const most = 3
	var out []string
	for n, t := range titles {
		if n == most {
			out = append(out, fmt.Sprintf("%d more", len(titles)-most))
			break
		}
		out = append(out, "“"+t+"”")
	}
	return strings.Join(out, ", ")
}
