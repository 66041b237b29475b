package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/library/profiles"
)

// jobRoleJSON is the profile that positions hire for.
type jobRoleJSON struct {
	ID           string          `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name         string          `json:"name" example:"Backend engineer"`
	Description  string          `json:"description" doc:"Markdown" example:"Builds and runs our services."`
	Version      int             `json:"version" doc:"Counts the changes" example:"3"`
	Competencies []namedJSON     `json:"competencies" doc:"The rows of the matrix"`
	Levels       []namedJSON     `json:"levels" doc:"Its columns"`
	Cells        []guidelineJSON `json:"cells,omitempty" doc:"Those that have a guideline. Not in lists"`
	CreatedAt    time.Time       `json:"created_at"`
	UpdatedAt    time.Time       `json:"updated_at"`
	UpdatedBy    namedJSON       `json:"updated_by"`
}

// guidelineJSON is what a competency means at a level.
type guidelineJSON struct {
	CompetencyID string `json:"competency_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	LevelID      string `json:"level_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Guideline    string `json:"guideline,omitempty" maxLength:"4000" doc:"Markdown; empty takes it away" example:"Answers for a service, including the unglamorous parts."`
}

// jobRoleInput makes a job role; only the name is required.
type jobRoleInput struct {
	Name         string          `json:"name,omitempty" maxLength:"200" example:"Backend engineer"`
	Description  string          `json:"description,omitempty" maxLength:"20000" doc:"Markdown" example:"Builds and runs our services."`
	Competencies []string        `json:"competency_ids,omitempty" maxItems:"100" doc:"The rows: competencies that you see"`
	Levels       []string        `json:"level_ids,omitempty" maxItems:"100" doc:"The columns: levels that you see"`
	Cells        []guidelineJSON `json:"cells,omitempty" maxItems:"500"`
}

// jobRolePatch changes what it names.
type jobRolePatch struct {
	Name         *string   `json:"name,omitempty" maxLength:"200" example:"Platform engineer"`
	Description  *string   `json:"description,omitempty" maxLength:"20000" doc:"Markdown"`
	Competencies *[]string `json:"competency_ids,omitempty" maxItems:"100" doc:"All rows. One that is left out takes its guidelines along; the versions keep them"`
	Levels       *[]string `json:"level_ids,omitempty" maxItems:"100" doc:"All columns"`
	Version      int       `json:"version,omitempty" minimum:"0" doc:"The one that you read: 412 if somebody has changed name, description, rows or columns since"`
}

// cellInput writes one cell.
type cellInput struct {
	CompetencyID string `json:"competency_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	LevelID      string `json:"level_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Guideline    string `json:"guideline,omitempty" maxLength:"4000" doc:"Markdown; empty takes it away" example:"Answers for a service, including the unglamorous parts."`
	Version      int    `json:"version,omitempty" minimum:"0" doc:"The one that you read: 412 if somebody has changed this very cell since"`
}

// versionJSON is one state of a job role, told by what it changed in the one before.
type versionJSON struct {
	Version int                 `json:"version" example:"3"`
	Author  namedJSON           `json:"author"`
	At      time.Time           `json:"at"`
	Changes []versionChangeJSON `json:"changes" doc:"Empty for the first"`
}

type versionChangeJSON struct {
	What       string `json:"what" enum:"name,description,competency_added,competency_removed,level_added,level_removed,guideline"`
	Competency string `json:"competency,omitempty" doc:"By the name it had then" example:"Ownership"`
	Level      string `json:"level,omitempty" example:"Senior"`
	Before     string `json:"before,omitempty"`
	After      string `json:"after,omitempty"`
}

// jobRoles are the doors of job roles and their matrices.
func (s *Server) jobRoles() {
	view, update := access.NeedRole(access.JobRolesView), access.NeedRole(access.JobRolesUpdate)
	Register(s, Op{Method: "GET", Path: "/job-roles", Tag: "job-roles", Summary: "List job roles", Description: "By name, without the cells of their matrices.", Need: view},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[jobRoleJSON], error) {
			found, err := s.Profiles.JobRoles(ctx, a, in.Q, in.Page())
			return Listed(found, jobRoleAsJSON), err
		})
	Register(s, Op{Method: "POST", Path: "/job-roles", Tag: "job-roles", Summary: "Create a job role", Status: 201, Need: access.NeedRole(access.JobRolesCreate)},
		func(ctx context.Context, a access.Actor, in *Body[jobRoleInput]) (*One[jobRoleJSON], error) {
			j, err := s.Profiles.CreateJobRole(ctx, a, in.Body.made())
			return Created("/job-roles/"+j.ID, jobRoleAsJSON(j)), err
		})
	Register(s, Op{Method: "GET", Path: "/job-roles/{id}", Tag: "job-roles", Summary: "Read a job role", Description: "With its matrix. The names of rows and columns need no further permission.", Need: view},
		func(ctx context.Context, a access.Actor, in *ByID) (*One[jobRoleJSON], error) {
			j, err := s.Profiles.JobRole(ctx, a, in.ID)
			return Answer(jobRoleAsJSON(j)), err
		})
	Register(s, Op{Method: "PATCH", Path: "/job-roles/{id}", Tag: "job-roles", Summary: "Change a job role", Description: "Its name, its description, its rows and columns; each change is a version.", Need: update, Sight: s.seeJobRole},
		func(ctx context.Context, a access.Actor, in *Change[jobRolePatch]) (*One[jobRoleJSON], error) {
			b := in.Body
			j, err := s.Profiles.EditJobRole(ctx, a, in.ID, profiles.JobRolePatch{Name: b.Name, Description: b.Description, Competencies: b.Competencies, Levels: b.Levels, Seen: b.Version})
			return Answer(jobRoleAsJSON(j)), err
		})
	Register(s, Op{Method: "PUT", Path: "/job-roles/{id}/cells", Tag: "job-roles", Summary: "Write a guideline", Description: "What one competency means at one level; each change is a version.", Need: update, Sight: s.seeJobRole},
		func(ctx context.Context, a access.Actor, in *Change[cellInput]) (*One[jobRoleJSON], error) {
			j, err := s.Profiles.SetGuideline(ctx, a, in.ID, profiles.GuidelineChange{Guideline: guidelineJSON{in.Body.CompetencyID, in.Body.LevelID, in.Body.Guideline}.guideline(), Seen: in.Body.Version})
			return Answer(jobRoleAsJSON(j)), err
		})
	Register(s, Op{Method: "GET", Path: "/job-roles/{id}/versions", Tag: "job-roles", Summary: "List the versions of a job role", Description: "Newest first, each with what it changed. `q` looks through the names of authors.", Need: view},
		func(ctx context.Context, a access.Actor, in *partFilter) (*List[versionJSON], error) {
			found, err := s.Profiles.JobRoleVersions(ctx, a, in.ID, in.Q, in.Page())
			return Listed(found, versionAsJSON), err
		})
	Register(s, Op{Method: "DELETE", Path: "/job-roles/{id}", Tag: "job-roles", Summary: "Delete a job role",
		Description: "One that no position points to; else 409, saying what you see of those that do.", Need: access.NeedRole(access.JobRolesDelete)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Profiles.DeleteJobRole(ctx, a, in.ID)
		})
}

// seeJobRole is asked only when a body is refused: whoever may not see it still gets 404.
func (s *Server) seeJobRole(ctx context.Context, a access.Actor, id string) error {
	_, err := s.Profiles.JobRole(ctx, a, id)
	return err
}

func (in jobRoleInput) made() profiles.NewJobRole {
	n := profiles.NewJobRole{Name: in.Name, Description: in.Description, Competencies: in.Competencies, Levels: in.Levels}
	for _, c := range in.Cells {
		n.Guidelines = append(n.Guidelines, c.guideline())
	}
	return n
}

func (g guidelineJSON) guideline() profiles.Guideline {
	return profiles.Guideline{Cell: profiles.Cell{CompetencyID: g.CompetencyID, LevelID: g.LevelID}, Text: g.Guideline}
}

func jobRoleAsJSON(j profiles.JobRole) jobRoleJSON {
	out := jobRoleJSON{ID: j.ID, Name: j.Name, Description: j.Description, Version: j.Version, Competencies: namesAsJSON(j.Competencies), Levels: namesAsJSON(j.Levels),
		CreatedAt: j.CreatedAt.Time, UpdatedAt: j.UpdatedAt.Time, UpdatedBy: namedJSON(j.EditedBy)}
	for _, c := range j.Competencies {
		for _, l := range j.Levels {
			if g := j.Guideline(c.ID, l.ID); g != "" {
				out.Cells = append(out.Cells, guidelineJSON{c.ID, l.ID, g})
			}
		}
	}
	return out
}

func namesAsJSON(all []profiles.Named) []namedJSON {
	out := make([]namedJSON, len(all))
	for i, n := range all {
		out[i] = namedJSON(n)
	}
	return out
}

func versionAsJSON(v profiles.Version) versionJSON {
	out := versionJSON{Version: v.Number, Author: namedJSON(v.Author), At: v.At.Time, Changes: []versionChangeJSON{}}
	for _, d := range v.Changes {
		out.Changes = append(out.Changes, versionChangeJSON(d))
	}
	return out
}
