package positions_test

import (
	"context"
	"testing"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/library/profiles"
	"candor/internal/positions"
)

// profile is a job role and a level by ada.
func (c *company) profile(name string) (role profiles.JobRole, level profiles.Measure) {
	c.t.Helper()
	room := profiles.New(c.d)
	role, err := room.CreateJobRole(context.Background(), c.as("ada"), profiles.NewJobRole{Name: name})
	c.is(err, fine)
	level, err = room.CreateMeasure(context.Background(), c.as("ada"), profiles.Levels, profiles.MeasureDraft{Name: ptr("Level of " + name)})
	c.is(err, fine)
	return role, level
}

func TestAPositionPointsToWhatItsEditorSees(t *testing.T) {
	testdb2(t, func(c, other *company) {
		role, level := c.profile("Engineer")
		second, step := c.profile("Designer")
		alien, far := other.profile("Alien")
		c.hire("blind", "blind", access.PositionsView, access.PositionsUpdate, access.PositionsCreate)
		p := c.make(positions.NewPosition{JobRoleID: role.ID, LevelID: level.ID}, "tom team_member")
		if p.JobRole.Name != "Engineer" || p.Level.Name != "Level of Engineer" {
			t.Fatalf("%+v", p)
		}
		for _, who := range []struct {
			name string
			want errs.Kind
		}{{"tom", fine}, {"sol", fine}, {"nora", refused}, {"ines", hidden}, {"blind", invalid}} {
			_, err := c.room.Update(t.Context(), c.as(who.name), p.ID, positions.Patch{JobRoleID: &second.ID, LevelID: &step.ID})
			c.is(err, who.want, who.name)
			if who.want == invalid && len(errs.As(err).Fields) != 2 {
				t.Errorf("%+v", errs.As(err).Fields)
			}
			_, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{JobRoleID: &role.ID, LevelID: &level.ID})
			c.is(err, fine)
		}
		// Whoever does not see job roles reads the name of that of a position, may keep it, and take it away.
		got, err := c.room.Update(t.Context(), c.as("blind"), p.ID, positions.Patch{JobRoleID: &role.ID, LevelID: &level.ID, Department: ptr("Engineering")})
		c.is(err, fine)
		if got.JobRole.Name != "Engineer" {
			t.Errorf("%+v", got.JobRole)
		}
		got, err = c.room.Update(t.Context(), c.as("blind"), p.ID, positions.Patch{JobRoleID: ptr(""), LevelID: ptr("")})
		c.is(err, fine)
		if got.JobRole.ID+got.Level.ID+got.JobRole.Name != "" {
			t.Errorf("%+v", got)
		}
		_, err = c.room.Create(t.Context(), c.as("blind"), positions.NewPosition{Title: "X", JobRoleID: role.ID})
		c.is(err, invalid)
		for _, patch := range []positions.Patch{{JobRoleID: &alien.ID}, {LevelID: &far.ID}, {JobRoleID: &level.ID}, {LevelID: ptr("x")}} {
			_, err = c.room.Update(t.Context(), c.as("ada"), p.ID, patch)
			c.is(err, invalid, "of another organisation, or none")
		}
	})
}

func TestAnArchivedJobRoleStaysWithItsPosition(t *testing.T) {
	each(t, func(c *company) {
		role, level := c.profile("Engineer")
		secret := c.make(positions.NewPosition{Private: true, JobRoleID: role.ID, LevelID: level.ID}, "hana hiring_manager")
		room := profiles.New(c.d)
		c.is(room.DeleteJobRole(t.Context(), c.as("ada"), role.ID), conflict)
		c.is(room.DeleteJobRole(t.Context(), c.as("sol"), role.ID), fine, "sol does not see the position")
		c.is(room.DeleteMeasure(t.Context(), c.as("sol"), profiles.Levels, level.ID), fine)
		p, err := c.room.Update(t.Context(), c.as("hana"), secret.ID, positions.Patch{JobRoleID: &role.ID, LevelID: &level.ID, Title: ptr("Still here")})
		c.is(err, fine, "it may stay as it is")
		if p.JobRole.Name != "Engineer" || !p.JobRoleArchived || p.Level.Name != "Level of Engineer" {
			t.Errorf("%+v", p)
		}
		_, err = c.room.Create(t.Context(), c.as("ada"), positions.NewPosition{Title: "Y", JobRoleID: role.ID})
		c.is(err, invalid, "but nobody points to it anew")
	})
}

// A change of the job role is told by its field, a change of its name is none of the position.
func TestAJobRoleIsOneOfTheDetails(t *testing.T) {
	each(t, func(c *company) {
		role, _ := c.profile("Engineer")
		p := c.make(positions.NewPosition{}, "")
		seen := p.Version(positions.Details)
		p, err := c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{JobRoleID: &role.ID, Seen: seen})
		c.is(err, fine)
		_, err = c.room.Update(t.Context(), c.as("sol"), p.ID, positions.Patch{Title: ptr("Z"), Seen: seen})
		c.is(err, errs.Stale)
		seen = p.Version(positions.Details)
		_, err = profiles.New(c.d).EditJobRole(t.Context(), c.as("ada"), role.ID, profiles.JobRolePatch{Name: ptr("Builder")})
		c.is(err, fine)
		p, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{Department: ptr("Z"), Seen: seen})
		c.is(err, fine)
		if p.JobRole.Name != "Builder" {
			t.Errorf("%+v", p.JobRole)
		}
		if n := c.number(`SELECT count(*) FROM activity WHERE kind = 'position.updated' AND data LIKE '%job_role%'`); n != 1 {
			t.Errorf("%d lines", n)
		}
	})
}
