package access

import (
	"testing"

	"candor/internal/db"
)

// Guard 4, second half: the filter of a list finds exactly the rows that are decided, in every abstract state of every
// rule, on both engines; so do the exact filter, the two parts together, and the counters where they may be used.
func TestListsAreDecisions(t *testing.T) {
	engines(t, func(t *testing.T, d *db.DB) {
		for _, p := range proofs() {
			t.Run(p.name, func(t *testing.T) {
				rows := p.rows.all()
				withScratch(t, d, p.res, rows, func(s *scratch) {
					shapes := map[Shape]int{}
					for _, k := range askers(p.reads) {
						a := k.actor()
						f := p.where(a)
						s.compare(f, decisions(p.x, a, rows), k)
						shapes[f.Shape()]++
					}
					t.Logf("%d rows, %d different queries, shapes %v", len(rows), len(s.seen), shapes)
				})
			})
		}
	})
}

func decisions(x expr, a Actor, rows []state) answers {
	out := make(answers, len(rows))
	for i := range rows {
		out[i] = decide(x, &a, &rows[i].Row)
	}
	return out
}

// compare asks a filter in all its forms.
func (s *scratch) compare(f anyFilter, want answers, who any) {
	s.t.Helper()
	s.same("list", f, want, true, who)
	exact, columns, link, split := variants(f)
	s.same("exact", exact, want, false, who)
	if f.Nothing() != (f.Shape() == Nothing) {
		s.t.Fatalf("%v: nothing and shape differ", who)
	}
	n := 0
	for i := range want {
		if want[i] && !s.rows[i].impossible {
			n++
		}
	}
	if f.Nothing() && n > 0 {
		s.t.Fatalf("%v: no query, but %d rows are decided", who, n)
	}
	if sql, args, ok := f.Counted("c"); ok && s.res.counter != "" {
		if got := s.counted(sql, args); got != n {
			s.t.Fatalf("%v: the counters say %d of %d\n%s %v", who, got, n, sql, args)
		}
	}
	if split {
		s.parts(columns, link, want, who)
	}
	if at, ok := f.Places(); ok {
		for i := range want {
			if want[i] && !s.rows[i].impossible && !s.within(i, at) {
				s.t.Fatalf("%v: row %d is decided, but lies on none of %v", who, i, at)
			}
		}
	}
}

func (s *scratch) same(form string, f anyFilter, want answers, list bool, who any) {
	s.t.Helper()
	sql, args := f.SQL("t")
	got := s.matches(sql, args)
	for i := range want {
		if got[i] != want[i] && !(list && s.rows[i].impossible) {
			s.t.Fatalf("%s: found %v, decided %v\nactor %v\nrow %+v\n%s %v", form, got[i], want[i], who, s.rows[i].Row, sql, args)
		}
	}
}

// parts are disjoint and together the whole.
func (s *scratch) parts(columns, link anyFilter, want answers, who any) {
	s.t.Helper()
	sql, args := columns.SQL("t")
	first := s.matches(sql, args)
	sql, args = link.SQL("t")
	second := s.matches(sql, args)
	for i := range want {
		if s.rows[i].impossible {
			continue
		}
		if first[i] && second[i] || (first[i] || second[i]) != want[i] {
			s.t.Fatalf("%v: row %d is in the first part %v, in the second %v, decided %v\n%s", who, i, first[i], second[i], want[i], sql)
		}
	}
}

func (s *scratch) within(n int, at []string) bool {
	for _, place := range at {
		if s.rows[n].PositionID == place {
			return true
		}
		for _, c := range s.rows[n].Children {
			if c.PositionID == place {
				return true
			}
		}
	}
	return false
}

// variants are the other forms of a filter.
func variants(f anyFilter) (exact, columns, link anyFilter, split bool) {
	switch f := f.(type) {
	case Filter[Position]:
		return forms(f)
	case Filter[Application]:
		return forms(f)
	case Filter[Candidate]:
		return forms(f)
	case Filter[Line]:
		return forms(f)
	case Filter[Interview]:
		return forms(f)
	case Filter[Feedback]:
		return forms(f)
	case Filter[anything]:
		return forms(f)
	}
	panic("a kind that is not proved")
}

func forms[K Kind](f Filter[K]) (exact, columns, link anyFilter, split bool) {
	c, l, ok := f.Parts()
	return f.Exact(), c, l, ok
}

// anything is a kind with every column, a link and children, for rules that nobody wrote.
type anything struct{}

func (anything) resource() *resource { return &anythingResource }

var anythingResource = resource{name: "anything",
	columns: columns(colOrg, "org_id", colPosition, "position_id", colStatus, "status", colPrivate, "private", colPublic, "public",
		colOwn, "own_member_id", colAuthor, "author_id", colObject, "object", colSight, "sight"),
	link:    &link{key: "link_id", table: "interview_assignments", tableKey: "interview_id", member: "member_id"},
	child:   &child{table: "applications", parentKey: "candidate_id", kind: &applicationResource},
	counter: "candidate_counts", counts: [numColumns]bool{colOrg: true, colPosition: true, colPrivate: true, colStatus: true, colSight: true}}
