package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/apptest/testdb"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
	"candor/internal/org"
)

// place is an installation: what the command line is pointed at.
type place struct {
	t              *testing.T
	database, data string
}

func newPlace(t *testing.T, e db.Engine) *place {
	p := &place{t: t, data: t.TempDir()}
	p.database = "sqlite:" + filepath.Join(p.data, "candor.db") + "?synchronous=off"
	if e == db.Postgres {
		p.database = testdb.Empty(t, e)
	}
	return p
}

// candor runs a command over the place, as a shell would.
func (p *place) candor(args ...string) int {
	p.t.Helper()
	return run(p.t.Context(), append(args, "--data", p.data, "--database", p.database))
}

func (p *place) wants(status int, args ...string) {
	p.t.Helper()
	if got := p.candor(args...); got != status {
		p.t.Fatalf("candor %s ends with %d, not %d", strings.Join(args, " "), got, status)
	}
}

// open builds the house over the place. Its clock stands still, so that answers can be compared.
func (p *place) open(now func() time.Time) *house.House {
	p.t.Helper()
	d, err := db.Open(p.t.Context(), p.database, now)
	must(p.t, err)
	must(p.t, d.Migrate(p.t.Context()))
	blobs, err := files.Disk(filepath.Join(p.data, "files"))
	must(p.t, err)
	h, err := house.Build(house.Plan{PublicURL: "http://candor.test", Secret: bytes.Repeat([]byte("k"), 32), DB: d, Blobs: blobs, Extract: extract.Text, Now: now})
	must(p.t, err)
	p.t.Cleanup(func() {
		h.Stop(context.Background())
		d.Close()
	})
	return h
}

// noon is when the tests happen.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// furnish moves the company in and signs three people in: one who sees everything, one who sees some, one who sees little.
func (p *place) furnish() (*company.Company, map[string]string) {
	p.t.Helper()
	var back atomic.Int64
	h := p.open(func() time.Time { return noon.Add(-time.Duration(back.Load())) })
	c, err := company.Fill(p.t.Context(), h, func(days float64) { back.Store(int64(days * float64(24*time.Hour))) })
	must(p.t, err)
	must(p.t, h.Worker.Drain(p.t.Context()))
	tokens := map[string]string{}
	for _, who := range []string{"ben", "rui", "tom"} {
		s, _, err := h.Org.SignIn(p.t.Context(), org.Credentials{Email: who + "@northwind.example", Password: company.Password, Address: "192.0.2.1", Agent: "test"})
		must(p.t, err)
		tokens[who] = s.Token
	}
	return c, tokens
}

// answers are what people get at addresses that read most of what is kept, files and search included.
func answers(t *testing.T, h *house.House, c *company.Company, tokens map[string]string) map[string]string {
	t.Helper()
	paths := []string{"/me", "/organization", "/positions?count=true", "/positions/" + c.Positions["backend"], "/positions/" + c.Positions["cfo"],
		"/positions/" + c.Positions["backend"] + "/phases", "/candidates?count=true", "/candidates/" + c.Candidates["grace"], "/candidates/" + c.Candidates["sena"],
		"/applications?count=true", "/applications/" + c.Applications["grace@backend"], "/applications/" + c.Applications["edda@cfo"],
		"/applications/" + c.Applications["grace@backend"] + "/activity", "/members", "/roles", "/audit", "/dashboard",

		"/search?q=marzipanology", "/search?q=halcyon", "/search?q=antimacassar", "/search?q=mireille"}
	h.DB.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		var ids []string
		err := tx.NewRaw(`SELECT id FROM files ORDER BY id LIMIT 5`).Scan(ctx, &ids)
		for _, id := range ids {
			paths = append(paths, "/files/"+id)
		}
		return err
	})
	out := map[string]string{}
	for range 2 { // the first time, each of them is seen by the house
		for who, token := range tokens {
			for _, path := range paths {
				req := httptest.NewRequest(http.MethodGet, "http://candor.test/api/v1"+path, nil)
				req.Header.Set("Authorization", "Bearer "+token)
				rec := httptest.NewRecorder()
				h.Web.ServeHTTP(rec, req)
				if rec.Code >= 500 {
					t.Fatalf("%s %s: %d %s", who, path, rec.Code, rec.Body)
				}
				out[who+" "+path] = rec.Result().Status + "\n" + rec.Body.String()
			}
		}
	}
	return out
}

// A restored installation answers as the one that was backed up, byte for byte, whichever engine it came from and goes to.
func TestBackupAndRestore(t *testing.T) {
	for _, from := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run("from "+from.String(), func(t *testing.T) {
			home := newPlace(t, from)
			c, tokens := home.furnish()
			still := func() time.Time { return noon }
			want := answers(t, home.open(still), c, tokens)
			file := filepath.Join(t.TempDir(), "candor.backup")
			home.wants(0, "backup", file)
			for _, to := range []db.Engine{db.SQLite, db.Postgres} {
				t.Run("to "+to.String(), func(t *testing.T) {
					away := newPlace(t, to)
					away.wants(0, "restore", file)
					h := away.open(still)
					compare(t, want, answers(t, h, c, tokens))
					if found, err := h.DB.Kept(t.Context()); err != nil || len(found) > 0 {
						t.Error(found, err)
					}
					must(t, h.Worker.Drain(t.Context())) // and it works on
					away.wants(1, "restore", file)       // not over something
					away.wants(0, "restore", "--force", file)
					compare(t, want, answers(t, away.open(still), c, tokens))
				})
			}
			broken(t, file)
		})
	}
}

func compare(t *testing.T, want, got map[string]string) {
	t.Helper()
	allowed := 0
	for at, w := range want {
		if strings.HasPrefix(w, "200") {
			allowed++
		}
		if got[at] != w {
			from := 0 // where they part
			for from < min(len(w), len(got[at])) && w[from] == got[at][from] {
				from++
			}
			from = max(0, from-100)
			t.Errorf("%s\nwas …%.300s\nis  …%.300s", at, w[from:], got[at][min(from, len(got[at])):])
		}
	}
	if allowed < len(want)/2 {
		t.Errorf("only %d of %d answers say anything", allowed, len(want))
	}
}

// broken: a backup that lost its end, or a byte, is refused before anything is touched.
func broken(t *testing.T, file string) {
	t.Helper()
	whole, err := os.ReadFile(file)
	must(t, err)
	bent := bytes.Clone(whole)
	bent[len(bent)/2] ^= 0x40
	for _, content := range [][]byte{whole[:len(whole)*2/3], bent, nil, []byte("no backup")} {
		bad := filepath.Join(t.TempDir(), "bad.backup")
		must(t, os.WriteFile(bad, content, 0o600))
		away := newPlace(t, db.SQLite)
		away.wants(0, "migrate")
		away.wants(1, "restore", "--force", bad)
		d, err := db.Open(t.Context(), away.database, nil)
		must(t, err)
		if have, want, err := d.Version(t.Context()); err != nil || have != want {
			t.Errorf("a broken backup harmed what was there: schema %d, %v", have, err)
		}
		d.Close()
	}
}

// A backup taken while people work is one moment: it restores, and what it keeps agrees with itself.
func TestBackupWhileWriting(t *testing.T) {
	testdb.Each(t, func(t *testing.T, unused *db.DB) {
		home := newPlace(t, unused.Engine())
		c, tokens := home.furnish()
		h := home.open(nil)
		ben := company.Company{House: h, Org: c.Org, Members: c.Members}
		stop, stopped := make(chan bool), make(chan bool)
		var writes atomic.Int64
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				default:
				}
				_, err := h.Candidates.Add(context.Background(), ben.As(context.Background(), "ben"), candidates.NewCandidate{Name: "Busy Person", PositionID: c.Positions["support"],
					Resume: &candidates.Upload{Name: "r.txt", Body: strings.NewReader("Busy since " + time.Now().String())}})
				if err != nil {
					t.Error(err)
					return
				}
				writes.Add(1)
			}
		}()
		file := filepath.Join(t.TempDir(), "candor.backup")
		for i := 0; i < 3 || writes.Load() < 10 && !t.Failed(); i++ {
			home.wants(0, "backup", file)
		}
		close(stop)
		<-stopped
		away := newPlace(t, unused.Engine())
		away.wants(0, "restore", file)
		restored := away.open(nil)
		if found, err := restored.DB.Kept(t.Context()); err != nil || len(found) > 0 {
			t.Error(found, err)
		}
		for who, a := range answers(t, restored, c, tokens) {
			if strings.HasPrefix(a, "5") {
				t.Error(who, a)
			}
		}
		must(t, restored.Files.Each(t.Context(), func(string, int64, io.Reader) error { return nil }))
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
