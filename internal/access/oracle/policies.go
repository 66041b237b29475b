package oracle

import (
	"embed"
	"fmt"
	"iter"
	"slices"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
)

//go:embed policies/*.cedar
var policyFiles embed.FS

// policies in a fixed order, by their @id.
type policies []named

type named struct {
	id     cedar.PolicyID
	policy *cedar.Policy
}

// All lets Cedar walk the policies.
func (ps policies) All() iter.Seq2[cedar.PolicyID, *cedar.Policy] {
	return func(yield func(cedar.PolicyID, *cedar.Policy) bool) {
		for _, p := range ps {
			if !yield(p.id, p.policy) {
				return
			}
		}
	}
}

func (ps policies) find(id cedar.PolicyID) *cedar.Policy {
	i := slices.IndexFunc(ps, func(p named) bool { return p.id == id })
	return ps[i].policy
}

// about keeps the policies whose scope admits the question. The others cannot match it, so leaving them out changes
// no answer, and Cedar need not walk them each time.
func (ps policies) about(uid cedar.EntityUID, fixed cedar.EntityMap) policies {
	admits := func(scope cedar.EntityUID) bool { return scope == uid || fixed[uid].Parents.Contains(scope) }
	var kept policies
	for _, p := range ps {
		switch scope := (*ast.Policy)(p.policy.AST()).Action.(type) {
		case ast.ScopeTypeAll:
			kept = append(kept, p)
		case ast.ScopeTypeEq:
			if scope.Entity == uid {
				kept = append(kept, p)
			}
		case ast.ScopeTypeIn:
			if admits(scope.Entity) {
				kept = append(kept, p)
			}
		case ast.ScopeTypeInSet:
			if slices.ContainsFunc(scope.Entities, admits) {
				kept = append(kept, p)
			}
		default:
			panic(fmt.Sprintf("oracle: policy %s has a scope of kind %T", p.id, scope))
		}
	}
	return kept
}

func readPolicies() policies {
	var all policies
	seen := map[cedar.PolicyID]bool{}
	files, err := policyFiles.ReadDir("policies")
	must(err)
	for _, file := range files {
		text, err := policyFiles.ReadFile("policies/" + file.Name())
		must(err)
		list, err := cedar.NewPolicyListFromBytes(file.Name(), text)
		must(err)
		for _, policy := range list {
			id := cedar.PolicyID(policy.Annotations()["id"])
			if id == "" || seen[id] || policy.Annotations()["says"] == "" {
				panic(fmt.Sprintf("oracle: %s:%d: a policy needs an @id of its own and the sentence it @says", file.Name(), policy.Position().Line))
			}
			seen[id] = true
			all = append(all, named{id, policy})
		}
	}
	return all
}
