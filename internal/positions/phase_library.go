package positions

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library"
)

// Pinned is what a phase takes from the library: an item, and its revision at that time. Its name is known to whoever
// sees the phase. Latest is the live revision; the phase keeps its own until somebody takes the newer one.
type Pinned struct {
	ID       string
	Revision int
	Name     string
	Latest   int
}

// Newer reports whether there is a revision since the one that the phase takes.
func (p Pinned) Newer() bool { return p.ID != "" && p.Latest > p.Revision }

// Pick says what a phase takes from the library. The same item again keeps its revision, unless Newest is asked for;
// another one is taken as it is now; none takes it off.
type Pick struct {
	ID     string
	Newest bool
}

// take puts a choice into a phase. Only what the organisation has and the actor sees can be chosen; what the phase has
// already can stay.
func (c Pick) take(ctx context.Context, tx db.Tx, a access.Actor, was Pinned, field, sentence string,
	usable func(context.Context, db.Tx, access.Actor, string) (int, error)) (Pinned, error) {
	if c.ID == "" || c.ID == was.ID && !c.Newest {
		if c.ID == "" {
			return Pinned{}, nil
		}
		return was, nil
	}
	revision, err := usable(ctx, tx, a, c.ID)
	if errs.Is(err, errs.NotFound) {
		return was, errs.Bad(errs.F(field, sentence))
	}
	return Pinned{ID: c.ID, Revision: revision}, err
}

func (p *Phase) choose(ctx context.Context, tx db.Tx, a access.Actor, template, form *Pick, at string) (err error) {
	if template != nil {
		p.Template, err = template.take(ctx, tx, a, p.Template, at+"template_id", "Choose an interview template of the organisation's library.", library.UsableTemplate)
	}
	if form != nil && err == nil {
		p.Form, err = form.take(ctx, tx, a, p.Form, at+"feedback_form_id", "Choose a feedback form of the organisation's library.", library.UsableForm)
	}
	return err
}

// pin takes what a new phase names, as it is now.
func (p *Phase) pin(ctx context.Context, tx db.Tx, a access.Actor, at string) error {
	template, form := Pick{ID: p.Template.ID}, Pick{ID: p.Form.ID}
	p.Template, p.Form = Pinned{}, Pinned{}
	return p.choose(ctx, tx, a, &template, &form, at)
}

// UsesTemplate says which phases take an interview template: those of positions that the actor sees by name, and
// whether there are others. It keeps the template from being deleted (library.InUse).
func UsesTemplate(ctx context.Context, tx db.Tx, a access.Actor, id string) (visible []string, hidden bool, err error) {
	return uses(ctx, tx, a, "template_id", id)
}

// UsesForm is UsesTemplate of feedback forms.
func UsesForm(ctx context.Context, tx db.Tx, a access.Actor, id string) (visible []string, hidden bool, err error) {
	return uses(ctx, tx, a, "form_id", id)
}

func uses(ctx context.Context, tx db.Tx, a access.Actor, column, id string) (visible []string, hidden bool, err error) {
	see := access.Where(a, access.PositionView)
	if !see.Nothing() {
		where, args := see.SQL("p")
		err = tx.NewRaw(`SELECT ph.name || ' (' || p.title || ')' FROM phases AS ph JOIN positions AS p ON p.id = ph.position_id
			WHERE ph.`+column+` = ? AND ph.archived_at IS NULL AND `+where+` ORDER BY p.title_key, p.id, ph.stage, ph.rank`, append([]any{id}, args...)...).Scan(ctx, &visible)
		if err != nil {
			return nil, false, fmt.Errorf("look for phases: %w", err)
		}
	}
	var all int
	if err = tx.NewRaw(`SELECT count(*) FROM phases WHERE `+column+` = ?`, id).Scan(ctx, &all); err != nil {
		return nil, false, fmt.Errorf("count phases: %w", err)
	}
	return visible, all > len(visible), nil
}
