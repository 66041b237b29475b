package profiles

import (
	"fmt"
	"slices"

	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// JobRole is the profile that positions hire for, with a matrix that says what each of its competencies means at each of
// its levels. Rows and columns stand in the organisation's order. A list comes without cells.
type JobRole struct {
	ID, Name, Description string // Description is Markdown
	Version               int    // counts the changes; 1 is how it was made
	Competencies, Levels  []Named
	Cells                 map[Cell]string // a guideline each, in Markdown; a cell without one is not in it
	CreatedAt, UpdatedAt  db.Time
	EditedBy              Named // who made the version
}

// Cell is a place in a matrix.
type Cell struct{ CompetencyID, LevelID string }

// Guideline is what a competency means at a level.
type Guideline struct {
	Cell
	Text string // Markdown; empty takes it away
}

// NewJobRole is what a job role is made of; only Name is required.
type NewJobRole struct {
	Name, Description    string
	Competencies, Levels []string // ids
	Guidelines           []Guideline
}

// JobRolePatch changes some parts of a job role; nil leaves one as it is. A competency or level that is left out of its
// list takes its guidelines along; the history keeps them.
type JobRolePatch struct {
	Name, Description    *string
	Competencies, Levels *[]string // ids, all of them
	Seen                 int       // the version that was read; 0: whatever it is now
}

// Limits of a job role: names, texts and guidelines in characters.
const (
	MaxRows       = 40
	MaxColumns    = 12
	maxRoleName   = 200
	maxRoleText   = 20_000
	maxGuideline  = 4000
	guidelineName = "guideline"
)

// Has reports whether a cell is one of the matrix.
func (j JobRole) Has(c Cell) bool {
	return has(j.Competencies, c.CompetencyID) && has(j.Levels, c.LevelID)
}

// Guideline is the text of a cell.
func (j JobRole) Guideline(competencyID, levelID string) string {
	return j.Cells[Cell{competencyID, levelID}]
}

// Filled counts the cells that have a guideline.
func (j JobRole) Filled() int { return len(j.Cells) }

func has(all []Named, id string) bool {
	return slices.ContainsFunc(all, func(n Named) bool { return n.ID == id })
}

// check reports what is wrong with the texts and the size.
func (j *JobRole) check() (wrong []errs.Field) {
	j.Name, j.Description = line(&j.Name), text(&j.Description)
	wrong = append(wrong, lengths("name", j.Name, maxRoleName, "Give the job role a name.")...)
	wrong = append(wrong, lengths("description", j.Description, maxRoleText, "")...)
	if len(j.Competencies) > MaxRows {
		wrong = append(wrong, errs.F("competency_ids", fmt.Sprintf("A matrix has at most %d competencies.", MaxRows)))
	}
	if len(j.Levels) > MaxColumns {
		wrong = append(wrong, errs.F("level_ids", fmt.Sprintf("A matrix has at most %d levels.", MaxColumns)))
	}
	return wrong
}

// put writes a guideline into its cell.
func (j *JobRole) put(g Guideline) []errs.Field {
	g.Text = text(&g.Text)
	switch {
	case !has(j.Competencies, g.CompetencyID):
		return []errs.Field{errs.F("competency_id", "This competency is not in the matrix.")}
	case !has(j.Levels, g.LevelID):
		return []errs.Field{errs.F("level_id", "This level is not in the matrix.")}
	}
	if wrong := lengths(guidelineName, g.Text, maxGuideline, ""); wrong != nil {
		return wrong
	}
	cells := map[Cell]string{}
	for c, was := range j.Cells {
		cells[c] = was
	}
	if cells[g.Cell] = g.Text; g.Text == "" {
		delete(cells, g.Cell)
	}
	j.Cells = cells
	return nil
}

// writtenRole is a job role in the audit log; its history has the guidelines.
type writtenRole struct {
	Name         string   `json:"name"`
	Description  string   `json:"description,omitempty"`
	Competencies []string `json:"competencies"`
	Levels       []string `json:"levels"`
}

func (j JobRole) written() writtenRole {
	return writtenRole{j.Name, j.Description, called(j.Competencies), called(j.Levels)}
}

func called(all []Named) []string {
	out := make([]string, len(all))
	for i, n := range all {
		out[i] = n.Name
	}
	return out
}

func (j JobRole) entry(did string, before, after any) activity.Entry {
	return activity.Entry{Action: "job_role." + did, Object: "job_role", ObjectID: j.ID, ObjectName: j.Name, Before: before, After: after}
}
