package company

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/library"
)

// addLibrary gives Northwind Labs the starter set, and items of its people in every state. Words that stand in one secret
// only are those of the canaries (internal/apptest/guards).
func (c *Company) addLibrary(ctx context.Context) error {
	c.travel(150)
	if _, err := c.House.Library.AddStarterSet(ctx, c.As(ctx, "ben")); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{c.addQuestions, c.addTemplates, c.addForms} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// drafted is an item of somebody's, as it is written.
type drafted struct {
	key, who string
	daysAgo  float64
	question library.Question
}

func (c *Company) addQuestions(ctx context.Context) error {
	c.travel(149)
	category, err := c.House.Library.CreateCategory(ctx, c.As(ctx, "sol"), library.Category{Name: "Laboratory", Color: "slate"})
	if err != nil {
		return err
	}
	c.Library["category:laboratory"] = category.ID
	for _, d := range []drafted{
		{"shared", "sol", 120, library.Question{Title: "A clock that is late by a second", CategoryID: category.ID, Difficulty: library.Medium, Answer: library.Exercise,
			Tags: []string{"time", "instruments"}, Description: "Famulus note to myself: too easy for engineers?"}},
		{"draft", "mia", 30, library.Question{Title: "Explain leap seconds to a poet", CategoryID: category.ID, Tags: []string{"ultracrepid"}, Description: "Quockerwodger: a draft nobody has seen."}},
		{"pending", "mia", 9, library.Question{Title: "Teach me something in three minutes", Difficulty: library.Easy, Answer: library.Discussion, Tags: []string{"teaching"},
			Description: "Ask for anything they know well. Snollygoster."}},
		{"rejected", "mia", 8, library.Question{Title: "Where do you see yourself in five years", Description: "Bumfuzzle."}},
		{"withdrawn", "mia", 7, library.Question{Title: "Describe your worst manager", Description: "Cattywampus."}},
		{"kit", "kit", 20, library.Question{Title: "What would you ask us", Tags: []string{"tittynope"}, Description: "Sialoquent, for the last five minutes."}},
	} {
		c.travel(d.daysAgo)
		e, err := c.House.Library.Questions.Create(ctx, c.As(ctx, d.who), d.question)
		if err != nil {
			return fmt.Errorf("%s: %w", d.key, err)
		}
		c.Library["question:"+d.key] = e.ID
	}
	if err := c.settleQuestions(ctx); err != nil {
		return err
	}
	// An interviewer writes nothing in the library, but what they have cloned is theirs.
	c.travel(5)
	return c.cloneQuestion(ctx, "ines", "shared", "ines", func(q *library.Question) { q.Description = "Gobemouche: how I ask it." })
}

// settleQuestions brings the questions into their states.
func (c *Company) settleQuestions(ctx context.Context) error {
	qs := c.House.Library.Questions
	c.travel(119)
	if _, err := qs.Edit(ctx, c.As(ctx, "sol"), c.Library["question:shared"], 0, func(q *library.Question) {
		q.Description = "An instrument reports its measurements one second late, every night at two. How do you find out why?"
		q.ModelAnswer = "A strong answer separates what is known from what is guessed, asks what else happens at two, and looks at the data before the code."
	}); err != nil {
		return err
	}
	if _, err := qs.Publish(ctx, c.As(ctx, "sol"), c.Library["question:shared"]); err != nil {
		return err
	}
	c.travel(10)
	if _, err := qs.Edit(ctx, c.As(ctx, "mia"), c.Library["question:shared"], 0, func(q *library.Question) {
		q.ModelAnswer += "\n\nSesquipedal: also ask what they would write into the incident report."
	}); err != nil {
		return err
	}
	for _, key := range []string{"pending", "rejected", "withdrawn"} {
		c.travel(6)
		if _, err := qs.Publish(ctx, c.As(ctx, "mia"), c.Library["question:"+key]); err != nil {
			return err
		}
	}
	c.travel(4)
	if _, err := qs.Withdraw(ctx, c.As(ctx, "mia"), c.Library["question:withdrawn"]); err != nil {
		return err
	}
	return reject(ctx, c, qs, "sol", c.Library["question:rejected"], "It asks for a speech, not for what somebody can do. Taradiddle.")
}

func reject[K access.Kind, C any](ctx context.Context, c *Company, shelf *library.Shelf[K, C], who, id, reason string) error {
	e, err := shelf.Get(ctx, c.As(ctx, who), id)
	if err == nil {
		_, err = c.House.Approvals.Reject(ctx, c.As(ctx, who), e.Approval.ID, reason)
	}
	return err
}

func (c *Company) cloneQuestion(ctx context.Context, who, from, to string, change func(*library.Question)) error {
	e, err := c.House.Library.Questions.Clone(ctx, c.As(ctx, who), c.Library["question:"+from])
	if err == nil {
		_, err = c.House.Library.Questions.Edit(ctx, c.As(ctx, who), e.ID, 0, change)
	}
	c.Library["question:"+to] = e.ID
	return err
}

func (c *Company) addTemplates(ctx context.Context) error {
	ts := c.House.Library.Templates
	for _, t := range []struct {
		key, who, name, guidance string
		daysAgo                  float64
		asks                     []string
		publish                  bool
	}{
		{"shared", "kit", "Laboratory visit", "Show them the clocks first.", 100, []string{"shared"}, true},
		{"draft", "mia", "Teaching sample", "Erinaceous plan, with a question of my own.", 25, []string{"shared", "draft"}, false},
		{"pending", "mia", "Learning conversation", "Jentacular: best before noon.", 6, []string{"shared"}, true},
	} {
		c.travel(t.daysAgo)
		var asked []library.Asked
		for _, key := range t.asks {
			asked = append(asked, library.Asked{QuestionID: c.Library["question:"+key], Minutes: 15})
		}
		e, err := ts.Create(ctx, c.As(ctx, t.who), library.Template{Name: t.name, Guidance: t.guidance, Sections: []library.Section{{Title: "Conversation", Questions: asked}}})
		if err == nil && t.publish {
			_, err = ts.Publish(ctx, c.As(ctx, t.who), e.ID)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		c.Library["template:"+t.key] = e.ID
	}
	return nil
}

func (c *Company) addForms(ctx context.Context) error {
	fs := c.House.Library.Forms
	for _, f := range []struct {
		key, who, name, about string
		daysAgo               float64
		publish               bool
	}{
		{"shared", "sol", "Visit feedback", "After a visit to the laboratory.", 90, true},
		{"draft", "kit", "Phone notes", "Xertz, a form of my own.", 15, false},
		{"rejected", "mia", "Gut feeling", "Nudiustertian.", 3, true},
	} {
		c.travel(f.daysAgo)
		e, err := fs.Create(ctx, c.As(ctx, f.who), library.Form{Name: f.name, Description: f.about, Fields: []library.Field{
			{Kind: library.RatingField, Label: "Curiosity", Required: true}, {Kind: library.TextField, Label: "What they asked"}, {Kind: library.RecommendationField, Label: "Recommendation", Required: true}}})
		if err == nil && f.publish {
			_, err = fs.Publish(ctx, c.As(ctx, f.who), e.ID)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		c.Library["form:"+f.key] = e.ID
	}
	c.travel(2.5)
	return reject(ctx, c, fs, "ben", c.Library["form:rejected"], "We write down what we heard and saw. Absquatulate.")
}
