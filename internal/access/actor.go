package access

import (
	"fmt"
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
	teams                     map[string]TeamRole
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
	a.held = a.held.And(holds)
	a.key = &holds
	return a
}

// UsesKey reports whether an API key speaks.
func (a Actor) UsesKey() bool { return a.key != nil }

// Permissions is what the organisation role holds (and the key, where one speaks).
func (a Actor) Permissions() Set { return a.held }

// Teams is the actor's team roles by position.
func (a Actor) Teams() map[string]TeamRole {
	out := make(map[string]TeamRole, len(a.teams))
	for id, r := range a.teams {
		out[id] = r
	}
	return out
}

// TeamRole is the actor's part on a position; empty for Other.
func (a Actor) TeamRole(positionID string) TeamRole { return a.teams[positionID] }

// Holds reports whether the organisation role holds the string.
func (a Actor) Holds(p Permission) bool { return a.member != "" && a.held.Has(p) }

// HoldsOn reports whether the string is held on a position: by the role, or by the team role there.
// It says nothing about sight; rules do.
func (a Actor) HoldsOn(p Permission, positionID string) bool {
	return a.Holds(p) || a.teamHolds(p, positionID)
}

// HoldsAnywhere is the gate without an item: the role, or at least one position.
func (a Actor) HoldsAnywhere(p Permission) bool {
	if a.Holds(p) {
		return true
	}
	for id := range a.teams {
		if a.teamHolds(p, id) {
			return true
		}
	}
	return false
}

func (a Actor) teamHolds(p Permission, positionID string) bool {
	if a.member == "" || positionID == "" {
		return false
	}
	r, ok := a.teams[positionID]
	return ok && teamSets[r].Has(p) && (a.key == nil || a.key.Has(p))
}

// positionsWith lists the positions on which the team role grants the string.
func (a Actor) positionsWith(p Permission) []string {
	var out []string
	for id := range a.teams {
		if a.teamHolds(p, id) {
			out = append(out, id)
		}
	}
	sortStrings(out)
	return out
}

// Require refuses (403) whoever lacks the string in the organisation role.
func (a Actor) Require(p Permission) error {
	if a.Holds(p) {
		return nil
	}
	return refusal(p, false)
}

// RequireAnywhere refuses (403) whoever holds the string neither in the role nor on any position.
func (a Actor) RequireAnywhere(p Permission) error {
	if a.HoldsAnywhere(p) {
		return nil
	}
	return refusal(p, false)
}

func refusal(p Permission, onPosition bool) error {
	if onPosition {
		return errs.Refuse("not_permitted", fmt.Sprintf("This needs the permission %s, in your role or on this position's hiring team.", p))
	}
	return errs.Refuse("not_permitted", fmt.Sprintf("This needs the permission %s. An admin can add it to your role.", p))
}
