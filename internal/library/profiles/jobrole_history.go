package profiles

import (
	"context"

	"candor/internal/access"
	"candor/internal/db"
)

// Version is one state of a job role, with what it changed in the one before. The first has no changes.
type Version struct {
	Number  int
	Author  Named
	At      db.Time
	Changes []Difference
}

// Difference is one thing that a version changed.
type Difference struct {
	What          string // name, description, competency_added, competency_removed, level_added, level_removed, guideline
	Competency    string // by the name it had then
	Level         string
	Before, After string // of a name, a description, a guideline
}

// JobRoleVersions is the history of a job role, newest first, for those who see it; q looks through the names of authors.
func (r *Room) JobRoleVersions(ctx context.Context, a access.Actor, id, q string, page db.Page) (out db.List[Version], err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		j, err := nameRole(ctx, tx, a, id, "")
		if err != nil {
			return err
		}
		out, err = listVersions(ctx, tx, j.ID, q, page)
		return err
	})
	return out, err
}

// snapshot is a job role as a version keeps it.
type snapshot struct {
	Name         string     `json:"name"`
	Description  string     `json:"description"`
	Competencies []Named    `json:"competencies"`
	Levels       []Named    `json:"levels"`
	Cells        []keptCell `json:"cells"`
}

type keptCell struct {
	CompetencyID string `json:"competency_id"`
	LevelID      string `json:"level_id"`
	Guideline    string `json:"guideline"`
}

// snapshotOf keeps rows, columns and cells in the order in which the matrix shows them.
func snapshotOf(j JobRole) snapshot {
	s := snapshot{Name: j.Name, Description: j.Description, Competencies: append([]Named{}, j.Competencies...), Levels: append([]Named{}, j.Levels...), Cells: []keptCell{}}
	for _, c := range j.Competencies {
		for _, l := range j.Levels {
			if g := j.Guideline(c.ID, l.ID); g != "" {
				s.Cells = append(s.Cells, keptCell{c.ID, l.ID, g})
			}
		}
	}
	return s
}

func (s snapshot) guideline(c Cell) string {
	for _, k := range s.Cells {
		if k.CompetencyID == c.CompetencyID && k.LevelID == c.LevelID {
			return k.Guideline
		}
	}
	return ""
}

// sameFrame compares everything but cells; a name of a row or column is not the job role's.
func sameFrame(x, y snapshot) bool {
	return x.Name == y.Name && x.Description == y.Description && sameOnes(x.Competencies, y.Competencies) && sameOnes(x.Levels, y.Levels)
}

func sameOnes(x, y []Named) bool {
	for _, n := range x {
		if !has(y, n.ID) {
			return false
		}
	}
	return len(x) == len(y)
}

// changes says what a version changed in the one before. The cells of a row or column that came or went stand behind it.
func changes(before, after snapshot) (out []Difference) {
	if before.Name != after.Name {
		out = append(out, Difference{What: "name", Before: before.Name, After: after.Name})
	}
	if before.Description != after.Description {
		out = append(out, Difference{What: "description", Before: before.Description, After: after.Description})
	}
	for _, side := range []struct {
		what     string
		was, are []Named
	}{{"competency", before.Competencies, after.Competencies}, {"level", before.Levels, after.Levels}} {
		for _, n := range side.are {
			if !has(side.was, n.ID) {
				out = append(out, came(side.what, "added", n.Name))
			}
		}
		for _, n := range side.was {
			if !has(side.are, n.ID) {
				out = append(out, came(side.what, "removed", n.Name))
			}
		}
	}
	return append(out, cellChanges(before, after)...)
}

func came(what, how, name string) Difference {
	d := Difference{What: what + "_" + how}
	if what == "level" {
		d.Level = name
	} else {
		d.Competency = name
	}
	return d
}

func cellChanges(before, after snapshot) (out []Difference) {
	for _, k := range after.Cells {
		if was := before.guideline(Cell{k.CompetencyID, k.LevelID}); was != k.Guideline {
			out = append(out, after.cellChange(k, was, k.Guideline))
		}
	}
	for _, k := range before.Cells {
		if after.guideline(Cell{k.CompetencyID, k.LevelID}) == "" {
			out = append(out, before.cellChange(k, k.Guideline, ""))
		}
	}
	return out
}

func (s snapshot) cellChange(k keptCell, was, is string) Difference {
	return Difference{What: "guideline", Competency: nameOf(s.Competencies, k.CompetencyID), Level: nameOf(s.Levels, k.LevelID), Before: was, After: is}
}
