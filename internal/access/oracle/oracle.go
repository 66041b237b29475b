// Package oracle is the second opinion on who may see and do what in a hiring company.
//
// It answers the same questions as the product's own access rules, but it was written apart from them: its rules are
// Cedar policies (folder policies) made from the sentences of the access specification alone, and each policy quotes
// its sentence. Tests ask both and demand the same answer. The product itself never imports it.
package oracle

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
)

//go:embed vocabulary.cedarschema
var vocabulary []byte

// Oracle answers questions of access. It holds no facts about anybody, never changes, and may be asked from many
// goroutines at once.
type Oracle struct {
	catalogue catalogue
	questions map[string]question
	fixed     cedar.EntityMap                                                // the questions with their groups, and the system roles
	trace     *[]string                                                      // where Explain collects; nil otherwise
	ear       func(principal, resource *cedar.Entity, request cedar.Request) // hears each question; tests of this package only
}

// question is one thing that can be asked, with the policies that can have a say in it.
type question struct {
	uid      cedar.EntityUID
	policies policies
}

// New reads the policies, the vocabulary and the catalogue. All three are embedded, so whatever is wrong with them is
// a fault of this folder, and New panics.
func New() *Oracle {
	o := &Oracle{catalogue: readCatalogue(), questions: map[string]question{}, fixed: cedar.EntityMap{}}
	o.declareRoles()
	all := readPolicies()
	for uid, entity := range readQuestions() {
		o.fixed[uid] = entity
	}
	for uid := range o.fixed {
		if uid.Type == "Action" {
			o.questions[string(uid.ID)] = question{uid, all.about(uid, o.fixed)}
		}
	}
	return o
}

// Explain asks through a copy of the oracle that keeps a record, and returns the answer with one line for every Cedar
// decision on the way to it: the question, yes or no, and the sentences that decided.
func (o *Oracle) Explain(ask func(o *Oracle) bool) (bool, []string) {
	var lines []string
	recording := *o
	recording.trace = &lines
	return ask(&recording), lines
}

// decide puts one question to Cedar. A question that does not exist, or a policy that fails on the facts, would turn
// silently into a "no" (a forbid: into a "yes"), so both panic.
func (o *Oracle) decide(name string, principal, resource *cedar.Entity, context cedar.Record) bool {
	q, known := o.questions[name]
	if !known || len(q.policies) == 0 {
		panic(fmt.Sprintf("oracle: there is no question %q; there are %s", name, strings.Join(o.Questions(), ", ")))
	}
	request := cedar.Request{Principal: principal.UID, Action: q.uid, Resource: resource.UID, Context: context}
	decision, why := cedar.Authorize(q.policies, world{o.fixed, principal, resource}, request)
	if len(why.Errors) > 0 {
		panic(fmt.Sprintf("oracle: %s: policy %s: %s", name, why.Errors[0].PolicyID, why.Errors[0].Message))
	}
	if o.ear != nil {
		o.ear(principal, resource, request)
	}
	if o.trace != nil {
		*o.trace = append(*o.trace, q.line(decision == cedar.Allow, why.Reasons))
	}
	return decision == cedar.Allow
}

// Questions lists everything that can be asked, as "noun.action", sorted.
func (o *Oracle) Questions() []string {
	var names []string
	for name, q := range o.questions {
		if strings.Contains(name, ".") && len(q.policies) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (q question) line(yes bool, reasons []cedar.DiagnosticReason) string {
	line := string(q.uid.ID) + ": no"
	if yes {
		line = string(q.uid.ID) + ": yes"
	}
	if len(reasons) == 0 {
		return line + ", nothing permits it"
	}
	for _, reason := range reasons {
		line += fmt.Sprintf(", %s says %q", reason.PolicyID, q.policies.find(reason.PolicyID).Annotations()["says"])
	}
	return line
}

// world is what Cedar may look at during one decision: the fixed things, who asks, and what is asked about.
type world struct {
	fixed               cedar.EntityMap
	principal, resource *cedar.Entity
}

func (w world) Get(uid cedar.EntityUID) (cedar.Entity, bool) {
	switch uid {
	case w.principal.UID:
		return *w.principal, true
	case w.resource.UID:
		return *w.resource, true
	}
	entity, ok := w.fixed[uid]
	return entity, ok
}

// readQuestions returns every question and every group of the vocabulary, each with the groups it stands under.
func readQuestions() cedar.EntityMap {
	var s schema.Schema
	must(s.UnmarshalCedar(vocabulary))
	resolved, err := s.Resolve()
	must(err)
	found := cedar.EntityMap{}
	for uid, action := range resolved.Actions {
		found[uid] = action.Entity
	}
	return found
}

func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("oracle: %v", err))
	}
}
