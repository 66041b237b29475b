package access

import (
	"fmt"
	"slices"
	"testing"
)

// A proof is worth what its states can tell apart. gaps lists what a set of actors and rows cannot: for everything
// that a rule reads, each of its values must occur. "Every identity takes three values: me, somebody else, nobody."
func gaps(p proof, actors []asker, rs rows) []string {
	seen := map[string]bool{}
	for _, s := range rs.all() {
		observe(seen, "", p.res, s.Row)
		for _, c := range s.Children {
			observe(seen, "child ", &applicationResource, c)
		}
		if !s.impossible {
			seen[fmt.Sprintf("%d children", len(s.Children))] = true
		}
	}
	for _, k := range actors {
		k.observe(seen, p.reads)
	}
	var missing []string
	for _, need := range needs(p.x, "", p.res) {
		if !seen[need] {
			missing = append(missing, need)
		}
	}
	for _, need := range actorNeeds(p) {
		if !seen[need] {
			missing = append(missing, need)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

func observe(seen map[string]bool, of string, res *resource, r Row) {
	for c := range numColumns {
		switch c {
		case colPrivate, colPublic:
			seen[fmt.Sprint(of, columnNames[c], " ", r.truth(c))] = true
		default:
			seen[fmt.Sprintf("%s%s %q", of, columnNames[c], r.text(c))] = true
		}
	}
	switch {
	case len(r.Linked) == 0:
		seen[of+"linked nobody"] = true
	case slices.Contains(r.Linked, me) && len(r.Linked) == 1:
		seen[of+"linked me"] = true
	case slices.Contains(r.Linked, me):
		seen[of+"linked both"] = true
	default:
		seen[of+"linked somebody else"] = true
	}
}

// needs are the values that a rule's columns must take.
func needs(x expr, of string, res *resource) (out []string) {
	values := func(c Column, vs ...string) {
		for _, v := range vs {
			out = append(out, fmt.Sprintf("%s%s %q", of, columnNames[c], v))
		}
	}
	switch x := x.(type) {
	case all:
		for _, e := range x {
			out = append(out, needs(e, of, res)...)
		}
	case any_:
		for _, e := range x {
			out = append(out, needs(e, of, res)...)
		}
	case not:
		return needs(x.x, of, res)
	case named:
		return needs(x.x, of, res)
	case holdsOn:
		values(x.col, p1, p2, "")
	case onTeam:
		values(x.col, p1, p2, "")
	case isMe:
		values(x.col, me, she, "")
	case sameOrg:
		values(colOrg, here, abroad, "")
	case isTrue:
		for _, t := range tris {
			out = append(out, fmt.Sprint(of, columnNames[x.col], " ", t))
		}
	case in:
		values(x.col, append([]string{"", "unheard of"}, x.of...)...)
	case linked:
		out = append(out, of+"linked nobody", of+"linked me", of+"linked somebody else")
	case someChild:
		out = append(needs(x.x, "child ", res.child.kind), "0 children", "1 children", "2 children")
	case everyChild:
		out = append(needs(x.of, "child ", res.child.kind), needs(x.x, "child ", res.child.kind)...)
		out = append(out, "0 children", "1 children", "2 children")
	case noChild:
		out = append(out, "0 children", "1 children")
	}
	return out
}

// observe notes which strings an actor has or lacks where, and through what.
func (k asker) observe(seen map[string]bool, reads []Permission) {
	if k.nobody {
		seen["nobody asks"] = true
		return
	}
	for _, p := range reads {
		seen[fmt.Sprint("role ", p, " ", k.role.Has(p))] = true
		for i, on := range k.on {
			if on.has && !k.role.Has(p) {
				seen[fmt.Sprint("part on ", i+1, " ", p, " ", on.grants.Has(p))] = true
			}
		}
		if k.key != nil && (k.role.Has(p) || k.on[0].grants.Has(p)) {
			seen[fmt.Sprint("key ", p, " ", k.key.Has(p))] = true
		}
	}
	for i, on := range k.on {
		seen[fmt.Sprint("part on ", i+1, " ", on.has)] = true
		if on.has && !on.odd {
			seen[fmt.Sprint("part ", on.role)] = true
		}
	}
	others := SetOf(reads...)
	if k.role.Minus(others) != (Set{}) {
		seen["other strings"] = true
	}
}

func actorNeeds(p proof) []string {
	out := []string{"nobody asks", "other strings", "part on 1 true", "part on 2 true", "part on 1 false"}
	for _, r := range TeamRoles {
		out = append(out, fmt.Sprint("part ", r))
	}
	for _, perm := range slices.Concat(p.reads, stringsOf(p.x)) {
		for _, yes := range []bool{true, false} {
			out = append(out, fmt.Sprint("role ", perm, " ", yes), fmt.Sprint("key ", perm, " ", yes),
				fmt.Sprint("part on 1 ", perm, " ", yes), fmt.Sprint("part on 2 ", perm, " ", yes))
		}
	}
	return out
}

// stringsOf are the strings that a rule reads.
func stringsOf(x expr) (out []Permission) {
	walk(x, func(x expr) {
		switch x := x.(type) {
		case holds:
			out = append(out, x.p)
		case holdsOn:
			out = append(out, x.p)
		case isMe:
			out = append(out, x.through.List()...)
		case linked:
			out = append(out, x.through.List()...)
		}
	})
	return out
}

func walk(x expr, visit func(expr)) {
	visit(x)
	switch x := x.(type) {
	case all:
		for _, e := range x {
			walk(e, visit)
		}
	case any_:
		for _, e := range x {
			walk(e, visit)
		}
	case not:
		walk(x.x, visit)
	case named:
		walk(x.x, visit)
	case someChild:
		walk(x.x, visit)
	case everyChild:
		walk(x.of, visit)
		walk(x.x, visit)
	}
}

func TestTheStatesTellEverythingApart(t *testing.T) {
	for _, p := range proofs() {
		for _, missing := range gaps(p, askers(p.reads), p.rows) {
			t.Errorf("%s: no state has %s", p.name, missing)
		}
	}
}

// The check above is itself checked: whatever is taken out of the states, it notices.
func TestPoorerStatesAreNoticed(t *testing.T) {
	poorRows := map[string]func(state) bool{
		"nobody":                  func(s state) bool { return s.OwnMemberID != "" && s.AuthorID != "" },
		"somebody else's":         func(s state) bool { return s.OwnMemberID != she },
		"my own":                  func(s state) bool { return s.OwnMemberID != me },
		"another author":          func(s state) bool { return s.AuthorID != she },
		"my feedback":             func(s state) bool { return s.AuthorID != me },
		"others' assignments":     func(s state) bool { return !slices.Equal(s.Linked, []string{she}) },
		"my assignments":          func(s state) bool { return !slices.Contains(s.Linked, me) },
		"no assignments":          func(s state) bool { return len(s.Linked) > 0 },
		"unknown privacy":         func(s state) bool { return s.Private != Unknown && !slices.ContainsFunc(s.Children, unknownPrivacy) },
		"private":                 func(s state) bool { return s.Private != Yes && !slices.ContainsFunc(s.Children, isPrivate) },
		"unknown status":          func(s state) bool { return s.Status != "" },
		"hired":                   func(s state) bool { return s.Status != "offer" && s.Status != "open" },
		"a status never heard of": func(s state) bool { return s.Status != "unheard of" },
		"no position":             func(s state) bool { return s.PositionID != "" && !slices.ContainsFunc(s.Children, nowhere) },
		"another position":        func(s state) bool { return s.PositionID != p2 && !slices.ContainsFunc(s.Children, onP2) },
		"another organisation":    func(s state) bool { return s.OrgID != abroad },
		"no organisation":         func(s state) bool { return s.OrgID != "" },
		"no applications":         func(s state) bool { return len(s.Children) > 0 },
		"two applications":        func(s state) bool { return len(s.Children) < 2 },
		"unknown object":          func(s state) bool { return s.Object != "" },
		"offer lines":             func(s state) bool { return s.Object != "offer" },
	}
	poorActors := map[string]func(asker) bool{
		"nobody":            func(k asker) bool { return !k.nobody },
		"no keys":           func(k asker) bool { return k.key == nil },
		"no team":           func(k asker) bool { return !k.on[0].has },
		"no team elsewhere": func(k asker) bool { return !k.on[1].has },
		"invented parts":    func(k asker) bool { return !k.on[0].odd && !k.on[1].odd },
		"everything":        func(k asker) bool { return k.role.Len() == 0 },
		"other strings":     func(k asker) bool { return k.role.Len() < 20 },
	}
	for name, keep := range poorRows {
		if !someProofMisses(func(p proof) []string {
			var poor rows
			for _, block := range p.rows {
				poor = append(poor, slices.DeleteFunc(slices.Clone(block), func(s state) bool { return !keep(s) }))
			}
			return gaps(p, askers(p.reads), poor)
		}) {
			t.Errorf("rows without %s pass for complete", name)
		}
	}
	for name, keep := range poorActors {
		if !someProofMisses(func(p proof) []string {
			return gaps(p, slices.DeleteFunc(askers(p.reads), func(k asker) bool { return !keep(k) }), p.rows)
		}) {
			t.Errorf("actors without %s pass for complete", name)
		}
	}
}

func someProofMisses(gaps func(p proof) []string) bool {
	return slices.ContainsFunc(proofs(), func(p proof) bool { return len(gaps(p)) > 0 })
}

func unknownPrivacy(r Row) bool { return r.Private == Unknown }
func isPrivate(r Row) bool      { return r.Private == Yes }
func nowhere(r Row) bool        { return r.PositionID == "" }
func onP2(r Row) bool           { return r.PositionID == p2 }
