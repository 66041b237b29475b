package api_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// grace makes a person with an application on a position of hana and tom; it answers both ids.
func (o *office) grace(position string) (candidate, application string) {
	o.t.Helper()
	a := o.want(o.ask("ada", "POST", "/candidates", map[string]any{"name": "Grace Villeneuve", "email": "grace@mail.example", "phone": "+351 910",
		"tags": []string{"compilers"}, "links": []map[string]string{{"url": "grace.example"}}, "position": position}), 201)
	candidate = a.body["id"].(string)
	if a.header.Get("Location") != "/api/v1/candidates/"+candidate {
		o.t.Error(a.header)
	}
	return candidate, a.body["applications"].([]any)[0].(map[string]any)["id"].(string)
}

func TestCandidatesByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		open, private := o.position(false), o.position(true)
		candidate, application := o.grace(open)
		_, hidden := o.grace2(private)
		at := "/candidates/" + candidate
		for who, want := range map[string]int{"ada": 200, "hana": 200, "tom": 200, "nora": 200, "sol": 200, "ines": 404} {
			a := o.want(o.ask(who, "GET", at, nil), want, who)
			if want == 404 {
				if a.text != o.ask(who, "GET", "/candidates/unknown", nil).text {
					t.Error("hidden and unknown differ")
				}
				o.want(o.ask(who, "GET", "/candidates", nil), 403, who)
				o.want(o.ask(who, "GET", "/applications", nil), 403, who)
				continue
			}
			if a.body["name"] != "Grace Villeneuve" || a.body["status"] != "active" || a.body["source"] != "api" || a.body["withheld"] != nil {
				t.Errorf("%s: %s", who, a.text)
			}
			a = o.want(o.ask(who, "GET", "/candidates?count=true", nil), 200)
			n := map[bool]int{true: 2, false: 1}[who == "ada" || who == "hana" || who == "tom"]
			if len(a.body["items"].([]any)) != n || a.body["count"].(float64) != float64(n) {
				t.Errorf("%s: %s", who, a.text)
			}
			o.want(o.ask(who, "GET", "/applications/"+hidden, nil), map[bool]int{true: 200, false: 404}[n == 2], who)
		}
		a := o.want(o.ask("nora", "GET", "/candidates?q=gra&tag=compilers&position="+open, nil), 200)
		if len(a.body["items"].([]any)) != 1 {
			t.Error(a.text)
		}
		o.want(o.ask("nora", "PATCH", at, `{"headline":"Compilers"}`), 403)
		o.want(o.ask("ines", "PATCH", at, `{"nonsense":1}`), 404, "before the body is looked at")
		o.want(o.ask("ada", "PATCH", at, `{"headline":"Compilers","status":"hired"}`), 422)
		a = o.want(o.ask("ada", "PATCH", at, `{"headline":"Compilers","status":"on_hold","emails":["a@mail.example","b@mail.example"],"links":[]}`), 200)
		if a.body["headline"] != "Compilers" || a.body["status"] != "on_hold" || len(a.body["emails"].([]any)) != 2 || len(a.body["links"].([]any)) != 0 {
			t.Error(a.text)
		}
		if a.header.Get("ETag") != o.ask("ada", "GET", at, nil).header.Get("ETag") {
			t.Error("a change answers another thing than reading it")
		}
		a = o.want(o.ask("ada", "POST", "/candidates", map[string]any{"name": "Someone", "email": "A@mail.example", "position": open}), 409)
		if a.body["code"] != "known_person" {
			t.Error(a.text)
		}
		o.want(o.ask("ada", "POST", "/candidates", map[string]any{"name": "Someone", "email": "a@mail.example", "position_id": open, "somebody_else": true}), 201)
		o.want(o.ask("nora", "POST", "/candidates", map[string]any{"name": "Someone", "position": open}), 403)
		o.want(o.ask("sol", "POST", "/candidates", map[string]any{"name": "Someone", "position": private}), 404)
		a = o.want(o.ask("ada", "POST", "/applications", map[string]any{"candidate": candidate, "position": private}), 201)
		if a.body["status"] != "applied" || a.body["candidate"].(map[string]any)["id"] != candidate || a.body["position"].(map[string]any)["id"] != private {
			t.Error(a.text)
		}
		if a := o.want(o.ask("nora", "GET", at, nil), 200); len(a.body["applications"].([]any)) != 1 || strings.Contains(a.text, private) {
			t.Error("the hidden application shows", a.text)
		}
		o.want(o.ask("ada", "POST", "/applications", map[string]any{"candidate_id": candidate, "position_id": open}), 409)
		o.want(o.ask("nora", "DELETE", "/applications/"+application, nil), 403)
		if a := o.want(o.ask("sol", "DELETE", "/applications/"+application, nil), 409); a.body["code"] != "only_application" {
			t.Error("a hidden application is found out", a.text)
		}
		o.want(o.ask("ada", "DELETE", "/applications/"+application, nil), 204)
		o.want(o.ask("nora", "GET", at, nil), 404)
		o.want(o.ask("ada", "DELETE", at, nil), 204)
		o.want(o.ask("ada", "GET", at, nil), 404)
	})
}

// grace2 is somebody else.
func (o *office) grace2(position string) (candidate, application string) {
	o.t.Helper()
	a := o.want(o.ask("ada", "POST", "/candidates", map[string]any{"name": "Edda Falkenrath", "position": position}), 201)
	return a.body["id"].(string), a.body["applications"].([]any)[0].(map[string]any)["id"].(string)
}

func TestApplicationsByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		position := o.position(false)
		_, id := o.grace(position)
		at := "/applications/" + id
		a := o.want(o.ask("nora", "GET", at, nil), 200)
		for _, key := range []string{"id", "candidate", "position", "status", "source", "applied_at", "closing", "own", "starred", "answers", "files", "progress", "can"} {
			if _, there := a.body[key]; !there {
				t.Errorf("%s is not in %s", key, a.text)
			}
		}
		o.want(o.ask("nora", "POST", at+"/move", `{"status":"in_review"}`), 403)
		o.want(o.ask("nora", "POST", at+"/move", `{"place":"here"}`), 403)
		o.want(o.ask("ines", "POST", at+"/move", `{"place":"here"}`), 404)
		o.want(o.ask("tom", "POST", at+"/move", `{"status":"rejected"}`), 422)
		a = o.want(o.ask("tom", "POST", at+"/move", `{"status":"in_review"}`), 200)
		if a.body["status"] != "in_review" || a.body["phase"].(map[string]any)["name"] != "Phone screen" {
			t.Error(a.text)
		}
		undo := a.body["undo"].(map[string]any)["id"].(string)
		_, other := o.grace2(position)
		o.want(o.ask("tom", "POST", "/applications/"+other+"/undo", map[string]string{"id": undo}), 404)
		o.want(o.ask("hana", "POST", at+"/undo", map[string]string{"id": undo}), 404)
		a = o.want(o.ask("tom", "POST", at+"/undo", map[string]string{"id": undo}), 200)
		if a.body["status"] != "applied" || a.body["undo"] != nil {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "POST", at+"/undo", map[string]string{"id": undo}), 404)
		o.want(o.ask("tom", "POST", at+"/move", `{"status":"in_review"}`), 200)
		phase := o.ask("tom", "GET", at, nil).body["phase"].(map[string]any)["id"].(string)
		a = o.want(o.ask("tom", "PUT", at+"/phases/"+phase, `{"state":"completed"}`), 200)
		if a.body["progress"].([]any)[0].(map[string]any)["state"] != "completed" || a.body["next_action"] != "needs_decision" {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "PUT", at+"/phases/"+phase, `{}`), 422)
		o.want(o.ask("tom", "POST", at+"/star", nil), 200)
		if a = o.ask("tom", "GET", "/applications?starred=true&position="+position, nil); len(a.body["items"].([]any)) != 1 {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "POST", at+"/star", `{"starred":false}`), 200)
		o.want(o.ask("tom", "POST", at+"/snooze", `{"until":"2001-01-01T00:00:00Z"}`), 422)
		o.want(o.ask("tom", "POST", at+"/snooze", `{"until":null}`), 200)
		a = o.want(o.ask("tom", "POST", at+"/notes", `{"body":"Strong on **compilers**.","mentions":["hana"]}`), 201)
		if a.body["body"] != "Strong on **compilers**." || a.body["author"].(map[string]any)["id"] != "tom" {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "POST", at+"/notes", `{"body":"x","mentions":["ines"]}`), 422)
		a = o.want(o.ask("nora", "GET", at+"/activity?limit=1&kind=note.added", nil), 200)
		if !strings.Contains(a.text, "Strong on") || a.header.Get("Link") != "" {
			t.Error(a.text, a.header)
		}
		o.want(o.ask("nora", "GET", at+"/feedback", nil), 200)
		a = o.want(o.ask("nora", "GET", at+"/scorecard", nil), 200)
		if a.body["phases_complete"].(float64) != 1 || a.body["own_only"] != true {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "POST", at+"/reject", `{}`), 422)
		a = o.want(o.ask("tom", "POST", at+"/withdraw", nil, "Idempotency-Key", "once"), 200)
		if a.body["status"] != "withdrawn" {
			t.Error(a.text)
		}
		a = o.want(o.ask("tom", "POST", at+"/withdraw", nil, "Idempotency-Key", "once"), 200)
		if a.header.Get("Idempotency-Replayed") != "true" {
			t.Error(a.header)
		}
		o.want(o.ask("tom", "POST", at+"/withdraw", nil), 409)
		o.want(o.ask("tom", "POST", at+"/reopen", nil), 200)
		a = o.want(o.ask("tom", "POST", at+"/reject", `{"reason":"not_a_fit","note":"Too far."}`), 200)
		if r := a.body["rejection"].(map[string]any); a.body["status"] != "rejected" || r["reason"] != "not_a_fit" || r["mail"] != "skipped" {
			t.Error(a.text)
		}
		a = o.want(o.ask("nora", "GET", "/positions/"+position+"/board", nil), 200)
		if a.body["rejected"].(float64) != 1 || !strings.Contains(a.text, "Edda Falkenrath") {
			t.Error(a.text)
		}
		o.want(o.ask("ines", "GET", "/positions/"+position+"/board", nil), 404)
	})
}

func TestClosingStagesByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		position := o.position(false)
		candidate, id := o.grace(position)
		at := "/applications/" + id
		o.want(o.ask("tom", "POST", at+"/notes", `{"body":"Skerrick"}`), 201)
		a := o.want(o.ask("tom", "POST", at+"/move", `{"status":"offer","confirmed":false}`), 409)
		if a.body["code"] != "confirm_closing" {
			t.Error(a.text)
		}
		a = o.want(o.ask("tom", "POST", at+"/move", `{"status":"offer"}`), 200)
		if a.body["closing"] != true || a.body["undo"] != nil || !slices.Contains(a.body["withheld"].([]any), any("activity")) {
			t.Error(a.text)
		}
		for who, want := range map[string]int{"ada": 200, "hana": 200, "tom": 403, "nora": 403, "sol": 403, "ines": 404} {
			a := o.want(o.ask(who, "GET", at+"/activity", nil), want, who)
			if want == 403 && a.body["code"] != "closing_stage" {
				t.Error(a.text)
			}
			for _, path := range []string{"/activity", "/candidates/" + candidate + "/activity"} {
				if a := o.ask(who, "GET", path, nil); strings.Contains(a.text, "Skerrick") != (want == 200) {
					t.Errorf("%s %s: %s", who, path, a.text)
				}
			}
		}
		o.want(o.ask("ines", "GET", "/activity", nil), 403)
		o.want(o.ask("tom", "POST", at+"/move", `{"status":"hired"}`), 403)
		o.want(o.ask("tom", "POST", at+"/reject", `{"reason":"other"}`), 403)
		o.want(o.ask("hana", "POST", at+"/move", `{"status":"hired"}`), 200)
		if a := o.ask("nora", "GET", "/candidates/"+candidate, nil); a.body["status"] != "hired" {
			t.Error(a.text)
		}
	})
}

func (o *office) upload(who, path string, parts ...string) answer {
	o.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(parts); i += 2 {
		if parts[i] != "file" {
			form.WriteField(parts[i], parts[i+1])
			continue
		}
		part, err := form.CreateFormFile("file", "words.txt")
		if err != nil {
			o.t.Fatal(err)
		}
		part.Write([]byte(parts[i+1]))
	}
	form.Close()
	return o.ask(who, "POST", path, body.String(), "Content-Type", form.FormDataContentType(), "Idempotency-Key", fmt.Sprint(who, path, len(parts), body.Len()))
}

func TestFilesByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		candidate, id := o.grace(o.position(false))
		at := "/candidates/" + candidate + "/files"
		o.want(o.upload("nora", at, "purpose", "resume", "file", "Marzipanology"), 403)
		o.want(o.upload("ines", at, "purpose", "resume", "file", "Marzipanology"), 404)
		o.want(o.upload("ines", at, "nonsense", "resume"), 404, "before the form is looked at")
		o.want(o.upload("ada", at, "purpose", "portrait", "file", "Marzipanology"), 422)
		o.want(o.upload("ada", at, "purpose", "resume"), 422)
		o.want(o.upload("ada", at, "file", "Marzipanology", "purpose", "resume"), 422, "the file comes last")
		o.want(o.ask("ada", "POST", at, `{"file":"words"}`), 422)
		o.want(o.upload("ada", at, "purpose", "resume", "file", strings.Repeat("marzipan ", 1_300_000)), 413)
		a := o.want(o.upload("ada", at, "purpose", "resume", "file", "Marzipanology"), 201)
		if a.body["purpose"] != "resume" || a.body["application_id"] != id || a.body["kind"] != "txt" {
			t.Error(a.text)
		}
		path := strings.TrimPrefix(a.header.Get("Location"), "/api/v1")
		file := a.body["id"].(string)
		if a := o.want(o.ask("nora", "GET", at, nil), 200); len(a.body["items"].([]any)) != 1 {
			t.Error(a.text)
		}
		a = o.want(o.ask("nora", "GET", path, nil), 200)
		if a.text != "Marzipanology" || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment") || a.header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Error(a.text, a.header)
		}
		o.want(o.ask("nora", "GET", path, nil, "If-None-Match", a.header.Get("ETag")), http.StatusNotModified)
		o.want(o.ask("nora", "GET", path, nil, "Range", "bytes=0-7"), http.StatusPartialContent)
		if a := o.want(o.ask("ines", "GET", path, nil), 404); a.text != o.ask("ines", "GET", "/files/unknown", nil).text {
			t.Error("hidden and unknown differ")
		}
		o.want(o.upload("tom", "/applications/"+id+"/files", "file", "Notes"), 201)
		o.want(o.ask("nora", "DELETE", "/applications/"+id+"/files/"+file, nil), 403)
		o.want(o.ask("tom", "DELETE", "/applications/"+id+"/files/"+file, nil), 204)
		if a := o.want(o.ask("nora", "GET", "/applications/"+id+"/files", nil), 200); len(a.body["items"].([]any)) != 1 {
			t.Error(a.text)
		}
	})
}

// Somebody who finds themselves sees name and status, and may do nothing.
func TestOnesOwnFileByTheAPI(t *testing.T) {
	offices(t, func(o *office) {
		position := o.position(false)
		candidate, id := o.grace(position)
		o.want(o.ask("nora", "PUT", "/candidates/"+candidate+"/member", `{"member_id":"tom"}`), 403)
		o.want(o.ask("hana", "PUT", "/candidates/"+candidate+"/member", `{"member_id":"tom"}`), 200)
		at := "/applications/" + id
		a := o.want(o.ask("tom", "GET", at, nil), 200)
		for key := range a.body {
			if !slices.Contains([]string{"id", "candidate", "status", "closing", "own", "starred", "withheld"}, key) {
				t.Errorf("%s shows: %s", key, a.text)
			}
		}
		if a.body["own"] != true || a.body["candidate"].(map[string]any)["name"] != "Grace Villeneuve" {
			t.Error(a.text)
		}
		for _, path := range []string{at + "/activity", at + "/feedback", at + "/scorecard", at + "/files", "/candidates/" + candidate + "/files", "/candidates/" + candidate + "/activity"} {
			if a := o.want(o.ask("tom", "GET", path, nil), 403, path); a.body["code"] != "own_file" {
				t.Error(a.text)
			}
		}
		for path, body := range map[string]string{"/move": `{"status":"in_review"}`, "/reject": `{"reason":"other"}`, "/withdraw": `{}`, "/star": `{}`, "/notes": `{"body":"x"}`} {
			o.want(o.ask("tom", "POST", at+path, body), 403, path)
		}
		a = o.want(o.ask("tom", "GET", "/candidates/"+candidate, nil), 200)
		if a.body["own"] != true || a.body["emails"] != nil || a.body["phone"] != nil || a.body["files"] != nil {
			t.Error(a.text)
		}
		o.want(o.ask("tom", "DELETE", "/candidates/"+candidate+"/member", nil), 403)
		o.want(o.ask("hana", "DELETE", "/candidates/"+candidate+"/member", nil), 204)
		o.want(o.ask("tom", "GET", at+"/activity", nil), 200)
	})
}
