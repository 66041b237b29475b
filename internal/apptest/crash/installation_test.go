package crash

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/files/extract"
	"candor/internal/house"
	"candor/internal/org"
)

// installation is the company's, for the real program to serve.
type installation struct {
	t              *testing.T
	engine         db.Engine
	database, data string
	address        string
	post           *postOffice
	company        *company.Company
	tokens         map[string][]string // of the cast, several sessions each: a credential has a limit a minute
	process        *process
}

// onEach runs a test with an installation on each engine, the two at once.
func onEach(t *testing.T, grow int, fn func(t *testing.T, in *installation)) {
	for _, e := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(e.String(), func(t *testing.T) {
			t.Parallel()
			fn(t, install(t, e, grow))
		})
	}
}

// install builds the company in this process; nothing of it is left when the program starts.
func install(t *testing.T, e db.Engine, grow int) *installation {
	t.Helper()
	ctx := t.Context()
	in := &installation{t: t, engine: e, data: t.TempDir(), address: freeAddress(t), post: openPostOffice(t), tokens: map[string][]string{}}
	in.database = "sqlite:" + filepath.Join(in.data, "candor.db") // with all its care: testdb's own is without
	if e == db.Postgres {
		in.database = testdb.Empty(t, e)
	}
	var back atomic.Int64
	d, err := db.Open(ctx, in.database, func() time.Time { return time.Now().Add(-time.Duration(back.Load())) })
	must(t, err)
	defer d.Close()
	must(t, d.Migrate(ctx))
	blobs, err := files.Disk(filepath.Join(in.data, "files"))
	must(t, err)
	h, err := house.Build(house.Plan{PublicURL: "http://" + in.address, Secret: make([]byte, 32), DB: d, Blobs: blobs, Extract: extract.Text})
	must(t, err)
	defer h.Stop(context.Background())
	in.company, err = company.Fill(ctx, h, func(days float64) { back.Store(int64(days * float64(24*time.Hour))) })
	must(t, err)
	must(t, h.Worker.Drain(ctx)) // letters of the past are not sent
	if grow > 0 {
		must(t, in.company.Grow(ctx, grow, func(int, int) {}))
	}
	in.signIn(h, "ben", 4)
	for _, who := range []string{"sol", "tom", "rui"} {
		in.signIn(h, who, 1)
	}
	return in
}

func (in *installation) signIn(h *house.House, who string, sessions int) {
	in.t.Helper()
	for range sessions {
		s, _, err := h.Org.SignIn(in.t.Context(), org.Credentials{Email: who + "@northwind.example", Password: company.Password, Address: "192.0.2.1", Agent: "test"})
		must(in.t, err)
		in.tokens[who] = append(in.tokens[who], s.Token)
	}
}

// serve starts the program over the installation.
func (in *installation) serve() {
	in.t.Helper()
	in.process = start(in.t, in.address, in.settings()...)
}

func (in *installation) settings() []string {
	return []string{"--data", in.data, "--database", in.database, "--smtp", in.post.url()}
}

// ids reads a list of texts.
func (in *installation) ids(sql string, args ...any) (out []string) {
	in.t.Helper()
	in.with(func(ctx context.Context, d *db.DB) error {
		return d.Read(ctx, func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, &out) })
	})
	return out
}

func (in *installation) number(sql string, args ...any) (n int) {
	in.t.Helper()
	in.with(func(ctx context.Context, d *db.DB) error {
		return d.Read(ctx, func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, &n) })
	})
	return n
}

func (in *installation) change(all ...string) {
	in.t.Helper()
	in.with(func(ctx context.Context, d *db.DB) error {
		return d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
			for _, sql := range all {
				if _, err := tx.NewRaw(sql).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// with opens the database from outside, as an operator might.
func (in *installation) with(fn func(ctx context.Context, d *db.DB) error) {
	in.t.Helper()
	d, err := db.Open(in.t.Context(), in.database, nil)
	must(in.t, err)
	defer d.Close()
	must(in.t, fn(in.t.Context(), d))
}

// doctor is asked about everything, and must find nothing.
func (in *installation) doctor() {
	in.t.Helper()
	out, err := command(in.t, append([]string{"doctor", "--thorough", "--listen", in.address}, in.settings()...)...).CombinedOutput()
	if err != nil {
		in.t.Errorf("the doctor: %v\n%s", err, out)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
