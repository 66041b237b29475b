package web

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// numbers reads what Prometheus would.
func (h *house) numbers() string {
	h.t.Helper()
	rec := httptest.NewRecorder()
	h.s.Metrics().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	if rec.Code != 200 {
		h.t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	return rec.Body.String()
}

func TestMetricsTellWhatWaits(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		h := open(t, d)
		wants := func(lines ...string) {
			t.Helper()
			text := h.numbers()
			for _, l := range lines {
				if !strings.Contains(text, "\n"+l) {
					t.Errorf("%s is not in\n%s", l, text)
				}
			}
		}
		h.get("", "/healthz")
		wants(`candor_requests_total{door="GET /healthz",status="200"} 1`, `candor_tasks{state="dead"} 0`, `candor_tasks_late_seconds 0`, `candor_letters_unsent{state="queued"} 0`)
		h.write(func(ctx context.Context, tx db.Tx) error {
			due := db.At(tx.Now().Add(-90e9))
			for id, state := range map[string]string{"t1": "ready", "t2": "ready", "t3": "dead", "t4": "done"} {
				if _, err := tx.NewRaw(`INSERT INTO tasks (id, kind, args, state, max_attempts, run_at, created_at) VALUES (?, 'k', '{}', ?, 3, ?, ?)`, id, state, due, due).Exec(ctx); err != nil {
					return err
				}
			}
			for id, state := range map[string]string{"m1": "queued", "m2": "failed", "m3": "failed", "m4": "sent"} {
				if _, err := tx.NewRaw(`INSERT INTO mails (id, org_id, template, state, not_before, created_at) VALUES (?, 'o', 'invitation', ?, ?, ?)`, id, state, due, due).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		wants(`candor_tasks{state="ready"} 2`, `candor_tasks{state="dead"} 1`, `candor_tasks{state="running"} 0`, `candor_tasks_late_seconds 90`,
			`candor_letters_unsent{state="queued"} 1`, `candor_letters_unsent{state="failed"} 2`, `candor_letters_unsent{state="uncertain"} 0`)
		d.Close() // the other numbers are told all the same
		if text := h.numbers(); !strings.Contains(text, "candor_requests_total") || strings.Contains(text, "candor_tasks") {
			t.Error(text)
		}
	})
}

// The log says for whom a request of the API was answered, as for a page.
func TestTheLogNamesTheMemberOfTheAPI(t *testing.T) {
	h := open(t, sqlite(t))
	h.want(h.get("", "/api/v1/permissions", "Authorization: Bearer ines"), 200, "")
	if log := h.logs.String(); !strings.Contains(log, `door="GET /api/v1/permissions"`) || !strings.Contains(log, "member=ines") {
		t.Error(log)
	}
}
