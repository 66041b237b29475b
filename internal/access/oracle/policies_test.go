package oracle

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cedar-policy/cedar-go"
	"github.com/cedar-policy/cedar-go/x/exp/ast"
	"github.com/cedar-policy/cedar-go/x/exp/schema"
	"github.com/cedar-policy/cedar-go/x/exp/schema/validate"
)

// A slip in the name of a fact would make Cedar skip the policy, and a forbid that is skipped opens a door.
func TestEveryPolicyFitsTheVocabulary(t *testing.T) {
	v := validator(t)
	for _, p := range readPolicies() {
		if err := v.Policy(string(p.id), (*ast.Policy)(p.policy.AST())); err != nil {
			t.Errorf("%s: %v", p.id, err)
		}
	}
}

// What the wrapper hands to Cedar is what the vocabulary promises.
func TestEveryQuestionAskedFitsTheVocabulary(t *testing.T) {
	v := validator(t)
	o := New()
	asked := map[string]bool{}
	o.listen(func(principal, resource *cedar.Entity, request cedar.Request) {
		asked[string(request.Action.ID)] = true
		if err := v.Request(request); err != nil {
			t.Errorf("%s: %v", request.Action, err)
		}
		for _, entity := range []*cedar.Entity{principal, resource} {
			if err := v.Entity(*entity); err != nil {
				t.Errorf("%s: %s: %v", request.Action, entity.UID, err)
			}
		}
	})
	for _, s := range sentences() {
		for _, c := range s.cases {
			c.ask(o)
		}
	}
	for _, name := range o.Questions() {
		if !asked[name] {
			t.Errorf("no sentence asks %s", name)
		}
	}
}

// The policies kept aside for a question answer as all of them would.
func TestPoliciesAboutAQuestionAnswerAsAllOfThem(t *testing.T) {
	o, all := New(), readPolicies()
	o.listen(func(principal, resource *cedar.Entity, request cedar.Request) {
		w := world{o.fixed, principal, resource}
		few, _ := cedar.Authorize(o.questions[string(request.Action.ID)].policies, w, request)
		every, why := cedar.Authorize(all, w, request)
		if few != every || len(why.Errors) > 0 {
			t.Errorf("%s: %v, all policies say %v (%v)", request.Action, few, every, why.Errors)
		}
	})
	for _, s := range sentences() {
		for _, c := range s.cases {
			c.ask(o)
		}
	}
}

// Without any one policy some sentence fails: none is dead, and none goes untested.
func TestEveryPolicyIsMissedBySomeSentence(t *testing.T) {
	o, all := New(), sentences()
	for _, p := range readPolicies() {
		if !someSentenceFails(o.with(p.id, nil), all) {
			t.Errorf("without %s every sentence still holds", p.id)
		}
	}
}

// Each test of a string, a privacy, a status or a person in the policies is replaced by true and by false.
func TestEveryConditionIsMissedBySomeSentence(t *testing.T) {
	o, all, mutants := New(), sentences(), 0
	for _, p := range readPolicies() {
		text := string(p.policy.MarshalCedar())
		for _, place := range conditions(text) {
			for _, constant := range []string{"true", "false"} {
				mutant := text[:place[0]] + constant + text[place[1]:]
				name := fmt.Sprintf("%s: %s for %s", p.id, constant, text[place[0]:place[1]])
				var policy cedar.Policy
				if err := policy.UnmarshalCedar([]byte(mutant)); err != nil {
					t.Fatalf("%s: %v\n%s", name, err, mutant)
				}
				mutants++
				if !someSentenceFails(o.with(p.id, &policy), all) {
					t.Errorf("%s: every sentence still holds", name)
				}
			}
		}
	}
	t.Logf("%d mutants", mutants)
}

func TestAQuestionThatDoesNotExistPanics(t *testing.T) {
	for name, ask := range map[string]func(*Oracle){
		"action":     func(o *Oracle) { o.Position(admin(), "wiew", position(public)) },
		"group":      func(o *Oracle) { o.decide("closers only", &cedar.Entity{}, &cedar.Entity{}, cedar.Record{}) },
		"string":     func(o *Oracle) { o.Position(with("job_positions:wiew"), "view", position(public)) },
		"team role":  func(o *Oracle) { o.Position(nothing().on("owner"), "view", position(public)) },
		"role":       func(o *Oracle) { o.RoleSet("owner") },
		"object":     func(o *Oracle) { o.Line(admin(), "read", line(public, "offer", "letter")) },
		"kind":       func(o *Oracle) { o.Library(admin(), "view", LibraryItem{Kind: "phase"}) },
		"permission": func(o *Oracle) { o.Gate(admin(), "everything") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was answered")
				}
			}()
			ask(New())
		})
	}
}

func TestExplainQuotesTheSentencesThatDecided(t *testing.T) {
	yes, why := New().Explain(onApplication(helper(), "contact", application(public, "offer")))
	want := `application.contact: no, closing says "While closing, the activity is shown only to holders of candidates:close there`
	if yes || len(why) != 1 || !strings.HasPrefix(why[0], want) {
		t.Errorf("%v %q", yes, why)
	}
}

func someSentenceFails(o *Oracle, all []sentence) (failed bool) {
	defer func() {
		if recover() != nil {
			failed = true
		}
	}()
	for _, s := range all {
		for _, c := range s.cases {
			if c.ask(o) != c.want {
				return true
			}
		}
	}
	return false
}

// listen hears every question that is put to Cedar.
func (o *Oracle) listen(ear func(principal, resource *cedar.Entity, request cedar.Request)) {
	o.ear = ear
}

// conditions finds every single test in the text of a policy.
func conditions(text string) [][]int {
	at := strings.IndexAny(text, "{")
	if at < 0 {
		return nil
	}
	places := condition.FindAllStringIndex(text, -1)
	return slices.DeleteFunc(places, func(place []int) bool { return place[0] < at })
}

var condition = regexp.MustCompile(`(context|principal|resource)(\.[a-z_.]+)?\.contains(All|Any)?\((\[[^\]]*\]|[^()])*\)` +
	`|\["[^\]]*\]\.contains\(resource\.[a-z]+\)` +
	`|resource\.(own|author|creator|submitter|member|object|visibility) == (principal|"[a-z]+")` +
	`|context\.given == Role::"interviewer"\.strings` +
	`|context has (team_role|elsewhere)\b` +
	`|resource has (own|author|creator|submitter|private|status)\b` +
	`|context\.elsewhere has private` +
	`|resource\.(owner|mine|system|sealed|sole_approver|question|private)\b|context\.(visible|on_visible_position|on_every_visible_position|sees_interview)\b|context\.elsewhere\.private|principal\.active` +
	`|resource\.organisations == \[[^\]]*\]|principal\.organisation != ""|principal != Member::""|resource\.applications == 0|action == Action::"[a-z._]+"`)

// with is the oracle with a policy replaced or left out.
func (o *Oracle) with(id cedar.PolicyID, other *cedar.Policy) *Oracle {
	changed := *o
	changed.questions = maps.Clone(o.questions)
	for name, q := range o.questions {
		var kept policies
		for _, p := range q.policies {
			switch {
			case p.id != id:
				kept = append(kept, p)
			case other != nil:
				kept = append(kept, named{id, other})
			}
		}
		changed.questions[name] = question{q.uid, kept}
	}
	return &changed
}

func validator(t *testing.T) *validate.Validator {
	t.Helper()
	var s schema.Schema
	if err := s.UnmarshalCedar(vocabulary); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	return validate.New(resolved)
}
