package profiles

import (
	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Axis is one of the two sides of a matrix: competencies are its rows, levels its columns.
type Axis string

const (
	Competencies Axis = "competency"
	Levels       Axis = "level"
)

// Axes in the order in which people meet them.
var Axes = []Axis{Competencies, Levels}

// axis is what differs between the two.
type axis struct {
	table                        string
	view, create, update, delete access.Permission
}

func (x Axis) is() axis {
	if x == Levels {
		return axis{"levels", access.LevelsView, access.LevelsCreate, access.LevelsUpdate, access.LevelsDelete}
	}
	return axis{"competencies", access.CompetenciesView, access.CompetenciesCreate, access.CompetenciesUpdate, access.CompetenciesDelete}
}

// One is what a single one is called.
func (x Axis) One() string { return string(x) }

// Many is what several are called.
func (x Axis) Many() string { return x.is().table }

// View is the string that shows them.
func (x Axis) View() access.Permission { return x.is().view }

// Measure is a competency or a level: something people are measured by.
type Measure struct {
	ID, Name, Description string
	Rank                  int // its place in the organisation's order; levels stand from the first to the last
	CreatedAt, UpdatedAt  db.Time
}

// MeasureDraft is a competency or level as somebody fills it in; for a change, nil leaves alone.
type MeasureDraft struct{ Name, Description *string }

// Named is a thing by its name, where no more of it shows.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Longest texts, in characters.
const (
	maxMeasureName = 100
	maxMeasureText = 2000
)

// fill writes what the draft says into a measure, and says what is wrong with it.
func (d MeasureDraft) fill(x Axis, m *Measure) error {
	var wrong []errs.Field
	if d.Name != nil || m.Name == "" {
		m.Name = line(d.Name)
		wrong = append(wrong, lengths("name", m.Name, maxMeasureName, "Give the "+x.One()+" a name.")...)
	}
	if d.Description != nil {
		m.Description = text(d.Description)
		wrong = append(wrong, lengths("description", m.Description, maxMeasureText, "")...)
	}
	return errs.Bad(wrong...)
}

func nameTaken(err error, one string) error {
	if db.IsUnique(err) {
		return errs.Bad(errs.F("name", "There is a "+one+" of this name already."))
	}
	return err
}

// writtenMeasure is a competency or level in the audit log.
type writtenMeasure struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
}

func (m Measure) written() writtenMeasure { return writtenMeasure{m.Name, m.Description} }

func (m Measure) entry(x Axis, did string, before, after any) activity.Entry {
	return activity.Entry{Action: x.One() + "." + did, Object: x.One(), ObjectID: m.ID, ObjectName: m.Name, Before: before, After: after}
}
