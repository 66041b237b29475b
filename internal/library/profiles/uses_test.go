package profiles_test

import (
	"fmt"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/library/profiles"
)

func TestWhatIsInUseIsRefusedByWhatOneSees(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		c.hire("keeper", "keeper", access.LevelsView, access.LevelsDelete, access.CompetenciesView, access.CompetenciesDelete, access.PositionsView)
		says := func(err error, words ...string) {
			t.Helper()
			c.is(err, conflict)
			for _, w := range words {
				if !strings.Contains(err.Error(), w) {
					t.Errorf("%q does not say %q", err.Error(), w)
				}
			}
		}
		for i := range 6 {
			c.position(fmt.Sprintf("Opening %d", i), false, e.id, e.senior)
		}
		c.position("Halcyon", true, e.id, e.senior)
		sol := c.as("sol") // sees positions, but no private ones
		err := c.room.DeleteJobRole(t.Context(), sol, e.id)
		says(err, "Engineer is in use by 6 positions (Opening 0, Opening 1, Opening 2, Opening 3, Opening 4, …)")
		if strings.Contains(err.Error(), "Halcyon") || strings.Contains(err.Error(), "7") {
			t.Error(err)
		}
		says(c.room.DeleteJobRole(t.Context(), c.as("ada"), e.id), "7 positions (Halcyon, ")
		says(c.room.DeleteMeasure(t.Context(), sol, profiles.Levels, e.senior), "1 job role (Engineer) and 6 positions (")
		says(c.room.DeleteMeasure(t.Context(), sol, profiles.Competencies, e.craft), "Craft is in use by 1 job role (Engineer). Take it out there first.")
		err = c.room.DeleteMeasure(t.Context(), c.as("keeper"), profiles.Levels, e.senior) // sees no job roles
		says(err, "6 positions (")
		if strings.Contains(err.Error(), "Engineer") || strings.Contains(err.Error(), "job role") {
			t.Error(err)
		}
	})
}

// Where only what one does not see uses a thing, deleting it is like any other deletion, and what uses it keeps it.
func TestHiddenUsesArchiveWithoutAWord(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		free, err := c.room.CreateJobRole(t.Context(), c.as("ada"), profiles.NewJobRole{Name: "Free"})
		c.is(err, fine)
		secret := c.position("Halcyon", true, e.id, "")
		c.hire("keeper", "keeper", access.CompetenciesView, access.CompetenciesDelete, access.OrgAudit)
		sol, keeper := c.as("sol"), c.as("keeper")

		c.is(c.room.DeleteJobRole(t.Context(), sol, e.id), fine)
		c.is(c.room.DeleteJobRole(t.Context(), sol, free.ID), fine)
		for _, id := range []string{e.id, free.ID} {
			_, err := c.room.JobRole(t.Context(), c.as("ada"), id)
			c.is(err, hidden)
			_, err = c.room.JobRoleVersions(t.Context(), c.as("ada"), id, "", db.Page{})
			c.is(err, hidden)
			c.is(c.room.DeleteJobRole(t.Context(), sol, id), hidden, "once more")
		}
		list, err := c.room.JobRoles(t.Context(), c.as("ada"), "", db.Page{Count: true})
		c.is(err, fine)
		if len(list.Items) != 0 || *list.Count != 0 {
			t.Errorf("%+v", list.Items)
		}
		if n := c.number(`SELECT count(*) FROM positions WHERE id = ? AND job_role_id = ?`, secret, e.id); n != 1 {
			t.Error("the private position has lost its job role")
		}
		_, err = c.room.CreateJobRole(t.Context(), sol, profiles.NewJobRole{Name: "Engineer"})
		c.is(err, fine, "the name is free")

		// A competency that stands only in matrices that one does not see, or that are archived.
		c.is(c.room.DeleteMeasure(t.Context(), keeper, profiles.Competencies, e.craft), fine)
		_, err = c.room.Measure(t.Context(), c.as("ada"), profiles.Competencies, e.craft)
		c.is(err, hidden)
		if n := c.number(`SELECT count(*) FROM audit WHERE action = 'job_role.deleted'`); n != 2 {
			t.Errorf("%d lines: a silent archiving reads like any deletion", n)
		}
		if n := c.number(`SELECT count(*) FROM audit WHERE action LIKE '%archive%'`); n != 0 {
			t.Error("the record says what nobody may know")
		}
	})
}

// An archived row stays in the matrices that have it, by its name, and can be taken out there.
func TestAnArchivedCompetencyStaysInItsMatrix(t *testing.T) {
	each(t, func(c *company) {
		e := c.engineer()
		c.hire("keeper", "keeper", access.CompetenciesView, access.CompetenciesDelete)
		c.is(c.room.DeleteMeasure(t.Context(), c.as("keeper"), profiles.Competencies, e.craft), fine)
		sol := c.as("sol")
		j, err := c.room.JobRole(t.Context(), sol, e.id)
		c.is(err, fine)
		if len(j.Competencies) != 2 || j.Guideline(e.craft, e.junior) != "Tests." {
			t.Fatalf("%+v", j)
		}
		_, err = c.room.EditJobRole(t.Context(), sol, e.id, profiles.JobRolePatch{Competencies: &[]string{e.craft, e.talk}, Name: ptr("Builder")})
		c.is(err, fine, "keeping it")
		j, err = c.room.EditJobRole(t.Context(), sol, e.id, profiles.JobRolePatch{Competencies: &[]string{e.talk}})
		c.is(err, fine)
		if len(j.Competencies) != 1 || j.Filled() != 0 {
			t.Fatalf("%+v", j)
		}
		_, err = c.room.EditJobRole(t.Context(), sol, e.id, profiles.JobRolePatch{Competencies: &[]string{e.craft, e.talk}})
		c.is(err, invalid, "once out, it is gone")
		c.is(c.room.DeleteMeasure(t.Context(), sol, profiles.Competencies, e.talk), errs.Conflict)
	})
}

// Of questions that carry a competency one hears those that one sees; another's Personal question is not there.
func TestQuestionsKeepTheirCompetencies(t *testing.T) {
	each(t, func(c *company) {
		craft, talk := c.measure(profiles.Competencies, "Craft"), c.measure(profiles.Competencies, "Talk")
		ask := func(title, visibility, creator, competency string) {
			id := db.NewID()
			c.write(`INSERT INTO library_items (id, org_id, kind, visibility, creator_id, title, title_key, created_at, updated_at) VALUES (?, ?, 'question', ?, ?, ?, ?, ?, ?)`,
				id, c.org, visibility, c.members[creator], title, db.Key(title), db.At(noon), db.At(noon))
			c.write(`INSERT INTO library_competencies (item_id, org_id, competency_id) VALUES (?, ?, ?)`, id, c.org, competency)
		}
		ask("Shared one", "org", "ines", craft)
		ask("Amaranth", "personal", "ines", craft)
		ask("Bergamot", "personal", "ines", talk)
		err := c.room.DeleteMeasure(t.Context(), c.as("ada"), profiles.Competencies, craft)
		c.is(err, conflict)
		if err.Error() != "Craft is in use by 1 question (Shared one). Take it out there first." {
			t.Error(err)
		}
		c.is(c.room.DeleteMeasure(t.Context(), c.as("ada"), profiles.Competencies, talk), fine, "she does not see Bergamot")
		if n := c.number(`SELECT count(*) FROM library_competencies WHERE competency_id = ?`, talk); n != 1 {
			t.Error("Bergamot has lost its competency")
		}
	})
}
