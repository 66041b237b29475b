package profiles_test

import (
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
)

func TestWhoMayDoWhatWithCompetenciesAndLevels(t *testing.T) {
	each(t, func(c *company) {
		for _, x := range profiles.Axes {
			one := string(x)
			dom := map[profiles.Axis]string{profiles.Competencies: "competencies", profiles.Levels: "levels"}[x]
			of := func(action string) access.Permission { return access.Permission(dom + ":" + action) }
			c.hire("viewer"+one, "viewer"+one, of("view"))
			c.hire("blind"+one, "blind"+one, of("create"), of("update"), of("delete")) // no string implies another
			id := c.measure(x, "Old")
			for _, who := range []struct {
				name                                string
				list, one, create, edit, order, del errs.Kind
			}{
				{"ada", fine, fine, fine, fine, fine, fine},
				{"sol", fine, fine, fine, fine, fine, fine},
				{"viewer" + one, fine, fine, refused, refused, refused, refused},
				{"blind" + one, refused, hidden, fine, hidden, refused, hidden},
			} {
				a := c.as(who.name)
				_, err := c.room.Measures(t.Context(), a, x, "", db.Page{})
				c.is(err, who.list, who.name, "list")
				_, err = c.room.Measure(t.Context(), a, x, id)
				c.is(err, who.one, who.name, "one")
				made, err := c.room.CreateMeasure(t.Context(), a, x, profiles.MeasureDraft{Name: ptr("By " + who.name)})
				c.is(err, who.create, who.name, "create")
				if err != nil {
					made.ID = id
				}
				_, err = c.room.EditMeasure(t.Context(), a, x, id, profiles.MeasureDraft{Description: ptr(who.name)})
				c.is(err, who.edit, who.name, "edit")
				_, err = c.room.EditMeasure(t.Context(), a, x, id, profiles.MeasureDraft{Name: ptr("")})
				if who.edit == fine {
					c.is(err, invalid, who.name)
				} else {
					c.is(err, who.edit, who.name, "hidden and refused come before invalid")
				}
				_, err = c.room.OrderMeasures(t.Context(), a, x, nil)
				if who.order == fine {
					c.is(err, conflict, who.name, "an order that names nothing")
				} else {
					c.is(err, who.order, who.name, "order")
				}
				c.is(c.room.DeleteMeasure(t.Context(), a, x, made.ID), who.del, who.name, "delete")
			}
			_, err := c.room.Measures(t.Context(), access.Visitor(c.org), x, "", db.Page{})
			c.is(err, refused)
		}
		// Interviewers see levels, and no competencies.
		_, err := c.room.Measures(t.Context(), c.as("ines"), profiles.Levels, "", db.Page{})
		c.is(err, fine)
		_, err = c.room.Measures(t.Context(), c.as("ines"), profiles.Competencies, "", db.Page{})
		c.is(err, refused)
	})
}

func TestNamesAreUniqueAmongThoseThatAreThere(t *testing.T) {
	each(t, func(c *company) {
		a := c.as("ada")
		id := c.measure(profiles.Levels, "  Senior   engineer ")
		m, err := c.room.Measure(t.Context(), a, profiles.Levels, id)
		c.is(err, fine)
		if m.Name != "Senior engineer" {
			t.Errorf("%q", m.Name)
		}
		_, err = c.room.CreateMeasure(t.Context(), a, profiles.Levels, profiles.MeasureDraft{Name: ptr("sénior ENGINEER")})
		c.is(err, invalid)
		other := c.measure(profiles.Levels, "Junior")
		_, err = c.room.EditMeasure(t.Context(), a, profiles.Levels, other, profiles.MeasureDraft{Name: ptr("senior engineer")})
		c.is(err, invalid)
		_, err = c.room.CreateMeasure(t.Context(), a, profiles.Levels, profiles.MeasureDraft{Name: ptr(strings.Repeat("x", 101)), Description: ptr(strings.Repeat("x", 2001))})
		c.is(err, invalid)
		if e := errs.As(err); len(e.Fields) != 2 {
			t.Errorf("all is said at once: %+v", e.Fields)
		}
		c.measure(profiles.Competencies, "Senior engineer") // another list
		c.is(c.room.DeleteMeasure(t.Context(), a, profiles.Levels, id), fine)
		c.measure(profiles.Levels, "Senior engineer")
	})
}

func TestListsStandInTheirOrderAndArePaged(t *testing.T) {
	each(t, func(c *company) {
		a := c.as("ada")
		var ids []string
		for _, name := range []string{"Junior", "Senior", "Lead", "Éminence"} {
			ids = append(ids, c.measure(profiles.Levels, name))
		}
		if got := c.names("ada", profiles.Levels, ""); got != "Junior, Senior, Lead, Éminence" {
			t.Error(got)
		}
		if got := c.names("ada", profiles.Levels, "EMI"); got != "Éminence" {
			t.Error(got)
		}
		_, err := c.room.OrderMeasures(t.Context(), a, profiles.Levels, []string{ids[3], ids[0], ids[2], ids[1]})
		c.is(err, fine)
		var paged []string
		for page := (db.Page{Limit: 3}); ; {
			list, err := c.room.Measures(t.Context(), a, profiles.Levels, "", page)
			c.is(err, fine)
			for _, m := range list.Items {
				paged = append(paged, m.Name)
			}
			if page.Cursor = list.Next; list.Next == "" {
				break
			}
		}
		if got := strings.Join(paged, ", "); got != "Éminence, Junior, Lead, Senior" {
			t.Error(got)
		}
		for _, wrong := range [][]string{ids[:3], {ids[0], ids[0], ids[1], ids[2]}, append(ids, ids[0]), {ids[0], ids[1], ids[2], "x"}} {
			_, err := c.room.OrderMeasures(t.Context(), a, profiles.Levels, wrong)
			c.is(err, conflict, wrong)
		}
		if n := c.number(`SELECT count(*) FROM audit WHERE action = 'level.ordered'`); n != 1 {
			t.Errorf("%d lines about the order", n)
		}
	})
}

func TestAnotherOrganisationIsAnotherWorld(t *testing.T) {
	each(t, func(c *company) {
		other := found(t, c.d, "tailspin")
		e := other.engineer()
		a := c.as("ada")
		_, err := c.room.Measure(t.Context(), a, profiles.Levels, e.senior)
		c.is(err, hidden)
		_, err = c.room.EditMeasure(t.Context(), a, profiles.Levels, e.senior, profiles.MeasureDraft{Name: ptr("Mine")})
		c.is(err, hidden)
		c.is(c.room.DeleteMeasure(t.Context(), a, profiles.Competencies, e.craft), hidden)
		_, err = c.room.JobRole(t.Context(), a, e.id)
		c.is(err, hidden)
		_, err = c.room.JobRoleVersions(t.Context(), a, e.id, "", db.Page{})
		c.is(err, hidden)
		_, err = c.room.SetGuideline(t.Context(), a, e.id, profiles.GuidelineChange{Guideline: profiles.Guideline{Cell: e.cell(), Text: "x"}})
		c.is(err, hidden)
		c.is(c.room.DeleteJobRole(t.Context(), a, e.id), hidden)
		_, err = c.room.CreateJobRole(t.Context(), a, profiles.NewJobRole{Name: "Thief", Levels: []string{e.senior}})
		c.is(err, invalid)
		if got := c.names("ada", profiles.Levels, ""); got != "" {
			t.Error(got)
		}
	})
}

func TestChangesAreOnRecord(t *testing.T) {
	each(t, func(c *company) {
		a := c.as("ada")
		id := c.measure(profiles.Competencies, "Craft")
		_, err := c.room.EditMeasure(t.Context(), a, profiles.Competencies, id, profiles.MeasureDraft{Name: ptr("Quality")})
		c.is(err, fine)
		_, err = c.room.EditMeasure(t.Context(), a, profiles.Competencies, id, profiles.MeasureDraft{Name: ptr("Quality ")}) // nothing
		c.is(err, fine)
		c.is(c.room.DeleteMeasure(t.Context(), a, profiles.Competencies, id), fine)
		if n := c.number(`SELECT count(*) FROM audit WHERE object = 'competency' AND object_id = ?`, id); n != 3 {
			t.Errorf("%d lines", n)
		}
		if n := c.number(`SELECT count(*) FROM audit WHERE action = 'competency.updated' AND before LIKE '%Craft%' AND after LIKE '%Quality%'`); n != 1 {
			t.Errorf("%d lines of the change", n)
		}
	})
}
