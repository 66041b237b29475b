package db_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"testing"

	"candor/internal/db"
)

// What positions said of their job role and level as text becomes rows that they point to: one for each text of an
// organisation, however it was capitalised, made by whoever wrote it first.
func TestTextsOfPositionsBecomeProfiles(t *testing.T) {
	eachEmpty(t, func(t *testing.T, open func(fs.FS) *db.DB) {
		d := open(nil)
		if err := d.MigrateTo(t.Context(), 50); err != nil {
			t.Fatal(err)
		}
		write(t, d, func(ctx context.Context, tx db.Tx) error {
			run := func(sql string, args ...any) {
				if _, err := tx.NewRaw(sql, args...).Exec(ctx); err != nil {
					t.Fatalf("%s: %v", sql, err)
				}
			}
			for _, org := range []string{"o1", "o2"} {
				run(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, 'X', 1)`, org, org, org)
			}
			run(`INSERT INTO people (id, email, email_key, name, created_at) VALUES ('p', 'a@b', 'a@b', 'Ada', 1)`)
			run(`INSERT INTO roles (id, org_id, name, name_key, created_at, updated_at) VALUES ('r', 'o1', 'R', 'r', 1, 1)`)
			run(`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES ('m1', 'o1', 'p', 'r', 1, 1)`)
			for i, p := range [][5]string{ // id, organisation, job role, level, creator
				{"a", "o1", "Backend engineer", "Senior", "m1"},
				{"b", "o1", "backend Engineer", "Lead \"x\" \\ é", "m2"},
				{"c", "o1", "", "Senior", "m2"},
				{"d", "o1", "Designer", "", "m2"},
				{"e", "o2", "Backend engineer", "Senior", "m9"},
			} {
				at := int64(1_700_000_000_000 + i)
				run(`INSERT INTO positions (id, org_id, title, title_key, slug, job_role, level, created_at, created_by, updated_at) VALUES (?, ?, 'T', 't', ?, ?, ?, ?, ?, ?)`,
					p[0], p[1], p[0], p[2], p[3], at, p[4], at)
			}
			return nil
		})
		migrate(t, d)
		var got []string
		err := d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			var rows []struct{ ID, Role, Level string }
			if err := tx.NewRaw(`SELECT p.id, coalesce((SELECT j.name || '/' || j.created_by || '/' || j.org_id FROM job_roles AS j WHERE j.id = p.job_role_id), '') AS role,
				coalesce((SELECT l.name || '/' || l.rank || '/' || l.org_id FROM levels AS l WHERE l.id = p.level_id), '') AS level FROM positions AS p ORDER BY p.id`).Scan(ctx, &rows); err != nil {
				return err
			}
			for _, r := range rows {
				got = append(got, r.ID+": "+r.Role+", "+r.Level)
			}
			var kept []struct{ ID, AuthorName, Matrix string }
			if err := tx.NewRaw(`SELECT j.id, v.author_name, v.matrix FROM job_roles AS j JOIN job_role_versions AS v ON v.job_role_id = j.id AND v.version = j.version ORDER BY j.org_id, j.name_key`).Scan(ctx, &kept); err != nil {
				return err
			}
			if len(kept) != 3 || kept[0].AuthorName != "Ada" || kept[1].AuthorName != "" {
				t.Errorf("versions: %+v", kept)
			}
			for _, k := range kept {
				var m struct {
					Name         string
					Competencies []any
				}
				if len(k.ID) != 36 || k.ID[14] != '7' || k.ID[:8] != "018bcfe5" || json.Unmarshal([]byte(k.Matrix), &m) != nil || m.Name == "" || m.Competencies == nil {
					t.Errorf("%s: %s", k.ID, k.Matrix)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want := `[a: Backend engineer/m1/o1, Senior/1/o1 b: Backend engineer/m1/o1, Lead "x" \ é/2/o1 c: , Senior/1/o1 d: Designer/m2/o1,  e: Backend engineer/m9/o2, Senior/1/o2]`
		if fmt.Sprint(got) != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		run := func(sql string) {
			if err := d.Exec(t.Context(), sql); err != nil {
				t.Fatal(err)
			}
		}
		// The search finds positions by the names, also after one is renamed.
		found := `SELECT count(*) FROM search_words WHERE search_words MATCH 'kposition AND wizard'`
		if d.Engine() == db.Postgres {
			found = `SELECT count(*) FROM search_docs WHERE words @@ to_tsquery('simple', 'kposition & wizard')`
		}
		run(`UPDATE job_roles SET name = 'Wizard' WHERE org_id = 'o1' AND name = 'Backend engineer'`)
		if n := read[int](t, d, found); n != 2 {
			t.Errorf("%d positions are found by the new name of their job role", n)
		}
		run(`UPDATE levels SET name = 'Wizard' WHERE org_id = 'o2'`)
		if n := read[int](t, d, found); n != 3 {
			t.Errorf("%d positions are found by the new name of their level", n)
		}
		run(`UPDATE positions SET job_role_id = NULL WHERE id = 'a'`)
		if n := read[int](t, d, found); n != 2 {
			t.Errorf("%d positions are found after one points elsewhere", n)
		}
	})
}
