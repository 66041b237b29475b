package db

import (
	"context"
	"fmt"
)

// Difference is something the database keeps by itself (a counter, a copy, a
// summary, an index) and that is not what it is made of.
type Difference struct {
	What string // in words for the operator
	Rows int64  // how many differ
}

func (d Difference) String() string { return fmt.Sprintf("%s: %d differ", d.What, d.Rows) }

// Kept compares what triggers keep (migrations 0005, 0030 and 0040) with what
// it is made of, in one snapshot. Nothing is returned where all is well. Rules,
// counts and searches rely on these, so a difference is a fault of ours or a
// change that went around the program.
func (d *DB) Kept(ctx context.Context) (out []Difference, err error) {
	err = d.Read(ctx, func(ctx context.Context, tx Tx) error {
		out = nil
		for _, k := range kept {
			var n int64
			if err := tx.NewRaw(k.sql).Scan(ctx, &n); err != nil {
				return fmt.Errorf("compare %s: %w", k.what, err)
			}
			if n != 0 {
				out = append(out, Difference{k.what, n})
			}
		}
		return nil
	})
	return out, err
}

// counters compares a table of counters with the rows it counts: what adds up
// to nothing is right.
func counters(rows, table, keys, made string) string {
	return `SELECT count(*) FROM (SELECT ` + keys + ` FROM (SELECT ` + made + `, 1 AS n FROM ` + rows + `
		UNION ALL SELECT ` + keys + `, -n FROM ` + table + `) AS both_sides GROUP BY ` + keys + ` HAVING sum(n) <> 0) AS differ`
}

var kept = []struct{ what, sql string }{
	{"counters of applications", counters("applications", "application_counts", "org_id, position_id, private, status, phase_id",
		"org_id, position_id, private, status, coalesce(phase_id, '') AS phase_id")},
	{"counters of candidates", counters("candidates", "candidate_counts", "org_id, sight", "org_id, sight")},
	{"counters of positions", counters("positions", "position_counts", "org_id, private, status", "org_id, private, status")},
	{"what candidates know of their applications", `SELECT count(*) FROM candidates AS c LEFT JOIN
		(SELECT candidate_id, count(*) AS apps, sum(CASE WHEN private THEN 0 ELSE 1 END) AS open_apps FROM applications GROUP BY candidate_id) AS a ON a.candidate_id = c.id
		WHERE c.apps <> coalesce(a.apps, 0) OR c.open_apps <> coalesce(a.open_apps, 0)
			OR c.sight <> CASE WHEN coalesce(a.apps, 0) = 0 THEN 'none' WHEN a.open_apps > 0 THEN 'open' ELSE 'private' END`},
	{"copies on applications", `SELECT count(*) FROM applications AS a LEFT JOIN positions AS p ON p.id = a.position_id LEFT JOIN candidates AS c ON c.id = a.candidate_id
		WHERE p.id IS NULL OR c.id IS NULL OR p.org_id <> a.org_id OR c.org_id <> a.org_id OR p.private <> a.private OR coalesce(c.own_member_id, '') <> coalesce(a.own_member_id, '')`},
	{"phases of applications", `SELECT count(*) FROM applications AS a JOIN phases AS p ON p.id = a.phase_id WHERE p.position_id <> a.position_id`},
	{"copies on interviews", `SELECT count(*) FROM interviews AS i JOIN applications AS a ON a.id = i.application_id
		WHERE i.private <> a.private OR i.status <> a.status OR i.position_id <> a.position_id OR coalesce(i.own_member_id, '') <> coalesce(a.own_member_id, '')`},
	{"copies on scorecards", `SELECT count(*) FROM scorecards AS s JOIN interviews AS i ON i.id = s.interview_id
		WHERE s.private <> i.private OR s.status <> i.status OR s.position_id <> i.position_id OR coalesce(s.own_member_id, '') <> coalesce(i.own_member_id, '')`},
	{"members who are candidates", `SELECT count(*) FROM candidates AS c WHERE c.own_how = '' AND EXISTS (SELECT 1 FROM candidate_emails AS e
		JOIN people AS p ON p.email_key = e.email_key AND p.email_verified_at IS NOT NULL JOIN members AS m ON m.person_id = p.id AND m.org_id = c.org_id WHERE e.candidate_id = c.id)`},
	{"files and their contents", `SELECT count(*) FROM files AS f LEFT JOIN blobs AS b ON b.id = f.blob_id
		WHERE b.id IS NULL OR b.sha256 <> f.sha256 OR b.org_id <> f.org_id OR b.stored_at IS NULL OR b.condemned_at IS NOT NULL`},
	{"words of people's names", `SELECT count(*) FROM candidates AS c WHERE c.name_key <> '' AND NOT EXISTS (SELECT 1 FROM candidate_words AS w WHERE w.candidate_id = c.id AND w.org_id = c.org_id)`},
	{"people in the search", `SELECT count(*) FROM candidates AS c LEFT JOIN search_docs AS d ON d.ref_id = c.id AND d.kind = 'person' WHERE d.id IS NULL OR d.org_id <> c.org_id`},
	{"positions in the search", `SELECT count(*) FROM positions AS p LEFT JOIN search_docs AS d ON d.ref_id = p.id AND d.kind = 'position' WHERE d.id IS NULL OR d.org_id <> p.org_id`},
	{"files in the search", `SELECT count(*) FROM file_texts AS t LEFT JOIN search_docs AS d ON d.ref_id = t.file_id AND d.kind = 'resume' WHERE d.id IS NULL OR d.application_id <> t.application_id`},
	{"things in the search that are gone", `SELECT count(*) FROM search_docs AS d WHERE NOT EXISTS (SELECT 1 FROM candidates AS c WHERE c.id = d.ref_id AND d.kind = 'person')
		AND NOT EXISTS (SELECT 1 FROM positions AS p WHERE p.id = d.ref_id AND d.kind = 'position') AND NOT EXISTS (SELECT 1 FROM file_texts AS t WHERE t.file_id = d.ref_id AND d.kind = 'resume')`},
}
