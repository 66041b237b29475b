package settings

import (
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"candor/internal/library"
	"candor/internal/library/profiles"
	"candor/internal/ui/kit"
	"candor/internal/ui/markdown"
)

// MeasuresPage is /settings/competencies or /settings/levels.
type MeasuresPage struct {
	Frame
	Axis                 profiles.Axis
	All                  []profiles.Measure
	Create, Edit, Delete bool
	Problems             kit.Problems
}

// axisWords are what the pages of competencies and of levels say.
type axisWords struct{ title, one, path, lead, empty, icon string }

func wordsOf(x profiles.Axis) axisWords {
	if x == profiles.Levels {
		return axisWords{"Levels", "level", "/settings/levels", "How far somebody's work reaches, from the first to the last. They are the columns of every job role's matrix.",
			"Name the steps of a career here, like Junior and Senior. Job roles say what each competency means at each of them.", "layers"}
	}
	return axisWords{"Competencies", "competency", "/settings/competencies", "What people are measured by. They are the rows of every job role's matrix.",
		"Name what good work is made of here, like Problem solving. Job roles say what each means at each level.", "list-checks"}
}

func (p MeasuresPage) words() axisWords { return wordsOf(p.Axis) }

func (p MeasuresPage) order() string {
	ids := make([]string, len(p.All))
	for i, m := range p.All {
		ids[i] = m.ID
	}
	return strings.Join(ids, ",")
}

func stepOf(id string) templ.Attributes {
	return templ.Attributes{"data-step": id, "id": "step-" + id}
}

// MeasureForm is a competency or level as typed.
type MeasureForm struct {
	Name        string `form:"name"`
	Description string `form:"description"`
}

// MeasurePage makes or changes one, in the dialog.
type MeasurePage struct {
	Frame
	Axis     profiles.Axis
	ID       string // empty for a new one
	Form     MeasureForm
	Problems kit.Problems
}

func (p MeasurePage) title() string {
	if p.ID == "" {
		return "New " + wordsOf(p.Axis).one
	}
	return "Edit " + wordsOf(p.Axis).one
}

func (p MeasurePage) action() string { return wordsOf(p.Axis).path + slash(p.ID) }

func slash(id string) string {
	if id == "" {
		return ""
	}
	return "/" + id
}

func (p MeasurePage) do() string {
	if p.ID == "" {
		return "Create " + wordsOf(p.Axis).one
	}
	return "Save " + wordsOf(p.Axis).one
}

// RetirePage asks to confirm that a competency, a level or a job role goes.
type RetirePage struct {
	Frame
	Title, Lead, Path, Back, Do string
	Problems                    kit.Problems
}

// JobRolesPage is /settings/job-roles.
type JobRolesPage struct {
	Frame
	Q      string
	Roles  []profiles.JobRole
	Next   string
	Create bool
}

var jobRoleHeads = []kit.Head{{Label: "Job role", Width: "wide"}, {Label: "Levels"}, {Label: "Competencies", Number: true}, {Label: "Version", Number: true}, {Label: "Changed"}}

func jobRoleHref(id string) string { return "/settings/job-roles/" + id }

func named(all []profiles.Named) string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = n.Name
	}
	return strings.Join(out, ", ")
}

// JobRolePage is a job role with its matrix. Open is the cell that is being written.
type JobRolePage struct {
	Frame
	Role         profiles.JobRole
	Edit, Delete bool
	Open         profiles.Cell
	Typed        string
	Seen         string
	Problems     kit.Problems
}

func (p JobRolePage) path() string { return jobRoleHref(p.Role.ID) }

func (p JobRolePage) open(c, l profiles.Named) bool {
	return p.Edit && p.Open == profiles.Cell{CompetencyID: c.ID, LevelID: l.ID}
}

// cellID is the place of a cell in the page: of its link, and of the field that stands there while one writes, so that
// the focus goes from one to the other.
func cellID(c, l profiles.Named) string { return "cell-" + c.ID + "-" + l.ID }

func (p JobRolePage) cellHref(c, l profiles.Named) string {
	return p.path() + "?cell=" + url.QueryEscape(c.ID+"."+l.ID) + "#" + cellID(c, l)
}

func html(text string) string { return markdown.HTML(text) }

// wide: more columns than fit beside each other.
func (p JobRolePage) wide() bool { return len(p.Role.Levels) > 5 }

func (p JobRolePage) filled() string {
	return kit.Number(p.Role.Filled()) + " of " + kit.Plural(len(p.Role.Competencies)*len(p.Role.Levels), "guideline", "guidelines") + " written"
}

// JobRoleForm is a job role without its cells, as typed.
type JobRoleForm struct {
	Name         string   `form:"name"`
	Description  string   `form:"description"`
	Competencies []string `form:"competency_ids"`
	Levels       []string `form:"level_ids"`
	Seen         int      `form:"seen"`
}

// JobRoleEditor makes or changes a job role.
type JobRoleEditor struct {
	Frame
	Role                 profiles.JobRole // zero for a new one
	Form                 JobRoleForm
	Competencies, Levels []profiles.Named // to choose from
	Problems             kit.Problems
}

// Offered are those that the reader sees, and those that are in the matrix, seen or not.
func Offered(seen, in []profiles.Named) []profiles.Named {
	out := slices.Clone(seen)
	for _, n := range in {
		if !slices.ContainsFunc(out, func(o profiles.Named) bool { return o.ID == n.ID }) {
			out = append(out, n)
		}
	}
	return out
}

func (p JobRoleEditor) title() string {
	if p.Role.ID == "" {
		return "New job role"
	}
	return "Edit " + p.Role.Name
}

func (p JobRoleEditor) back() string {
	if p.Role.ID == "" {
		return "/settings/job-roles"
	}
	return jobRoleHref(p.Role.ID)
}

func (p JobRoleEditor) action() string {
	if p.Role.ID == "" {
		return "/settings/job-roles"
	}
	return jobRoleHref(p.Role.ID) + "/edit"
}

func (p JobRoleEditor) crumbs() []kit.Crumb {
	out := []kit.Crumb{{Label: "Job roles", Href: "/settings/job-roles"}}
	if p.Role.ID != "" {
		out = append(out, kit.Crumb{Label: p.Role.Name, Href: jobRoleHref(p.Role.ID)})
	}
	return out
}

func (p JobRoleEditor) keep() string {
	if p.Role.ID == "" {
		return ""
	}
	return "One that you take out takes its guidelines along; the history keeps them."
}

func optionsOf(all []profiles.Named) []kit.Option {
	out := make([]kit.Option, len(all))
	for i, n := range all {
		out[i] = kit.Option{Value: n.ID, Label: n.Name}
	}
	return out
}

// HistoryPage is /settings/job-roles/{id}/history.
type HistoryPage struct {
	Frame
	Role     profiles.JobRole
	Versions []profiles.Version
	Next     string
}

// told is what a difference is about, and what it did.
func told(d profiles.Difference) string {
	switch d.What {
	case "name":
		return "Name"
	case "description":
		return "Description"
	case "competency_added":
		return "Added the competency " + d.Competency
	case "competency_removed":
		return "Took out the competency " + d.Competency
	case "level_added":
		return "Added the level " + d.Level
	case "level_removed":
		return "Took out the level " + d.Level
	}
	return d.Competency + " · " + d.Level
}

func compared(d profiles.Difference) []library.Word {
	if d.Before == "" && d.After == "" {
		return nil
	}
	return library.Words(d.Before, d.After)
}
