package library

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/library/profiles"
	"candor/internal/library/starter"
)

// StarterSet is how much of the starter set was not there yet.
type StarterSet struct {
	Categories, Competencies, Levels, JobRoles int
	Questions, Templates, Forms                int
}

// starterNeeds is what adding the set needs: everything that adding its parts one by one would.
var starterNeeds = []access.Permission{access.QuestionsView, access.QuestionsUpdate, access.QuestionsPublish, access.QuestionsApprove,
	access.TemplatesView, access.TemplatesUpdate, access.TemplatesPublish, access.TemplatesApprove,
	access.CompetenciesView, access.CompetenciesCreate, access.LevelsView, access.LevelsCreate, access.JobRolesView, access.JobRolesCreate}

// MayAddStarterSet reports whether the actor can add the starter set.
func MayAddStarterSet(a access.Actor) error {
	for _, p := range starterNeeds {
		if err := a.Require(p); err != nil {
			return err
		}
	}
	return nil
}

// AddStarterSet gives the organisation the questions, templates, forms, competencies, levels and the job role that Candor
// brings along: those whose name the organisation does not have yet. A second time adds nothing twice.
func (r *Room) AddStarterSet(ctx context.Context, a access.Actor) (added StarterSet, err error) {
	set, err := starter.Load()
	if err != nil {
		return added, fmt.Errorf("starter set: %w", err)
	}
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := MayAddStarterSet(a); err != nil {
			return err
		}
		p := &planting{r: r, tx: tx, a: a, set: set}
		for _, step := range []func(context.Context) error{p.words, p.jobRole, p.questions, p.templates, p.forms} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		if added = p.added; added == (StarterSet{}) {
			return nil
		}
		return activity.Audit(ctx, tx, a, activity.Entry{Action: "library.starter_set", Object: "organization", ObjectID: a.OrgID(), After: added})
	})
	return added, err
}

// planting is the set on its way into a library. What is there already is found by the key of its name.
type planting struct {
	r     *Room
	tx    db.Tx
	a     access.Actor
	set   starter.Set
	added StarterSet

	categories, competencies, levels, asked map[string]string // key of the name → id
}

func (p *planting) words(ctx context.Context) (err error) {
	if p.categories, err = named(ctx, p.tx, p.a, "library_categories"); err != nil {
		return err
	}
	for _, c := range p.set.Categories {
		if p.categories[db.Key(c.Name)] == "" {
			made, err := createCategory(ctx, p.tx, p.a, Category{Name: c.Name, Color: c.Color})
			if err != nil {
				return err
			}
			p.categories[db.Key(c.Name)] = made.ID
			p.added.Categories++
		}
	}
	if p.competencies, err = p.measures(ctx, profiles.Competencies, p.set.Competencies, &p.added.Competencies); err != nil {
		return err
	}
	p.levels, err = p.measures(ctx, profiles.Levels, p.set.Levels, &p.added.Levels)
	return err
}

func (p *planting) measures(ctx context.Context, x profiles.Axis, all []starter.Named, added *int) (map[string]string, error) {
	ids, err := named(ctx, p.tx, p.a, x.Many())
	if err != nil {
		return nil, err
	}
	for _, n := range all {
		if ids[db.Key(n.Name)] == "" {
			made, err := profiles.CreateMeasureIn(ctx, p.tx, p.a, x, profiles.MeasureDraft{Name: &n.Name, Description: &n.Description})
			if err != nil {
				return nil, err
			}
			ids[db.Key(n.Name)] = made.ID
			*added++
		}
	}
	return ids, nil
}

func (p *planting) jobRole(ctx context.Context) error {
	roles, err := named(ctx, p.tx, p.a, "job_roles")
	if err != nil || roles[db.Key(p.set.JobRole.Name)] != "" {
		return err
	}
	n := profiles.NewJobRole{Name: p.set.JobRole.Name, Description: p.set.JobRole.Description}
	for _, c := range p.set.Competencies {
		n.Competencies = append(n.Competencies, p.competencies[db.Key(c.Name)])
		for _, l := range p.set.Levels {
			n.Guidelines = append(n.Guidelines, profiles.Guideline{Text: p.set.JobRole.Cells[c.Name][l.Name],
				Cell: profiles.Cell{CompetencyID: p.competencies[db.Key(c.Name)], LevelID: p.levels[db.Key(l.Name)]}})
		}
	}
	for _, l := range p.set.Levels {
		n.Levels = append(n.Levels, p.levels[db.Key(l.Name)])
	}
	_, err = profiles.CreateJobRoleIn(ctx, p.tx, p.a, n)
	p.added.JobRoles++
	return err
}

func (p *planting) questions(ctx context.Context) (err error) {
	if p.asked, err = sharedTitles(ctx, p.tx, p.a, questionKind.name); err != nil {
		return err
	}
	for _, q := range p.set.Questions {
		if p.asked[db.Key(q.Title)] != "" {
			continue
		}
		c := Question{Title: q.Title, Description: q.Description, ModelAnswer: q.Answer, CategoryID: p.categories[db.Key(q.Category)],
			Difficulty: Difficulty(q.Difficulty), Answer: AnswerKind(q.AnswerKind), Tags: q.Tags}
		for _, name := range q.Competencies {
			c.Competencies = append(c.Competencies, p.competencies[db.Key(name)])
		}
		if p.asked[db.Key(q.Title)], err = plant(ctx, p, p.r.Questions, c); err != nil {
			return err
		}
		p.added.Questions++
	}
	return nil
}

func (p *planting) templates(ctx context.Context) error {
	have, err := sharedTitles(ctx, p.tx, p.a, templateKind.name)
	if err != nil {
		return err
	}
	for _, t := range p.set.Templates {
		if have[db.Key(t.Name)] != "" {
			continue
		}
		c := Template{Name: t.Name, Description: t.Description, Guidance: t.Guidance}
		for _, s := range t.Sections {
			section := Section{Title: s.Title}
			for _, q := range s.Questions {
				section.Questions = append(section.Questions, Asked{QuestionID: p.asked[db.Key(q.Title)], Minutes: q.Minutes})
			}
			c.Sections = append(c.Sections, section)
		}
		if _, err := plant(ctx, p, p.r.Templates, c); err != nil {
			return err
		}
		p.added.Templates++
	}
	return nil
}

func (p *planting) forms(ctx context.Context) error {
	have, err := sharedTitles(ctx, p.tx, p.a, formKind.name)
	if err != nil {
		return err
	}
	for _, f := range p.set.Forms {
		if have[db.Key(f.Name)] != "" {
			continue
		}
		c := Form{Name: f.Name, Description: f.Description}
		for _, x := range f.Fields {
			c.Fields = append(c.Fields, Field{Kind: FieldKind(x.Kind), Label: x.Label, Help: x.Help, Required: x.Required, Options: x.Options})
		}
		if _, err := plant(ctx, p, p.r.Forms, c); err != nil {
			return err
		}
		p.added.Forms++
	}
	return nil
}

// plant makes an item that is the organisation's from the start.
func plant[K access.Kind, C any](ctx context.Context, p *planting, s *Shelf[K, C], c C) (string, error) {
	var none C
	wrong, err := s.settle(ctx, p.tx, p.a, &c, none)
	if err == nil {
		err = wrong.err()
	}
	if err != nil {
		return "", err
	}
	now := db.At(p.tx.Now())
	i := Item{ID: db.NewID(), OrgID: p.a.OrgID(), Kind: s.name, Visibility: Personal, CreatorID: p.a.MemberID(), Revision: 1, CreatedAt: now, UpdatedAt: now}
	if err := s.insert(ctx, p.tx, i, c); err != nil {
		return "", err
	}
	if err := share(ctx, p.tx, i, 1); err != nil {
		return "", err
	}
	return i.ID, s.signal(ctx, p.tx, i)
}
