package api

import (
	"sync"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

func TestTagsAndConditions(t *testing.T) {
	everyEngine(t, func(h *house) {
		created := h.ask("ada", `POST /notes {"id":"n1","text":"one"}`)
		read := h.ask("ada", "GET /notes/n1")
		tag := read.Header.Get("ETag")
		if tag == "" || created.Header.Get("ETag") != tag || created.Header.Get("Location") != Prefix+"/notes/n1" {
			t.Fatal(created.Header, read.Header)
		}
		same := h.ask("ada", "GET /notes/n1", `If-None-Match: "x", W/`+tag)
		if same.StatusCode != 304 || same.text != "" || same.Header.Get("ETag") != tag {
			t.Fatal(same.StatusCode, same.text)
		}
		h.want(h.ask("ada", "GET /notes/n1", `If-None-Match: "x"`), 200, "")

		changed := h.ask("ada", `PATCH /notes/n1 {"text":"two"}`, "If-Match: "+tag)
		h.want(changed, 200, "")
		now := changed.Header.Get("ETag")
		if now == tag || now == "" {
			t.Fatal("a change has a new tag")
		}
		h.want(h.ask("ada", `PATCH /notes/n1 {"text":"three"}`, "If-Match: "+tag), 412, "stale")
		h.want(h.ask("ada", `PATCH /notes/n1 {"text":"three"}`, "If-Match: W/"+now), 412, "stale") // weak tags do not count
		h.want(h.ask("ada", "POST /notes/n1/stamp", "If-Match: "+tag), 412, "stale")
		h.want(h.ask("ada", "POST /notes/n1/stamp", "If-Match: "+now), 200, "")
		h.want(h.ask("ada", `PATCH /notes/n1 {"text":"four"}`, "If-Match: *"), 200, "")
		h.want(h.ask("ada", "DELETE /notes/n1", "If-Match: "+now), 412, "stale")
		h.want(h.ask("ada", `PATCH /notes/gone {"text":"x"}`, "If-Match: "+now), 404, "not_found")
		h.want(h.ask("ada", `POST /notes {"id":"n2","text":"x"}`, "If-Match: "+now), 201, "") // nothing there to compare with
		if got := h.ask("ada", "GET /notes/n1").body["text"]; got != "four" {
			t.Error(got)
		}
	})
}

func TestOfManyConditionalChangesOneWins(t *testing.T) {
	everyEngine(t, func(h *house) {
		h.note("n1", "one")
		tag := h.ask("ada", "GET /notes/n1").Header.Get("ETag")
		status := make(chan int, 8)
		var all sync.WaitGroup
		for range cap(status) {
			all.Go(func() { status <- h.ask("ada", "POST /notes/n1/stamp", "If-Match: "+tag).StatusCode })
		}
		all.Wait()
		close(status)
		counts := map[int]int{}
		for s := range status {
			counts[s]++
		}
		if counts[200] != 1 || counts[412] != 7 {
			t.Fatal(counts)
		}
	})
}

func TestATagIsOfWhatTheReaderGets(t *testing.T) {
	if tagOf([]byte(`{"a":1}`)) == tagOf([]byte(`{"a":2}`)) || tagOf(nil) != tagOf([]byte{}) {
		t.Error("a tag names a representation")
	}
	h := open(t, testdb.Open(t, db.SQLite), 0)
	h.note("n1", "one")
	if a, b := h.ask("ada", "GET /notes/n1").Header.Get("ETag"), h.ask("key", "GET /notes/n1").Header.Get("ETag"); a != b {
		t.Error("the same representation has two tags")
	}
}
