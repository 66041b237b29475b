package api

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

const key = "Idempotency-Key: k1"

func TestARepeatedPostIsCarriedOutOnce(t *testing.T) {
	everyEngine(t, func(h *house) {
		first := h.ask("ada", `POST /notes {"id":"n1","text":"one"}`, key)
		h.want(first, 201, "")
		again := h.ask("ada", `POST /notes {"id":"n1","text":"one"}`, key)
		h.want(again, 201, "")
		if h.runs != 1 || again.text != first.text || again.Header.Get("Location") != first.Header.Get("Location") ||
			again.Header.Get("ETag") != first.Header.Get("ETag") || again.Header.Get("Idempotency-Replayed") != "true" {
			t.Fatalf("%d runs, %s, %v", h.runs, again.text, again.Header)
		}
		h.want(h.ask("ada", `POST /notes {"id":"n2","text":"two"}`, key), 422, "idempotency_key_reused")
		h.want(h.ask("key", `POST /notes {"id":"n2","text":"two"}`, key), 201, "") // another credential, another key
		h.want(h.ask("ada", `POST /notes/n1/stamp`, "Idempotency-Key: k2"), 200, "")
		h.want(h.ask("ada", `POST /notes/n1/stamp {}`, "Idempotency-Key: k2"), 200, "")
		if got := h.ask("ada", "GET /notes/n1").body["text"]; got != "one!" {
			t.Error(got)
		}
		h.want(h.ask("ada", `POST /notes {"id":"n1","text":"one"}`, "Idempotency-Key: "+strings.Repeat("k", 256)), 422, "invalid")
		h.later(25 * time.Hour)
		if err := Sweep(t.Context(), h.d); err != nil || h.remembered() != 0 {
			t.Error(err, h.remembered())
		}
	})
}

func TestWhatWasRefusedMayBeCorrected(t *testing.T) {
	everyEngine(t, func(h *house) {
		h.want(h.ask("ada", `POST /notes {"id":"n1"}`, key), 422, "invalid")
		h.want(h.ask("ada", `POST /notes {"id":"n1","text":"one"}`, key), 201, "")
	})
}

func TestARepetitionIsReadWithTodaysRights(t *testing.T) {
	h := open(t, testdb.Open(t, db.SQLite), 0)
	h.note("secret1", "x")
	h.s.GatesOff = true
	h.want(h.ask("ines", `POST /notes {"id":"n1","text":"mine"}`, key), 201, "")
	h.want(h.ask("ada", `PATCH /notes/n1 {"text":"changed"}`), 200, "")
	again := h.ask("ines", `POST /notes {"id":"n1","text":"mine"}`, key)
	h.want(again, 201, "")
	if again.body["text"] != "changed" {
		t.Error("a copy from before was told:", again.text)
	}
	h.want(h.ask("ada", "DELETE /notes/n1"), 204, "")
	h.want(h.ask("ines", `POST /notes {"id":"n1","text":"mine"}`, key), 404, "not_found")
}

func TestASecretShownOnceIsKeptSealed(t *testing.T) {
	everyEngine(t, func(h *house) {
		first := h.ask("ada", "POST /tokens {}", key)
		h.want(first, 201, "")
		again := h.ask("ada", "POST /tokens {}", key)
		if again.StatusCode != 201 || again.text != first.text || h.runs != 1 || first.Header.Get("ETag") != "" {
			t.Fatalf("%d %s", again.StatusCode, again.text)
		}
		secret := first.body["text"].(string)
		var answer []byte
		h.read("SELECT answer FROM idempotency_keys", &answer)
		if len(answer) == 0 || strings.Contains(string(answer), secret) {
			t.Error("the secret is readable in the database")
		}
		if h.ask("ada", "POST /tokens {}", "Idempotency-Key: k2").text == first.text {
			t.Error("another key, another token")
		}
	})
}

func TestOfManyAtOnceOneIsCarriedOut(t *testing.T) {
	everyEngine(t, func(h *house) {
		var all sync.WaitGroup
		texts := make(chan string, 6)
		for range cap(texts) {
			all.Go(func() { texts <- h.ask("ada", `POST /notes {"id":"n1","text":"one"}`, key).text })
		}
		all.Wait()
		close(texts)
		for text := range texts {
			if !strings.Contains(text, `"id":"n1"`) {
				t.Error(text)
			}
		}
		if h.runs != 1 {
			t.Errorf("%d runs", h.runs)
		}
	})
}

// A process that dies leaves the row as it was at that moment: these are the moments.
func TestAfterACrash(t *testing.T) {
	everyEngine(t, func(h *house) {
		// Claimed, nothing committed: free after the claim has run out.
		h.claim("running", -time.Second)
		h.want(h.ask("ada", `POST /notes {"id":"n1","text":"one"}`, key), 201, "")

		// Committed, the answer not kept: known to be done, never done again.
		h.forget()
		h.claim("done", -time.Second)
		h.want(h.ask("ada", `POST /notes {"id":"n2","text":"two"}`, key), 409, "already_done")
		h.want(h.ask("ada", "GET /notes/n2"), 404, "")

		// The same a moment after the crash: whoever asks again is not kept waiting until the claim runs out.
		h.forget()
		h.claim("done", time.Minute)
		h.want(h.ask("ada", `POST /notes {"id":"n2","text":"two"}`, key), 409, "already_done")
	})
}

// A request that was slower than its claim must not commit beside the one that took over.
func TestAClaimThatWasTakenOverUndoesTheChange(t *testing.T) {
	everyEngine(t, func(h *house) {
		h.inside = func(tx db.Tx) error {
			_, err := tx.NewRaw("UPDATE idempotency_keys SET claim = 'somebody else'").Exec(t.Context())
			return err
		}
		h.want(h.ask("ada", `POST /notes {"id":"n1","text":"one"}`, key), 409, "still_running")
		h.want(h.ask("ada", "GET /notes/n1"), 404, "")
	})
}

// claim writes the row that ada's POST of n1 or n2 with k1 leaves behind in some state.
func (h *house) claim(state string, lasts time.Duration) {
	h.t.Helper()
	h.want(h.ask("ada", `POST /notes {"id":"n2","text":"two"}`, key), 201, "")
	h.want(h.ask("ada", "DELETE /notes/n2"), 204, "")
	err := h.d.Write(h.t.Context(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw("UPDATE idempotency_keys SET state = ?, claimed_until = ?, answer = NULL", state, db.At(tx.Now().Add(lasts))).Exec(ctx)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) forget() {
	h.later(25 * time.Hour)
	if err := Sweep(h.t.Context(), h.d); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) remembered() (n int) { h.read("SELECT count(*) FROM idempotency_keys", &n); return n }

func (h *house) read(query string, into any) {
	h.t.Helper()
	err := h.d.Read(h.t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(query).Scan(ctx, into) })
	if err != nil {
		h.t.Fatal(err)
	}
}
