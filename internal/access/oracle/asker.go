package oracle

import (
	"fmt"
	"slices"

	"github.com/cedar-policy/cedar-go"
)

// Member is somebody in one organisation, with what they hold there. ID "" is nobody, who gets nothing.
type Member struct {
	ID, OrgID   string
	Permissions []string          // the strings of the organisation role
	Teams       map[string]string // position id → hiring_manager | recruiter | team_member; "" or absent is Other
	Active      bool

	// Grants, where it names a position, stands for what the team role there grants. Askers that are narrowed (through
	// an API key both the role and the team roles count only as far as the key holds their strings) need it.
	Grants map[string][]string

	// InPerson is the same member without the API key, where one narrows them; nil where none does. It opens nothing. It
	// is for questions that must be answered for everything the member sees: a key that sees less is not asked less.
	InPerson *Member
}

// Asker is a member made ready to ask many questions: what does not depend on the item is computed once.
// It never changes and may be used from many goroutines at once.
type Asker struct {
	oracle   *Oracle
	member   Member
	self     cedar.Entity
	holdings map[string]holding // by team role; "" is Other
	granted  map[string]holding // by position, where the member's Grants name it
	inPerson *Asker             // without the key; the asker itself where there is none
}

// holding is what the asker holds at a place, by the team role they have there.
type holding struct {
	strings cedar.Set
	facts   cedar.RecordMap // what every context begins with
	there   cedar.Record    // the same, ready for the questions that need no more
}

// As prepares a member to ask. Prefer it to the one-shot methods wherever one member asks more than a few questions.
func (o *Oracle) As(m Member) *Asker {
	k := &Asker{oracle: o, member: m, holdings: map[string]holding{}, granted: map[string]holding{}}
	k.holdings[""] = o.holding(m.Permissions, nil, "")
	for position, role := range m.Teams {
		if role != "" && !slices.Contains(teamRoles, role) {
			panic(fmt.Sprintf("oracle: %q on position %s is not a team role", role, position))
		}
		if _, done := k.holdings[role]; !done {
			k.holdings[role] = o.holding(m.Permissions, o.catalogue.sets[role], role)
		}
	}
	for position, strings := range m.Grants {
		k.granted[position] = o.holding(m.Permissions, strings, m.Teams[position])
	}
	k.self = cedar.Entity{UID: memberUID(m.ID), Attributes: cedar.NewRecord(cedar.RecordMap{
		"organisation": cedar.String(m.OrgID),
		"active":       cedar.Boolean(m.Active),
		"strings":      k.holdings[""].strings,
	})}
	k.inPerson = k
	if m.InPerson != nil {
		k.inPerson = o.As(*m.InPerson)
	}
	return k
}

// Member is who asks.
func (k *Asker) Member() Member { return k.member }

// holding is the formula of the whole: role(actor) ∪ teamRole(actor, position).
func (o *Oracle) holding(role, granted []string, team string) holding {
	h := holding{strings: o.catalogue.set(role, granted)}
	h.facts = cedar.RecordMap{"there": h.strings}
	if team != "" {
		h.facts["team_role"] = cedar.String(team)
	}
	h.there = cedar.NewRecord(h.facts)
	return h
}

// at returns what the asker holds on a position. On none, only the organisation role counts.
func (k *Asker) at(p *Position) holding {
	if p == nil || p.ID == "" {
		return k.holdings[""]
	}
	if h, narrowed := k.granted[p.ID]; narrowed {
		return h
	}
	return k.holdings[k.member.Teams[p.ID]]
}

// ask puts a question about a thing; more, if not nil, is added to what the asker holds there.
func (k *Asker) ask(question string, kind cedar.EntityType, id string, facts cedar.RecordMap, h holding, more cedar.RecordMap) bool {
	context := h.there
	if more != nil {
		for name, value := range h.facts {
			more[name] = value
		}
		context = cedar.NewRecord(more)
	}
	return k.decide(question, kind, id, facts, context)
}

func (k *Asker) decide(question string, kind cedar.EntityType, id string, facts cedar.RecordMap, context cedar.Record) bool {
	thing := cedar.Entity{UID: cedar.NewEntityUID(kind, cedar.String(id)), Attributes: cedar.NewRecord(facts)}
	return k.oracle.decide(question, &k.self, &thing, context)
}

func memberUID(id string) cedar.EntityUID { return cedar.NewEntityUID("Member", cedar.String(id)) }

// person sets a fact that names a member. Nobody ("") is left out: nobody never equals anybody.
func person(facts cedar.RecordMap, name cedar.String, id string) {
	if id != "" {
		facts[name] = memberUID(id)
	}
}

// organisations are all those named on the way from a thing up to its position. More than one is a crossing.
func organisations(ids ...string) cedar.Set {
	values := make([]cedar.Value, len(ids))
	for i, id := range ids {
		values[i] = cedar.String(id)
	}
	return cedar.NewSet(values...)
}
