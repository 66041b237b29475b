package mail_test

import (
	"context"
	"errors"
	"io"
	"log"
	"log/slog"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/mail"
	"candor/internal/queue"
)

// office is an organisation with an open and a private position, Zoë's application on each, and a mail server.
type office struct {
	t                       *testing.T
	d                       *db.DB
	clock                   *testdb.Clock
	server                  *postOffice
	room                    *mail.Room
	worker                  *queue.Worker
	org                     string
	open, private           string // positions
	onOpen, onPri           string // Zoë's applications
	candidate, basic, admin string
}

func each(t *testing.T, fn func(t *testing.T, o *office)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(t, newOffice(t, d)) })
}

func newOffice(t *testing.T, d *db.DB) *office {
	o := &office{t: t, d: d, clock: testdb.ClockOf(d), server: openPostOffice(t)}
	o.use(mail.New(d, o.server.transport(t, ""), "https://hire.example"))
	o.org, o.open, o.private, o.onOpen, o.onPri, o.candidate = db.NewID(), db.NewID(), db.NewID(), db.NewID(), db.NewID(), db.NewID()
	now := db.At(time.Now())
	o.write(`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES (?, ?, ?, 'Northwind Labs', ?)`, o.org, o.org, o.org, now)
	for _, p := range []struct {
		id, title string
		private   bool
	}{{o.open, "Backend engineer", false}, {o.private, "Secret chief", true}} {
		o.write(`INSERT INTO positions (id, org_id, title, title_key, slug, private, status, created_at, created_by, updated_at) VALUES (?, ?, ?, 't', ?, ?, 'open', ?, 'x', ?)`, p.id, o.org, p.title, p.id, p.private, now, now)
	}
	o.write(`INSERT INTO candidates (id, org_id, name, name_key, created_at, updated_at) VALUES (?, ?, 'Zoë Quillfeather', 'zoe', ?, ?)`, o.candidate, o.org, now, now)
	for app, position := range map[string]string{o.onOpen: o.open, o.onPri: o.private} {
		o.write(`INSERT INTO applications (id, org_id, position_id, candidate_id, private, moved_at, applied_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			app, o.org, position, o.candidate, position == o.private, now, now, now)
	}
	o.admin, o.basic = db.NewID(), db.NewID()
	o.write(`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES (?, ?, 'Admin', 'admin', 'admin', ?, ?)`, o.admin, o.org, now, now)
	o.write(`INSERT INTO roles (id, org_id, name, name_key, created_at, updated_at) VALUES (?, ?, 'Basic', 'basic', ?, ?)`, o.basic, o.org, now, now)
	for _, p := range []access.Permission{access.CandidatesView, access.PositionsView} {
		o.write(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, o.basic, o.org, p)
	}
	return o
}

func (o *office) use(r *mail.Room) {
	o.room = r
	o.worker = queue.NewWorker(o.d, slog.New(slog.DiscardHandler))
	r.Work(o.worker)
}

// member adds somebody and gives the id.
func (o *office) member(name, role string) string {
	id, person, now := db.NewID(), db.NewID(), db.At(time.Now())
	email := strings.ToLower(name) + "@northwind.example"
	o.write(`INSERT INTO people (id, email, email_key, name, created_at) VALUES (?, ?, ?, ?, ?)`, person, email, email+o.org, name, now)
	o.write(`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES (?, ?, ?, ?, ?, ?)`, id, o.org, person, role, now, now)
	return id
}

func (o *office) actor(member string) (a access.Actor) {
	o.t.Helper()
	must(o.t, o.d.Read(o.t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, o.org, member)
		return err
	}))
	return a
}

func (o *office) write(sql string, args ...any) {
	o.t.Helper()
	must(o.t, o.d.Write(o.t.Context(), func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(sql, args...).Exec(ctx)
		return err
	}))
}

func (o *office) one(into any, sql string, args ...any) {
	o.t.Helper()
	must(o.t, o.d.Read(o.t.Context(), func(ctx context.Context, tx db.Tx) error { return tx.NewRaw(sql, args...).Scan(ctx, into) }))
}

// rejection is a letter to Zoë.
func (o *office) rejection(unique string) mail.Letter {
	return mail.Letter{OrgID: o.org, To: "zoe@quillfeather.example", Name: "Zoë Quillfeather", ApplicationID: o.onOpen, Template: mail.Rejection,
		Data: mail.Data{Candidate: "Zoë Quillfeather", Position: "Backend engineer"}, Unique: unique}
}

func (o *office) try(l mail.Letter) error {
	return o.d.Write(o.t.Context(), func(ctx context.Context, tx db.Tx) error { return mail.Enqueue(ctx, tx, l) })
}

func (o *office) send(l mail.Letter) {
	o.t.Helper()
	must(o.t, o.try(l))
}

func (o *office) drain() {
	o.t.Helper()
	must(o.t, o.worker.Drain(o.t.Context()))
}

// states counts the letters in each state.
func (o *office) states() map[mail.State]int {
	var rows []struct {
		State mail.State
		N     int
	}
	o.one(&rows, `SELECT state, count(*) AS n FROM mails GROUP BY state`)
	out := map[mail.State]int{}
	for _, r := range rows {
		out[r.State] = r.N
	}
	return out
}

func (o *office) state() (state, reason string) {
	o.t.Helper()
	must(o.t, o.d.Read(o.t.Context(), func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT state, reason FROM mails ORDER BY id DESC LIMIT 1`).Scan(ctx, &state, &reason)
	}))
	return state, reason
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// postOffice is a mail server that counts what it has taken, and does at each step of the dialogue what a test says.
type postOffice struct {
	address string
	mu      sync.Mutex
	taken   []*netmail.Message
	raw     []string
	counts  map[string]int // by Message-ID
	at      func(step string) error
}

// Steps of the dialogue: before the answer to each.
const (
	hello, sender, recipient, dataTaken = "hello", "sender", "recipient", "data taken"
)

func openPostOffice(t *testing.T) *postOffice {
	p := &postOffice{counts: map[string]int{}}
	s := smtp.NewServer(p)
	s.Domain = "post.example"
	s.AllowInsecureAuth = true
	s.EnableSMTPUTF8 = true
	s.ErrorLog = log.New(io.Discard, "", 0) // senders are killed here
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p.address = l.Addr().String()
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return p
}

func (p *postOffice) transport(t *testing.T, user string) mail.Transport {
	s, err := mail.SMTP("smtp://" + user + p.address + "?from=jobs@hire.example&reply-to=people@hire.example&tls=none")
	must(t, err)
	return s
}

// when sets what happens at each step.
func (p *postOffice) when(at func(step string) error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = at
}

func (p *postOffice) step(name string) error {
	p.mu.Lock()
	at := p.at
	p.mu.Unlock()
	if at == nil {
		return nil
	}
	return at(name)
}

func (p *postOffice) letters() []*netmail.Message {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.taken
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return session{p}, p.step(hello) }

type session struct{ p *postOffice }

func (s session) Mail(string, *smtp.MailOptions) error { return s.p.step(sender) }
func (s session) Rcpt(string, *smtp.RcptOptions) error { return s.p.step(recipient) }
func (s session) Reset()                               {}
func (s session) Logout() error                        { return nil }

func (s session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err // the sender broke off before the dot
	}
	m, err := netmail.ReadMessage(strings.NewReader(string(b)))
	if err != nil {
		return errors.Join(errors.New("unreadable letter"), err)
	}
	if err := s.p.step("refuse " + dataTaken); err != nil {
		return err
	}
	s.p.mu.Lock()
	s.p.taken = append(s.p.taken, m)
	s.p.raw = append(s.p.raw, string(b))
	s.p.counts[m.Header.Get("Message-Id")]++
	s.p.mu.Unlock()
	return s.p.step(dataTaken)
}
