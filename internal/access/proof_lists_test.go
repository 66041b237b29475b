package access

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
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
	others := variants(f)
	s.same("exact", others.exact, want, false, who)
	s.same("row by row", others.walk, want, true, who)
	s.atPlaces(others.at, want, who)
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
	if others.split {
		s.parts(others.columns, others.link, want, who)
	}
	if _, key, where, args, ok := f.OnChildren("c"); ok {
		if got := s.parents(key, where, args); got != n {
			s.t.Fatalf("%v: counted on their children there are %d of %d\n%s %v", who, got, n, where, args)
		}
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
	for _, m := range innerAlias.FindAllStringSubmatch(sql, -1) {
		if !strings.HasPrefix(m[1], "t_") { // a table inside must not hide the one that a store calls the same
			s.t.Fatalf("%s names a table %q in a subquery\n%s", form, m[1], sql)
		}
	}
	s.inPlace(form, f, sql, args)
	got := s.matches(sql, args)
	for i := range want {
		if got[i] != want[i] && !(list && s.rows[i].impossible) {
			s.t.Fatalf("%s: found %v, decided %v\nactor %v\nrow %+v\n%s %v", form, got[i], want[i], who, s.rows[i].Row, sql, args)
		}
	}
}

// inPlace: a query to which the filter was added says what its text and values say.
func (s *scratch) inPlace(form string, f anyFilter, sql string, args []any) {
	s.t.Helper()
	if _, known := s.seen[fmt.Sprint(sql, args)]; known {
		return
	}
	got, want := f.On(s.tx.NewSelect().TableExpr("x"), "t").String(), s.tx.NewSelect().TableExpr("x").Where(sql, args...).String()
	if got != want {
		s.t.Fatalf("%s: in a query it says\n%s\nand not\n%s", form, got, want)
	}
}

var innerAlias = regexp.MustCompile(` AS (\w+)`)

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

// atPlaces: at one position the filter finds what lies there.
func (s *scratch) atPlaces(at func(position string) anyFilter, want answers, who any) {
	s.t.Helper()
	if s.res.columns[colPosition] == "" {
		return
	}
	for _, place := range []string{p1, "p9", ""} {
		there := make(answers, len(want))
		n := 0
		for i, w := range want {
			there[i] = w && place != "" && s.rows[i].PositionID == place
			if there[i] && !s.rows[i].impossible {
				n++
			}
		}
		f := at(place)
		s.same("at "+place, f, there, true, who)
		if sql, args, ok := f.Counted("c"); ok && s.res.counter != "" {
			if got := s.counted(sql, args); got != n {
				s.t.Fatalf("%v: at %s the counters say %d of %d\n%s %v", who, place, got, n, sql, args)
			}
		}
	}
}

// parents counts distinct parents among the children that can stand in the database.
func (s *scratch) parents(key, where string, args []any) (n int) {
	s.t.Helper()
	var ids []string
	if err := s.tx.NewRaw("SELECT DISTINCT "+key+" FROM "+s.res.child.table+" AS c WHERE "+where, args...).Scan(s.ctx, &ids); err != nil {
		s.t.Fatalf("%v\n%s", err, where)
	}
	for _, id := range ids {
		i, err := strconv.Atoi(strings.TrimPrefix(id, "k"))
		if err != nil {
			s.t.Fatalf("%v", err)
		}
		if !s.rows[i].impossible {
			n++
		}
	}
	return n
}

// forms are the other forms of a filter.
type forms struct {
	exact, walk, columns, link anyFilter
	split                      bool
	at                         func(position string) anyFilter
}

func variants(f anyFilter) forms {
	switch f := f.(type) {
	case Filter[Position]:
		return formsOf(f)
	case Filter[Application]:
		return formsOf(f)
	case Filter[Candidate]:
		return formsOf(f)
	case Filter[Line]:
		return formsOf(f)
	case Filter[Interview]:
		return formsOf(f)
	case Filter[Feedback]:
		return formsOf(f)
	case Filter[Question]:
		return formsOf(f)
	case Filter[Template]:
		return formsOf(f)
	case Filter[Form]:
		return formsOf(f)
	case Filter[Request]:
		return formsOf(f)
	case Filter[anything]:
		return formsOf(f)
	}
	panic("a kind that is not proved")
}

func formsOf[K Kind](f Filter[K]) forms {
	columns, link, split := f.Parts()
	return forms{f.Exact(), f.RowByRow(), columns, link, split, func(position string) anyFilter { return f.At(position) }}
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
