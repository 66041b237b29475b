package access

import (
	"fmt"
	"math/bits"

	"candor/internal/access/oracle"
)

// Names of the abstract world: two organisations, two members, two positions. "" is nobody, nowhere, unknown.
const (
	here, abroad = "o1", "o2"
	me, she      = "me", "she"
	p1, p2       = "p1", "p2"
	elsewhere    = "p3" // where, for questions over two positions, the oracle's member manages everything
)

// asker is an abstract actor: what the role holds, the part on each of two positions, a key or none.
type asker struct {
	role   Set
	on     [2]part // on p1, on p2
	key    *Set
	nobody bool // not a member at all

	nowhere bool // nobody who is not even on an organisation's pages
}

// part is what a hiring team gives on one position. Beside the three team roles of the catalogue there are
// invented ones, so that no rule is right only because the catalogue happens to give two strings together.
type part struct {
	has    bool
	role   TeamRole // for the oracle: its own catalogue says what it grants, unless it is invented
	grants Set
	odd    bool
}

func realPart(r TeamRole) part { return part{has: true, role: r, grants: teamSets[r]} }
func oddPart(grants Set) part  { return part{has: true, role: TeamMember, grants: grants, odd: true} }

var (
	noPart   = part{}
	manager  = realPart(HiringManager)
	recruits = realPart(Recruiter)
	helps    = realPart(TeamMember)
)

// actor is the engine's side of it.
func (k asker) actor() Actor {
	switch {
	case k.nowhere:
		return Actor{}
	case k.nobody:
		return Visitor(here)
	}
	a := Actor{org: here, member: me, held: k.role}
	for i, position := range []string{p1, p2} {
		if k.on[i].has {
			a.seats = append(a.seats, seat{position, k.on[i].role, k.on[i].grants})
		}
	}
	if k.key != nil {
		a = a.WithKey(*k.key)
	}
	return a
}

// member is the oracle's side of it. "A decision needs the member's right now and the string in the key": what the
// key lacks, neither the role nor the team role holds.
func (k asker) member() oracle.Member {
	switch {
	case k.nowhere:
		return oracle.Member{Active: true}
	case k.nobody:
		return oracle.Member{OrgID: here, Active: true}
	}
	m := oracle.Member{ID: me, OrgID: here, Active: true, Permissions: texts(k.through(k.role)),
		Teams: map[string]string{elsewhere: string(HiringManager)}, Grants: map[string][]string{}}
	for i, position := range []string{p1, p2} {
		if p := k.on[i]; p.has {
			m.Teams[position] = string(p.role)
			if p.odd || k.key != nil {
				m.Grants[position] = texts(k.through(p.grants))
			}
		}
	}
	if k.key != nil {
		person := k
		person.key = nil
		whole := person.member()
		m.InPerson = &whole
	}
	return m
}

func (k asker) through(s Set) Set {
	if k.key != nil {
		return s.And(*k.key)
	}
	return s
}

// owns says whether one's own things of a kind are within reach: "one's own things: the kind's :view; own
// feedback: interviews:conduct", in the key where one speaks.
func (k asker) owns(any ...Permission) bool { return k.key == nil || k.key.And(SetOf(any...)) != Set{} }

func (k asker) String() string {
	s := fmt.Sprint(k.role.List())
	for i, p := range k.on {
		if p.has {
			s += fmt.Sprintf(" p%d:%s%v", i+1, p.role, p.grants.List())
		}
	}
	if k.key != nil {
		s += fmt.Sprint(" key", k.key.List())
	}
	if k.nobody {
		s = "nobody"
	}
	return s
}

func texts(s Set) []string {
	var out []string
	for _, p := range s.List() {
		out = append(out, string(p))
	}
	return out
}

// askers are all abstract actors that matter to rules that read these strings.
func askers(reads []Permission) []asker {
	var out []asker
	some, every, whole := heldSets(reads), subsets(reads, 32), SetOf(reads...)
	for _, role := range every {
		out = append(out, asker{role: role})
	}
	for _, role := range some {
		for _, on := range partPairs(reads) {
			if (on[0].odd || on[1].odd) && len(reads) > 5 && !full && role.Len() > 1 && role != whole {
				continue
			}
			out = append(out, asker{role: role, on: on})
		}
	}
	out = append(out, keyed(reads)...)
	// Whatever else one holds makes no difference.
	others := everyString.Minus(whole)
	for _, role := range some {
		for p, n := range others {
			role[p] |= n
		}
		out = append(out, asker{role: role}, asker{role: role, on: [2]part{helps, noPart}})
	}
	return append(out, asker{nobody: true}, asker{nobody: true, nowhere: true})
}

// keyed are actors who come through an API key.
func keyed(reads []Permission) (out []asker) {
	whole, keys := SetOf(reads...), subsets(reads, 64)
	keys = append(keys, everyString, everyString.Minus(whole), everyString.Minus(SetOf(InterviewsConduct, InterviewsViewAll)))
	for _, key := range keys {
		for _, role := range []Set{{}, whole} {
			for _, on := range [][2]part{{}, {manager, noPart}, {helps, noPart}, {noPart, manager}} {
				out = append(out, asker{role: role, on: on, key: &key})
			}
		}
	}
	most := 1
	if len(reads) <= 6 || full {
		most = 2
	}
	for _, role := range without(whole, reads, most) {
		for _, key := range without(everyString, reads, most) {
			out = append(out, asker{role: role, key: &key})
		}
	}
	return out
}

// without is the set, and the set lacking one or two of the strings.
func without(s Set, reads []Permission, most int) []Set {
	out := []Set{s}
	for i, p := range reads {
		out = append(out, s.Minus(SetOf(p)))
		for _, q := range reads[:i] {
			if most > 1 {
				out = append(out, s.Minus(SetOf(p, q)))
			}
		}
	}
	return out
}

// partPairs are the parts on both positions.
func partPairs(reads []Permission) [][2]part {
	whole := SetOf(reads...)
	out := [][2]part{{manager, noPart}, {recruits, noPart}, {helps, noPart}, {noPart, manager}, {noPart, helps}, {manager, helps}, {helps, manager},
		{oddPart(Set{}), noPart}, {noPart, oddPart(whole)}}
	for _, p := range reads {
		but := oddPart(whole.Minus(SetOf(p)))
		out = append(out, [2]part{but, noPart}, [2]part{noPart, but}, [2]part{oddPart(SetOf(p)), noPart}, [2]part{oddPart(SetOf(p)), but})
	}
	return out
}

// heldSets are all subsets of few strings; of many: none, each alone, all but each, all.
func heldSets(reads []Permission) []Set {
	if len(reads) <= 5 {
		return subsets(reads, 32)
	}
	whole := SetOf(reads...)
	out := []Set{{}, whole}
	for _, p := range reads {
		out = append(out, SetOf(p), whole.Minus(SetOf(p)))
	}
	return out
}

// subsets are all subsets; of more than most, those that differ from none or from all in at most two strings.
func subsets(reads []Permission, most int) []Set {
	var out []Set
	for n := range uint(1) << len(reads) {
		c := bits.OnesCount(n)
		if 1<<len(reads) > most && c > 2 && c < len(reads)-2 && !full {
			continue
		}
		var s Set
		for i, p := range reads {
			if n&(1<<i) != 0 {
				s = s.With(p)
			}
		}
		out = append(out, s)
	}
	return out
}
