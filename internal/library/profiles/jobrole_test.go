package profiles_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
)

func TestWhoMayDoWhatWithJobRoles(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		c.hire("blind", "blind", access.JobRolesCreate, access.JobRolesUpdate, access.JobRolesDelete)
		for _, who := range []struct {
			name                        string
			list, one, create, edit, do errs.Kind
		}{
			{"ada", fine, fine, fine, fine, fine},
			{"sol", fine, fine, fine, fine, fine},
			{"ines", fine, fine, refused, refused, refused},
			{"blind", refused, hidden, fine, hidden, hidden},
		} {
			a := c.as(who.name)
			_, err := c.room.JobRoles(t.Context(), a, "", db.Page{})
			c.is(err, who.list, who.name, "list")
			_, err = c.room.JobRole(t.Context(), a, e.id)
			c.is(err, who.one, who.name, "one")
			_, err = c.room.JobRoleVersions(t.Context(), a, e.id, "", db.Page{})
			c.is(err, who.one, who.name, "history")
			_, err = c.room.CreateJobRole(t.Context(), a, profiles.NewJobRole{Name: "By " + who.name})
			c.is(err, who.create, who.name, "create")
			_, err = c.room.EditJobRole(t.Context(), a, e.id, profiles.JobRolePatch{Description: ptr("By " + who.name)})
			c.is(err, who.edit, who.name, "edit")
			_, err = c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: e.cell(), Text: "By " + who.name}})
			c.is(err, who.edit, who.name, "cell")
			_, err = c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Text: "x"}})
			if who.edit == fine {
				c.is(err, invalid, who.name)
			} else {
				c.is(err, who.edit, who.name, "hidden and refused come before invalid")
			}
			if who.do == fine {
				made, err := c.room.CreateJobRole(t.Context(), a, profiles.NewJobRole{Name: "Again by " + who.name})
				c.is(err, fine)
				c.is(c.room.DeleteJobRole(t.Context(), a, made.ID), fine, who.name)
			} else {
				c.is(c.room.DeleteJobRole(t.Context(), a, e.id), who.do, who.name, "delete")
			}
		}
	})
}

// With job_roles:view alone one sees the matrix with the names of its rows and columns.
func TestNamesInsideAMatrixNeedNoFurtherString(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		c.hire("reader", "reader", access.JobRolesView, access.JobRolesUpdate)
		reader := c.as("reader")
		j, err := c.room.JobRole(t.Context(), reader, e.id)
		c.is(err, fine)
		if got := fmt.Sprint(j.Competencies[0].Name, " ", j.Levels[1].Name); got != "Craft Senior" {
			t.Errorf("%s: rows and columns stand in the organisation's order", got)
		}
		// They choose among what they see, which is nothing; what is in the matrix they may keep or take out.
		choices, err := c.room.Choices(t.Context(), reader)
		c.is(err, fine)
		if len(choices.Competencies)+len(choices.Levels) != 0 || len(choices.JobRoles) != 1 {
			t.Errorf("%+v", choices)
		}
		more := c.measure(profiles.Competencies, "More")
		_, err = c.room.EditJobRole(t.Context(), reader, e.id, profiles.JobRolePatch{Competencies: &[]string{e.craft, more}})
		c.is(err, invalid)
		_, unknown := c.room.EditJobRole(t.Context(), reader, e.id, profiles.JobRolePatch{Competencies: &[]string{e.craft, db.NewID()}})
		if fmt.Sprint(errs.As(err).Fields) != fmt.Sprint(errs.As(unknown).Fields) {
			t.Errorf("hidden and unknown differ: %v, %v", err, unknown)
		}
		j, err = c.room.EditJobRole(t.Context(), reader, e.id, profiles.JobRolePatch{Competencies: &[]string{e.craft}})
		c.is(err, fine)
		if len(j.Competencies) != 1 || j.Version != 2 {
			t.Errorf("%+v", j)
		}
	})
}

func TestEachChangeIsAVersionWithItsAuthor(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		step := func(who string, do func(a access.Actor) (profiles.JobRole, error)) profiles.JobRole {
			t.Helper()
			c.clock.Advance(time.Minute)
			j, err := do(c.as(who))
			c.is(err, fine)
			return j
		}
		cell := func(text string) func(access.Actor) (profiles.JobRole, error) {
			return func(a access.Actor) (profiles.JobRole, error) {
				return c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: e.cell(), Text: text}})
			}
		}
		step("sol", cell("Tests, always."))
		if j := step("sol", cell(" Tests, always. ")); j.Version != 2 {
			t.Errorf("nothing changed, and it is version %d", j.Version)
		}
		step("ada", cell(""))
		edit := func(p profiles.JobRolePatch) func(access.Actor) (profiles.JobRole, error) {
			return func(a access.Actor) (profiles.JobRole, error) { return c.room.EditJobRole(t.Context(), a, e.id, p) }
		}
		step("ada", cell("Back."))
		step("sol", edit(profiles.JobRolePatch{Name: ptr("Builder"), Levels: &[]string{e.senior}}))
		if j := step("sol", edit(profiles.JobRolePatch{Name: ptr("Builder")})); j.Version != 5 || j.EditedBy.Name != "Sol" || j.UpdatedAt.Time != noon.Add(5*time.Minute) {
			t.Errorf("%+v", j)
		}
		list, err := c.room.JobRoleVersions(t.Context(), c.as("ines"), e.id, "", db.Page{Limit: 2, Count: true})
		c.is(err, fine)
		rest, err := c.room.JobRoleVersions(t.Context(), c.as("ines"), e.id, "", db.Page{Limit: 20, Cursor: list.Next})
		c.is(err, fine)
		var told []string
		for _, v := range append(list.Items, rest.Items...) {
			told = append(told, fmt.Sprintf("v%d %s", v.Number, v.Author.Name))
			for _, d := range v.Changes {
				told = append(told, strings.TrimSpace(fmt.Sprintf("%s %s%s [%s] [%s]", d.What, d.Competency, d.Level, d.Before, d.After)))
			}
		}
		want := []string{"v5 Sol", "name  [Engineer] [Builder]", "level_removed Junior [] []", "guideline CraftJunior [Back.] []",
			"v4 Ada", "guideline CraftJunior [] [Back.]", "v3 Ada", "guideline CraftJunior [Tests, always.] []", "v2 Sol", "guideline CraftJunior [Tests.] [Tests, always.]", "v1 Ada"}
		if strings.Join(told, "\n") != strings.Join(want, "\n") || *list.Count != 5 {
			t.Errorf("got\n%s", strings.Join(told, "\n"))
		}
		if n := c.number(`SELECT count(*) FROM audit WHERE object = 'job_role' AND object_id = ?`, e.id); n != 5 {
			t.Errorf("%d lines in the audit log", n)
		}
	})
}

// The history tells names as they were; the matrix as they are.
func TestRenamingACompetency(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		a := c.as("ada")
		_, err := c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: e.cell(), Text: "New."}})
		c.is(err, fine)
		_, err = c.room.EditMeasure(t.Context(), a, profiles.Competencies, e.craft, profiles.MeasureDraft{Name: ptr("Quality")})
		c.is(err, fine)
		j, err := c.room.JobRole(t.Context(), a, e.id)
		c.is(err, fine)
		list, err := c.room.JobRoleVersions(t.Context(), a, e.id, "", db.Page{})
		c.is(err, fine)
		if j.Competencies[0].Name != "Quality" || j.Version != 2 || list.Items[0].Changes[0].Competency != "Craft" {
			t.Errorf("%+v %+v", j.Competencies, list.Items[0])
		}
	})
}

func TestNobodyOverwritesWhatTheyHaveNotRead(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		ada, sol := c.as("ada"), c.as("sol")
		write := func(a access.Actor, level, text string, seen int) error {
			_, err := c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Seen: seen,
				Guideline: profiles.Guideline{Cell: profiles.Cell{CompetencyID: e.craft, LevelID: level}, Text: text}})
			return err
		}
		c.is(write(ada, e.junior, "Ada's", 1), fine)
		c.is(write(sol, e.senior, "Sol's", 1), fine, "another cell is in nobody's way")
		c.is(write(sol, e.junior, "Sol's", 1), stale)
		c.is(write(sol, e.junior, "Sol's", 99), stale, "a version that never was")
		_, err := c.room.EditJobRole(t.Context(), sol, e.id, profiles.JobRolePatch{Name: ptr("Builder"), Seen: 1})
		c.is(err, fine, "cells are no part of it")
		_, err = c.room.EditJobRole(t.Context(), ada, e.id, profiles.JobRolePatch{Name: ptr("Maker"), Seen: 2})
		c.is(err, stale)
		c.is(write(sol, e.junior, "Sol's", 4), fine)
	})
}

// Many people write into the cells of one matrix at once: every change is kept, each as a version of its own.
func TestManyWriteAtOnce(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		cells := []profiles.Cell{{CompetencyID: e.craft, LevelID: e.junior}, {CompetencyID: e.craft, LevelID: e.senior}, {CompetencyID: e.talk, LevelID: e.junior}, {CompetencyID: e.talk, LevelID: e.senior}}
		a := c.as("ada")
		var group sync.WaitGroup
		failed := make(chan error, 40)
		for i, cell := range cells {
			group.Go(func() {
				for n := range 5 {
					_, err := c.room.SetGuideline(context.Background(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: cell, Text: fmt.Sprint(i, "/", n)}})
					failed <- err
				}
			})
		}
		group.Wait()
		close(failed)
		for err := range failed {
			c.is(err, fine)
		}
		j, err := c.room.JobRole(t.Context(), a, e.id)
		c.is(err, fine)
		if j.Version != 21 || j.Filled() != 4 || j.Cells[cells[3]] != "3/4" {
			t.Errorf("version %d, %v", j.Version, j.Cells)
		}
	})
}

func TestAMatrixHasItsLimits(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		a := c.as("ada")
		_, err := c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: e.cell(), Text: strings.Repeat("x", 4001)}})
		c.is(err, invalid)
		alien := c.measure(profiles.Levels, "Alien")
		_, err = c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: profiles.Cell{CompetencyID: e.craft, LevelID: alien}, Text: "x"}})
		c.is(err, invalid)
		var many []string
		for i := range profiles.MaxColumns + 1 {
			many = append(many, c.measure(profiles.Levels, fmt.Sprint("L", i)))
		}
		_, err = c.room.CreateJobRole(t.Context(), a, profiles.NewJobRole{Name: "", Levels: many})
		c.is(err, invalid)
		if got := fmt.Sprint(errs.As(err).Fields); !strings.Contains(got, "name") || !strings.Contains(got, "at most 12 levels") {
			t.Error(got)
		}
		_, err = c.room.CreateJobRole(t.Context(), a, profiles.NewJobRole{Name: "ENGINEER"})
		c.is(err, invalid, "the name is taken")
	})
}

// A job role that is deleted takes its history along; while it is there nobody rewrites it.
func TestTheHistoryIsAppendOnly(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		for _, sql := range []string{`UPDATE job_role_versions SET author_name = 'X'`, `DELETE FROM job_role_versions`} {
			err := c.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
				_, err := tx.NewRaw(sql).Exec(ctx)
				return err
			})
			if err == nil || errors.Is(err, context.Canceled) {
				t.Errorf("%s was done", sql)
			}
		}
		c.is(c.room.DeleteJobRole(t.Context(), c.as("ada"), e.id), fine)
		if n := c.number(`SELECT count(*) FROM job_role_versions`) + c.number(`SELECT count(*) FROM job_role_cells`); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		e2 := found(t, c.d, "tailspin")
		e2.engineer()
		e2.write(`DELETE FROM organizations WHERE id = ?`, e2.org)
		if n := c.number(`SELECT count(*) FROM job_roles WHERE org_id = ?`, e2.org); n != 0 {
			t.Error("the organisation's job roles outlive it")
		}
	})
}

func TestSignalsGoToThoseWhoSee(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		err := c.d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			for who, want := range map[string][3]bool{"ada": {true, true, true}, "ines": {false, true, true}} {
				a := c.as(who)
				craft, err := c.room.SeesMeasure(ctx, tx, a, profiles.Competencies, e.craft)
				if err != nil {
					return err
				}
				senior, err := c.room.SeesMeasure(ctx, tx, a, profiles.Levels, e.senior)
				if err != nil {
					return err
				}
				role, err := c.room.SeesJobRole(ctx, tx, a, e.id)
				if got := [3]bool{craft, senior, role}; got != want {
					t.Errorf("%s sees %v", who, got)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		c.is(err, fine)
	})
}
