package library

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Category groups questions. Color is one of Colors. Questions is how many questions of it the reader sees, where it was
// asked for.
type Category struct {
	ID, Name, Color string
	CreatedAt       db.Time
	Questions       int
}

// Colors are those of the interface's chips.
var Colors = []string{"teal", "blue", "violet", "pink", "red", "orange", "amber", "green", "slate"}

// Categories are the organisation's, by name, each with how many questions the actor sees in it (questions:view).
func (r *Room) Categories(ctx context.Context, a access.Actor) (out []Category, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.QuestionsView); err != nil {
			return err
		}
		out, err = categories(ctx, tx, a, "")
		return err
	})
	return out, err
}

// Category is one of them (questions:view).
func (r *Room) Category(ctx context.Context, a access.Actor, id string) (c Category, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		c, err = seenCategory(ctx, tx, a, id)
		return err
	})
	return c, err
}

// seenCategory: without questions:view there are no categories.
func seenCategory(ctx context.Context, tx db.Tx, a access.Actor, id string) (Category, error) {
	if !a.Holds(access.QuestionsView) || id == "" {
		return Category{}, errs.Hidden()
	}
	found, err := categories(ctx, tx, a, id)
	if err == nil && len(found) == 0 {
		err = errs.Hidden()
	}
	if err != nil {
		return Category{}, err
	}
	return found[0], nil
}

// CreateCategory adds one (questions:update). Its name is unique among those that are there.
func (r *Room) CreateCategory(ctx context.Context, a access.Actor, c Category) (out Category, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.QuestionsUpdate); err != nil {
			return err
		}
		out, err = createCategory(ctx, tx, a, c)
		return err
	})
	return out, err
}

func createCategory(ctx context.Context, tx db.Tx, a access.Actor, c Category) (Category, error) {
	c.ID, c.CreatedAt, c.Questions = db.NewID(), db.At(tx.Now()), 0
	if err := c.check(ctx, tx, a); err != nil {
		return Category{}, err
	}
	if err := insertCategory(ctx, tx, a, c); err != nil {
		return Category{}, err
	}
	return c, auditCategory(ctx, tx, a, c, "category.created", nil, c.written())
}

// EditCategory renames or recolours one (questions:update); empty leaves alone.
func (r *Room) EditCategory(ctx context.Context, a access.Actor, id string, name, color *string) (out Category, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		was, err := heldCategory(ctx, tx, a, id)
		if err != nil {
			return err
		}
		out = was
		if name != nil {
			out.Name = *name
		}
		if color != nil {
			out.Color = *color
		}
		if err := out.check(ctx, tx, a); err != nil || out == was {
			return err
		}
		if err := updateCategory(ctx, tx, a, out); err != nil {
			return err
		}
		return auditCategory(ctx, tx, a, out, "category.updated", was.written(), out.written())
	})
	return out, err
}

// DeleteCategory removes one that no question is in (questions:update). It is refused (409) with how many questions the
// actor sees in it; one that only questions which they do not see are in is gone for everybody else.
func (r *Room) DeleteCategory(ctx context.Context, a access.Actor, id string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		c, err := heldCategory(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if c.Questions > 0 {
			return errs.Of(errs.Conflict, fmt.Sprintf("This category is in use: %s in it. Move them to another category first.", manyAre(c.Questions, "question"))).Coded("in_use")
		}
		if err := deleteCategory(ctx, tx, a, id); err != nil {
			return err
		}
		return auditCategory(ctx, tx, a, c, "category.deleted", c.written(), nil)
	})
}

// heldCategory is one that is about to be changed.
func heldCategory(ctx context.Context, tx db.Tx, a access.Actor, id string) (Category, error) {
	c, err := seenCategory(ctx, tx, a, id)
	if err != nil {
		return c, err
	}
	if err := a.Require(access.QuestionsUpdate); err != nil {
		return c, err
	}
	_, err = openCategory(ctx, tx, a.OrgID(), id, true)
	return c, err
}

func (c *Category) check(ctx context.Context, tx db.Tx, a access.Actor) error {
	var p problems
	c.Name = p.title("name", c.Name, "A category needs a name.")
	p.atMost("name", c.Name, 60)
	if c.Color == "" {
		p.add("color", "Choose a colour.")
	}
	oneOf(&p, "color", c.Color, Colors, "Choose one of the colours.")
	if taken, err := categoryNamed(ctx, tx, a.OrgID(), c.Name); err != nil {
		return err
	} else if taken != "" && taken != c.ID {
		p.add("name", "There is a category of this name.")
	}
	return p.err()
}

func (c Category) written() any { return map[string]string{"name": c.Name, "color": c.Color} }

func auditCategory(ctx context.Context, tx db.Tx, a access.Actor, c Category, action string, before, after any) error {
	return activity.Audit(ctx, tx, a, activity.Entry{Action: action, Object: "category", ObjectID: c.ID, ObjectName: c.Name, Before: before, After: after})
}

// manyAre counts in words: "1 question is", "3 questions are".
func manyAre(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}
