package web

import (
	"net/url"
	"strings"
	"testing"
)

// A template is put together with buttons alone; nothing that was typed is lost on the way.
func TestATemplateIsWrittenWithoutScript(t *testing.T) {
	onTheWholeLibrary(t, func(k *shelves) {
		first, second := k.question("sol", "What does a mutex cost?", nil), k.question("sol", "What is a semaphore?", nil)
		id := func(path string) string { return strings.TrimPrefix(path, "/questions/") }
		k.sees(k.ask("ines", "/templates/new", nil), 403)
		k.sees(k.ask("sol", "/templates/new", nil), 200, "Add questions", "mutex", "semaphore")
		form := url.Values{"name": {"Backend"}, "guidance": {"Be **kind**."}, "line": {"s:k1"}, "section-k1": {"Concurrency"}, "into": {"k1"}, "do": {"add:" + id(first)}}
		k.sees(k.ask("sol", "/templates", form), 202, `value="Backend"`, "Be **kind**.", `value="Concurrency"`, `name="question-k2" value="`+id(first)+`"`, "data-unsaved")

		form["line"] = []string{"s:k1", "q:k2", "q:k3"}
		for key, value := range map[string]string{"question-k2": id(first), "title-k2": "What does a mutex cost?", "minutes-k2": "15", "question-k3": id(second), "title-k3": "What is a semaphore?", "minutes-k3": "70", "note-k3": "Draw it.", "do": "up:k3"} {
			form.Set(key, value)
		}
		moved := k.sees(k.ask("sol", "/templates", form), 202, "1 h 25 min", "Draw it.")
		if strings.Index(moved.text, `"q:k3"`) > strings.Index(moved.text, `"q:k2"`) {
			t.Error("the question was not moved up")
		}
		form.Set("minutes-k2", "a while")
		form.Set("do", "save")
		k.sees(k.ask("sol", "/templates", form), 422, "Give whole minutes.", "#field-minutes-k2")
		form.Set("minutes-k2", "9000")
		k.sees(k.ask("sol", "/templates", form), 422, "Minutes go from 0 to 480.", "#field-minutes-k2")
		form.Set("minutes-k2", "15")
		at := k.sees(k.ask("sol", "/templates", form), 303).Header.Get("Location")
		k.sees(k.ask("sol", at, nil), 200, "Concurrency", "1 h 25 min", "Draw it.", "<strong>kind</strong>", "not in the org bank yet")
		k.sees(k.ask("ada", at, nil), 404)

		// Its questions are Personal: it is refused, naming them, until they are published.
		refused := k.ask("sol", at+"/publish", url.Values{})
		k.sees(refused, 422, "What does a mutex cost?", "What is a semaphore?")
		for _, q := range []string{first, second} {
			k.sees(k.ask("sol", q+"/publish", url.Values{}), 303)
		}
		if got := k.said(k.sees(k.ask("sol", at+"/publish", url.Values{}), 303)); got != "Template published to org bank" {
			t.Errorf("the toast says %q", got)
		}
		k.not(k.sees(k.ask("ines", "/templates", nil), 200, "Backend", ">Clone<", "1 h 25 min", "2 questions"), ">Publish<")
		clone := k.sees(k.ask("ines", at+"/clone", url.Values{}), 303).Header.Get("Location")
		k.not(k.sees(k.ask("ines", clone, nil), 200, "Backend (Copy)", ">Personal<"), "/publish")

		// A question that was edited since says so, and is taken with one button.
		k.sees(k.ask("sol", first+"/edit", url.Values{"title": {"What does a lock cost?"}}), 303)
		k.sees(k.ask("sol", at, nil), 200, "Newer revision", "What does a mutex cost?", at+"/renew")
		k.sees(k.ask("sol", at+"/renew", url.Values{"question": {id(first)}}), 303)
		k.not(k.sees(k.ask("sol", at, nil), 200, "What does a lock cost?"), "Newer revision")
	})
}

// A feedback form looks as interviewers will see it, and its fields are ordered with buttons.
func TestAFeedbackFormIsWrittenWithoutScript(t *testing.T) {
	onTheWholeLibrary(t, func(k *shelves) {
		form := url.Values{"name": {"Scorecard"}, "scale.kind": {"labelled"}, "scale.labels": {"Low\nHigh"}, "do": {"add:recommendation"}}
		k.sees(k.ask("sol", "/feedback-forms", form), 202, `value="Scorecard"`, "Strong no", `"f:k1"`)
		form["line"] = []string{"f:k1", "f:k2"}
		for key, value := range map[string]string{"kind-k1": "recommendation", "label-k1": "Hire?", "kind-k2": "rating", "label-k2": "Depth", "required-k2": "true", "do": "up:k2"} {
			form.Set(key, value)
		}
		moved := k.sees(k.ask("sol", "/feedback-forms", form), 202, `value="Depth"`)
		if strings.Index(moved.text, `"f:k2"`) > strings.Index(moved.text, `"f:k1"`) {
			t.Error("the field was not moved up")
		}
		form.Set("do", "save")
		form.Set("label-k2", "")
		k.sees(k.ask("sol", "/feedback-forms", form), 422, "A field needs a label.", "#field-label-k2")
		form.Set("label-k2", "Depth")
		at := k.sees(k.ask("sol", "/feedback-forms", form), 303).Header.Get("Location")
		k.sees(k.ask("sol", at, nil), 200, "Depth", "Hire?", "Strong yes", ">Low<", "As interviewers see it")
		k.sees(k.ask("sol", at+"/publish", url.Values{}), 303)
		k.sees(k.ask("ines", at, nil), 200, "Depth")
		k.sees(k.ask("ines", at+"/edit", nil), 403)
	})
}
