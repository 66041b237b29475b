package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
)

// Whatever a stranger sends to the application form, the answer is a page that says what is wrong, or that it arrived.
func FuzzApplicationForm(f *testing.F) {
	f.Add("--x\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nZoë\r\n--x--\r\n", "multipart/form-data; boundary=x")
	f.Add("--x\r\nContent-Disposition: form-data; name=\"resume\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7\r\n--x--\r\n", "multipart/form-data; boundary=x")
	f.Add("--x\r\nContent-Disposition: form-data; name=\"kept.resume\"\r\n\r\nAAAA\r\n--x\r\n", "multipart/form-data; boundary=x")
	f.Add("name=%00&email=%ff&answers.when=x", "application/x-www-form-urlencoded")
	f.Add("--x\r\n\r\n", "multipart/form-data")
	o := careersOffice(f, testdb.Open(f, db.SQLite))
	o.room.PerHour = -1
	f.Fuzz(func(t *testing.T, body, kind string) {
		r := httptest.NewRequest("POST", "/careers/north/"+o.slug, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		w := httptest.NewRecorder()
		o.s.ServeHTTP(w, r)
		if w.Code >= 500 || w.Code < 300 || strings.Contains(w.Header().Get("Location"), "received") {
			t.Fatalf("%d: %s", w.Code, w.Body)
		}
	})
}
