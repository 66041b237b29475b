package access

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"
)

func TestCatalogueHasTheNumbersOfTheSpecification(t *testing.T) {
	domains := map[string]bool{}
	for _, e := range Catalogue() {
		domains[e.Permission.Domain()] = true
	}
	for what, got := range map[string][2]int{
		"strings":     {len(Catalogue()), 63},
		"domains":     {len(domains), 14},
		"Admin":       {OfSystemRole(Admin).Len(), 59},
		"Staffing":    {OfSystemRole(Staffing).Len(), 38},
		"Interviewer": {OfSystemRole(Interviewer).Len(), 7},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %d, want %d", what, got[0], got[1])
		}
	}
	if OfTeamRole(HiringManager) != OfTeamRole(Recruiter) {
		t.Error("Hiring Manager and Recruiter are identical in access")
	}
	if !OfTeamRole(HiringManager).Covers(OfTeamRole(TeamMember)) {
		t.Error("a Team Member holds something that the Hiring Manager lacks")
	}
}

func TestNamesAndCatalogueAgree(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "names.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	named := map[Permission]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			s, _ := strconv.Unquote(lit.Value)
			named[Permission(s)] = true
		}
		return true
	})
	for _, e := range Catalogue() {
		if !named[e.Permission] {
			t.Errorf("%s has no name in names.go", e.Permission)
		}
		delete(named, e.Permission)
	}
	for p := range named {
		t.Errorf("%s is not in the catalogue", p)
	}
}

func TestASetHoldsOnlyKnownStrings(t *testing.T) {
	s := SetOf(OrgView, "org:rule_the_world", CandidatesView)
	if s.Len() != 2 || !s.Has(OrgView) || s.Has("org:rule_the_world") {
		t.Fatalf("got %v", s.List())
	}
}

func TestNotIsRefusedOverRights(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("Not over a permission was accepted: more rights would show less")
		}
	}()
	negate(all_(private, there(CandidatesView)))
}

func BenchmarkDecide(b *testing.B) {
	a := Actor{org: "o", member: "m", held: OfSystemRole(Staffing), seats: seatsOf(map[string]TeamRole{"p1": HiringManager, "p2": TeamMember, "p3": Recruiter})}
	row := Row{OrgID: "o", ID: "a", PositionID: "p2", Status: "offer", Private: Yes, OwnMemberID: "x"}
	b.ReportAllocs()
	for b.Loop() {
		May(a, ApplicationActivity, row)
	}
}

func BenchmarkCompile(b *testing.B) {
	a := Actor{org: "o", member: "m", held: OfSystemRole(Staffing), seats: seatsOf(map[string]TeamRole{"p1": HiringManager, "p2": TeamMember, "p3": Recruiter})}
	b.ReportAllocs()
	for b.Loop() {
		Where(a, CandidateView).SQL("c")
	}
}
