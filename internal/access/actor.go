package access

import (
	"fmt"
	"slices"
	"time"

	"candor/internal/errs"
)

// Actor is who asks, with the facts about them that rules read. The zero value is nobody and may nothing.
// Only this package can make one that may something (Load, Visitor); it never outlives a request.
type Actor struct {
	org, member, person, name string
	role                      string
	system                    SystemRole
	owner                     bool
	zone                      *time.Location
	held                      Set // organisation role, and the API key where one is used
	key                       *Set
	seats                     seats
	whole                     *grip // with a key: what the member holds without it
	epoch                     int64
	via                       string
}

// Visitor is somebody on an organisation's public pages: nobody, but somewhere.
func Visitor(orgID string) Actor { return Actor{org: orgID, via: "careers"} }

// System is the product itself at work in an organisation: it may nothing by rule, and records name its reason.
func System(orgID, reason string) Actor { return Actor{org: orgID, name: reason, via: "system"} }

func (a Actor) OrgID() string      { return a.org }
func (a Actor) MemberID() string   { return a.member }
func (a Actor) PersonID() string   { return a.person }
func (a Actor) Name() string       { return a.name }
func (a Actor) RoleID() string     { return a.role }
func (a Actor) System() SystemRole { return a.system }
func (a Actor) IsOwner() bool      { return a.owner }
func (a Actor) IsMember() bool     { return a.member != "" }
func (a Actor) Epoch() int64       { return a.epoch }

// Via says through which door the actor came ("page", "api", "key", "cli", "system", "careers"), for records.
func (a Actor) Via() string { return a.via }

// WithVia is the same actor through another door.
func (a Actor) WithVia(via string) Actor { a.via = via; return a }

// Zone is the reader's time zone, never nil.
func (a Actor) Zone() *time.Location {
	if a.zone == nil {
		return time.UTC
	}
	return a.zone
}

// WithKey narrows the actor to what an API key holds as well: right now and in the key.
func (a Actor) WithKey(holds Set) Actor {
	if a.whole == nil {
		a.whole = &grip{a.held, a.seats}
	}
	a.held = a.held.And(holds)
	a.seats = a.seats.and(holds)
	a.key = &holds
	return a
}

// grip is what somebody holds: in the organisation role, and by team roles.
type grip struct {
	held  Set
	seats seats
}

// inPerson is the same member without the key. It decides nothing that is allowed, only what has to be answered for: a
// key that sees less must not be asked less.
func (a *Actor) inPerson() Actor {
	if a.whole == nil {
		return *a
	}
	b := *a
	b.held, b.seats, b.key, b.whole = a.whole.held, a.whole.seats, nil, nil
	return b
}

// UsesKey reports whether an API key speaks.
func (a Actor) UsesKey() bool { return a.key != nil }

// Permissions is what the organisation role holds (and the key, where one speaks).
func (a Actor) Permissions() Set { return a.held }

// Teams is the actor's team roles by position.
func (a Actor) Teams() map[string]TeamRole {
	out := make(map[string]TeamRole, len(a.seats))
	for _, s := range a.seats {
		out[s.position] = s.role
	}
	return out
}

// TeamRole is the actor's part on a position; empty for Other.
func (a Actor) TeamRole(positionID string) TeamRole {
	if s := a.seats.at(positionID); s != nil {
		return s.role
	}
	return ""
}

// Holds reports whether the organisation role holds the string.
func (a Actor) Holds(p Permission) bool { return a.member != "" && a.held.Has(p) }

// HoldsOn reports whether the string is held on a position: by the role, or by the team role there.
// It says nothing about sight; rules do.
func (a Actor) HoldsOn(p Permission, positionID string) bool {
	n, known := numbers[p]
	return known && a.holdsAt(n, positionID)
}

// HoldsAnywhere is the gate without an item: the role, or at least one position.
func (a Actor) HoldsAnywhere(p Permission) bool {
	n, known := numbers[p]
	if !known || a.member == "" {
		return false
	}
	return a.held.has(n) || slices.ContainsFunc(a.seats, func(s seat) bool { return s.grants.has(n) })
}

// holds and holdsAt are Holds and HoldsOn by the number of a string, as rules know it.
func (a *Actor) holds(n int) bool { return a.member != "" && a.held.has(n) }

func (a *Actor) holdsAt(n int, positionID string) bool {
	if a.holds(n) {
		return true
	}
	s := a.seats.at(positionID)
	return a.member != "" && s != nil && s.grants.has(n)
}

// onTeam reports whether the member has any team role on the position.
func (a *Actor) onTeam(positionID string) bool {
	return a.member != "" && a.seats.at(positionID) != nil
}

// positionsWith lists the positions on which the team role grants the string, sorted.
func (a *Actor) positionsWith(n int) []string {
	return a.positions(func(s seat) bool { return s.grants.has(n) })
}

func (a *Actor) positions(of func(seat) bool) []string {
	if a.member == "" {
		return nil
	}
	out := make([]string, 0, len(a.seats))
	for _, s := range a.seats {
		if of(s) {
			out = append(out, s.position)
		}
	}
	return out
}

// ownThrough reports whether one's own things are within reach: always in person, through an API key if it
// holds one of the strings that such things need ("one's own things: the kind's :view; own feedback:
// interviews:conduct").
func (a *Actor) ownThrough(any Set) bool {
	return a.member != "" && (a.key == nil || any == Set{} || a.key.And(any) != Set{})
}

// Require refuses (403) whoever lacks the string in the organisation role.
func (a Actor) Require(p Permission) error {
	if a.Holds(p) {
		return nil
	}
	return a.refusal(p, false)
}

// RequireAnywhere refuses (403) whoever holds the string neither in the role nor on any position.
func (a Actor) RequireAnywhere(p Permission) error {
	if a.HoldsAnywhere(p) {
		return nil
	}
	return a.refusal(p, false)
}

// refusal says what lacks a string: the API key, which no admin can widen, or the member.
func (a *Actor) refusal(p Permission, onPosition bool) error {
	switch {
	case a.keyLacks(p):
		return errs.Refuse("not_permitted", fmt.Sprintf("This API key lacks the permission %s.", p))
	case onPosition:
		return errs.Refuse("not_permitted", fmt.Sprintf("This needs the permission %s, in your role or on this position's hiring team.", p))
	}
	if a.system != "" { // nobody edits those
		return errs.Refuse("not_permitted", fmt.Sprintf("This needs the permission %s. An admin can give you another role.", p))
	}
	return errs.Refuse("not_permitted", fmt.Sprintf("This needs the permission %s. An admin can add it to your role.", p))
}

func (a *Actor) keyLacks(p Permission) bool { return a.key != nil && !a.key.Has(p) }

// Lacker is what a sentence says that lacks the string: "this API key" or "your role".
func (a Actor) Lacker(p Permission) string {
	if a.keyLacks(p) {
		return "this API key"
	}
	return "your role"
}
