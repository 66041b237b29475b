package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Shared counts what the organisation's library has; nil where the actor holds no :view of the kind.
type Shared struct{ Questions, Templates *int }

// SharedIn counts, in the caller's transaction, exactly what the lists show with bank=org.
func SharedIn(ctx context.Context, tx db.Tx, a access.Actor) (out Shared, err error) {
	if a.Holds(access.QuestionsView) {
		n, err := (&Shelf[access.Question, Question]{kind: questionKind}).count(ctx, tx, a, Filter{Bank: OrgBank})
		if err != nil {
			return out, err
		}
		out.Questions = &n
	}
	if a.Holds(access.TemplatesView) {
		n, err := (&Shelf[access.Template, Template]{kind: templateKind}).count(ctx, tx, a, Filter{Bank: OrgBank})
		if err != nil {
			return out, err
		}
		out.Templates = &n
	}
	return out, nil
}
