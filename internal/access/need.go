package access

import (
	"strings"

	"candor/internal/errs"
)

// Need is what a door (a page, an API operation) declares about who may try it. It is the gate in front
// of the decision, never the decision: the verb behind the door asks again, about the item. One
// declaration feeds the gate, the API description and the golden list of doors. The zero Need is no
// declaration; a door with it is not registered.
type Need struct {
	kind   needKind
	any    []Permission
	reason string
	item   bool
}

type needKind uint8

const (
	undeclared needKind = iota
	needAnywhere
	needRole
	needSelf
	needSignedIn
	needPublic
)

// NeedPermission opens to whoever holds any of the strings in the role or on at least one position: the
// gate without an item.
func NeedPermission(ps ...Permission) Need { return Need{kind: needAnywhere, any: known(ps)} }

// NeedRole opens to whoever holds the string in the organisation role; a team role does not count. For
// what belongs to no position: members, roles, settings.
func NeedRole(p Permission) Need { return Need{kind: needRole, any: known([]Permission{p})} }

// Self is for one's own things, which need no string of the member; an API key must hold key all the
// same. The reason says whose things they are.
func Self(reason string, key Permission) Need {
	return Need{kind: needSelf, any: known([]Permission{key}), reason: said(reason)}
}

// SignedIn opens to every member, through any of their keys.
func SignedIn(reason string) Need { return Need{kind: needSignedIn, reason: said(reason)} }

// Public opens to everybody.
func Public(reason string) Need { return Need{kind: needPublic, reason: said(reason)} }

// OnItem is the need of a door whose address names one item. Its strings are declared all the same, but
// they do not refuse at the gate: what one may not see must be 404 before anything can be 403 (ADR 4),
// and only the verb knows which of the two it is.
func (n Need) OnItem() Need {
	n.item = n.kind == needAnywhere || n.kind == needRole
	return n
}

// Door is a way in with what it declares, for the golden list of all doors.
type Door struct {
	Pattern string // as the router knows it: "GET /positions/{id}"
	Need    Need
}

// Declared reports whether the need says anything.
func (n Need) Declared() bool { return n.kind != undeclared }

// IsPublic reports whether nobody needs to be signed in.
func (n Need) IsPublic() bool { return n.kind == needPublic }

// Permissions are the strings named by the need: any one of them is enough; for Self it is the one that
// an API key must hold.
func (n Need) Permissions() []Permission { return append([]Permission(nil), n.any...) }

// Check answers 401 to nobody and 403 to members who may not try.
func (n Need) Check(a Actor) error {
	if n.kind == needPublic {
		return nil
	}
	if !a.IsMember() {
		return errs.Of(errs.SignIn, "Please sign in.")
	}
	if n.item {
		return nil
	}
	switch n.kind {
	case needSignedIn:
		return nil
	case needRole:
		return a.Require(n.any[0])
	case needSelf:
		if a.keyLacks(n.any[0]) {
			return a.refusal(n.any[0], false)
		}
		return nil
	case needAnywhere:
		for _, p := range n.any {
			if a.HoldsAnywhere(p) {
				return nil
			}
		}
		for _, p := range n.any {
			if a.inPerson().HoldsAnywhere(p) { // then it is the key that lacks it
				return a.refusal(p, false)
			}
		}
		return a.refusal(n.any[0], false)
	}
	return errs.Refuse("not_permitted", "This door declares nobody.")
}

// LeavesItems reports whether a door at this address leaves the answer to its verb: the address names an item, and
// only loading it through the actor tells hidden (404) from refused (403). Needs that are not about permissions of the
// role or of a position are checked at every door.
func (n Need) LeavesItems(path string) bool {
	return strings.Contains(path, "{") && (n.kind == needAnywhere || n.kind == needRole)
}

// String is the need as the golden list and the API description print it.
func (n Need) String() string {
	switch n.kind {
	case needAnywhere:
		return n.strings()
	case needRole:
		return n.strings() + " (role only)"
	case needSelf:
		return "own: " + n.reason + " (keys: " + n.strings() + ")"
	case needSignedIn:
		return "signed in: " + n.reason
	case needPublic:
		return "public: " + n.reason
	}
	return "undeclared"
}

func (n Need) strings() string {
	out := make([]string, len(n.any))
	for i, p := range n.any {
		out[i] = string(p)
	}
	text := strings.Join(out, " | ")
	if n.item {
		text += " (on the item)"
	}
	return text
}

// known and said panic at start, where doors are declared: a need that nobody could meet, or that
// nobody can judge, is a mistake of ours.
func known(ps []Permission) []Permission {
	if len(ps) == 0 {
		panic("access: a need names no permission")
	}
	for _, p := range ps {
		if !Known(p) {
			panic("access: a need names the unknown permission " + string(p))
		}
	}
	return ps
}

func said(reason string) string {
	if strings.TrimSpace(reason) == "" {
		panic("access: a door without a permission gives its reason")
	}
	return reason
}
