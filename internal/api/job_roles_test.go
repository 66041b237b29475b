package api_test

import (
	"fmt"
	"testing"
)

// A job role with its matrix, from nothing, through the API: the rows and columns first.
func TestJobRolesThroughTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		id := func(a answer) string { return fmt.Sprint(a.body["id"]) }
		craft := id(o.want(o.ask("ada", "POST", "/competencies", map[string]any{"name": "Craft", "description": "Good work."}), 201, "ada"))
		junior := id(o.want(o.ask("ada", "POST", "/levels", map[string]any{"name": "Junior"}), 201, "ada"))
		senior := id(o.want(o.ask("ada", "POST", "/levels", map[string]any{"name": "Senior"}), 201, "ada"))
		o.want(o.ask("ada", "POST", "/levels", map[string]any{"name": "senior"}), 422, "twice")
		o.want(o.ask("ada", "PUT", "/levels", []string{senior, junior}), 200, "ada")
		if list := o.want(o.ask("ines", "GET", "/levels?count=true", nil), 200, "ines"); fmt.Sprint(list.body["count"]) != "2" || first(list)["name"] != "Senior" {
			t.Error(list.text)
		}
		o.want(o.ask("ines", "GET", "/competencies", nil), 403, "ines")
		o.want(o.ask("ines", "GET", "/competencies/"+craft, nil), 404, "ines")
		o.want(o.ask("ines", "PATCH", "/levels/"+junior, map[string]any{"name": "X"}), 403, "ines")
		o.want(o.ask("ines", "PATCH", "/competencies/"+craft, map[string]any{"nonsense": 1}), 404, "ines: hidden comes first")

		made := o.want(o.ask("sol", "POST", "/job-roles", map[string]any{"name": "Engineer", "competency_ids": []string{craft}, "level_ids": []string{junior, senior},
			"cells": []any{map[string]any{"competency_id": craft, "level_id": junior, "guideline": "Tests."}}}), 201, "sol")
		role := id(made)
		if made.header.Get("Location") != "/api/v1/job-roles/"+role {
			t.Error(made.header)
		}
		read := o.want(o.ask("ines", "GET", "/job-roles/"+role, nil), 200, "ines")
		if fmt.Sprint(read.body["cells"]) != fmt.Sprint([]any{map[string]any{"competency_id": craft, "level_id": junior, "guideline": "Tests."}}) || read.body["version"] != 1.0 {
			t.Error(read.text)
		}
		cell := func(text string, version int) map[string]any {
			return map[string]any{"competency_id": craft, "level_id": junior, "guideline": text, "version": version}
		}
		at := "/job-roles/" + role + "/cells"
		o.want(o.ask("ines", "PUT", at, cell("Mine.", 1)), 403, "ines")
		o.want(o.ask("sol", "PUT", at, cell("Tests first.", 1)), 200, "sol")
		o.want(o.ask("ada", "PUT", at, cell("Tests last.", 1)), 412, "ada has not read it")
		o.want(o.ask("ada", "PUT", at, cell("Tests last.", 2), "If-Match", read.header.Get("ETag")), 412, "ada, by the tag")
		o.want(o.ask("ada", "PUT", at, cell("Tests last.", 2)), 200, "ada")
		o.want(o.ask("ada", "PATCH", "/job-roles/"+role, map[string]any{"name": "Builder", "level_ids": []string{senior}}), 200, "ada")
		versions := o.want(o.ask("ines", "GET", "/job-roles/"+role+"/versions?count=true", nil), 200, "ines")
		if fmt.Sprint(versions.body["count"]) != "4" || len(first(versions)["changes"].([]any)) != 3 {
			t.Error(versions.text)
		}
		mine := o.want(o.ask("ines", "GET", "/job-roles/"+role+"/versions?q=sol", nil), 200, "ines")
		if len(mine.body["items"].([]any)) != 2 || len(first(mine)["changes"].([]any)) != 1 {
			t.Error(mine.text)
		}

		p := id(o.want(o.ask("ada", "POST", "/positions", map[string]any{"title": "Opening", "job_role_id": role, "level_id": senior}), 201, "ada"))
		shown := o.want(o.ask("nora", "GET", "/positions/"+p, nil), 200, "nora")
		if fmt.Sprint(shown.body["job_role"]) != fmt.Sprint(map[string]any{"id": role, "name": "Builder"}) || shown.body["level"].(map[string]any)["name"] != "Senior" {
			t.Error(shown.text)
		}
		o.want(o.ask("ada", "PATCH", "/positions/"+p, map[string]any{"job_role_id": senior}), 422, "no job role")
		o.want(o.ask("ada", "DELETE", "/job-roles/"+role, nil), 409, "in use")
		o.want(o.ask("ada", "DELETE", "/levels/"+senior, nil), 409, "in use")
		if a := o.want(o.ask("ada", "PATCH", "/positions/"+p, map[string]any{"job_role_id": "", "level_id": ""}), 200, "ada"); a.body["job_role"] != nil {
			t.Error(a.text)
		}
		o.want(o.ask("ada", "DELETE", "/job-roles/"+role, nil), 204, "ada")
		o.want(o.ask("ada", "GET", "/job-roles/"+role, nil), 404, "gone")
		o.want(o.ask("ada", "DELETE", "/competencies/"+craft, nil), 204, "ada")
	})
}

func first(list answer) map[string]any { return list.body["items"].([]any)[0].(map[string]any) }
