package mail_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

// parts are the bodies of a letter by media type, decoded.
func parts(t *testing.T, m *netmail.Message) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s, %v", kind, err)
	}
	out := map[string]string{}
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		must(t, err)
		b, err := io.ReadAll(p) // quoted-printable is undone by the reader
		must(t, err)
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		out[kind] = strings.ReplaceAll(string(b), "\r\n", "\n")
	}
}

func header(m *netmail.Message, name string) string {
	s, _ := new(mime.WordDecoder).DecodeHeader(m.Header.Get(name))
	return s
}

func TestALetterLeavesOnceInTextAndHTML(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.send(o.rejection("reject:1"))
		o.send(o.rejection("reject:1")) // the form was sent twice
		o.drain()
		letters := o.server.letters()
		if len(letters) != 1 {
			t.Fatalf("%d letters", len(letters))
		}
		m := letters[0]
		for name, want := range map[string]string{
			"From": `"Northwind Labs" <jobs@hire.example>`, "To": `"Zoë Quillfeather" <zoe@quillfeather.example>`, "Reply-To": "<people@hire.example>",
			"Subject": "Your application to Northwind Labs", "Auto-Submitted": "auto-generated",
		} {
			if got := header(m, name); got != want && got != strings.ReplaceAll(want, `"`, "") {
				t.Errorf("%s: %s, want %s", name, got, want)
			}
		}
		var id string
		o.one(&id, `SELECT id FROM mails`)
		if got := m.Header.Get("Message-Id"); got != "<"+id+"@hire.example>" {
			t.Errorf("Message-ID %s", got)
		}
		p := parts(t, m)
		if !strings.Contains(p["text/plain"], "Hello Zoë Quillfeather,\n\nThank you for your interest in Backend engineer") || !strings.Contains(p["text/html"], "interest in Backend engineer") {
			t.Errorf("%q", p)
		}
		if state, reason := o.state(); state != "sent" || reason != "" {
			t.Errorf("%s %s", state, reason)
		}
	})
}

func TestNothingInALetterIsMarkupOrAHeader(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		evil := "Zoë\r\nBcc: spy@evil.example\r\n\r\n<script>alert(1)</script>\x00\u202e https://evil.example"
		l := o.rejection("")
		l.Name, l.Data.Candidate, l.Data.Position = evil, evil, evil
		o.send(l)
		l.Template, l.Data.Received = mail.Received, []string{evil, "CV\n- fake item"}
		o.send(l)
		l.Template, l.Data = mail.Invitation, mail.Data{Inviter: evil, Role: evil, Path: "/invite/x", Days: 7}
		o.send(l)
		o.drain()
		letters := o.server.letters()
		if len(letters) != 3 {
			t.Fatalf("%d letters", len(letters))
		}
		for _, m := range letters {
			if m.Header.Get("Bcc") != "" || len(m.Header["To"]) != 1 {
				t.Errorf("headers: %v", m.Header)
			}
			for kind, p := range parts(t, m) {
				if kind == "text/html" && (strings.Contains(p, "<script") || strings.Contains(p, `href="https://evil`)) {
					t.Errorf("markup: %s", p)
				}
				if strings.Contains(p, "\nBcc") || strings.Contains(p, "\n- fake") || strings.ContainsAny(p, "\x00\u202e") {
					t.Errorf("shape: %q", p)
				}
			}
		}
		for _, bad := range []string{"zoe", "zoe@x.example\r\nRCPT TO:<spy@evil.example>", "Zoë <zoe@x.example>", "a@b, c@d", "<a@b>"} {
			l := o.rejection("")
			l.To = bad
			if err := o.try(l); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%q: %v", bad, err)
			}
		}
	})
}

func TestEveryLetterCanBeWritten(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		link := mail.Data{Path: "/x/token", Name: "Ada"}
		for _, c := range []struct {
			l             mail.Letter
			subject, says string
		}{
			{mail.Letter{Template: mail.Received, Data: mail.Data{Candidate: "Zoë", Position: "Chef", Received: []string{"cv.pdf, 30 kB"}}}, "We have received your application for Chef", "- cv.pdf, 30 kB"},
			{mail.Letter{Template: mail.Rejection, Data: mail.Data{Candidate: "Zoë", Position: "Chef", Text: "Own words.\n\n\n\nTwo paragraphs."}}, "Your application to Northwind Labs", "Hello Zoë,\n\nOwn words.\n\nTwo paragraphs.\n\nNorthwind Labs"},
			{mail.Letter{Template: mail.Invitation, Data: mail.Data{Inviter: "Ada", Role: "Staffing", Path: "/invite/t", Days: 7}}, "Ada invites you to Northwind Labs", "https://hire.example/invite/t\n\nThe link works for 7 days."},
			{mail.Letter{Template: mail.Verification, Data: link}, "Please confirm your e-mail address", "https://hire.example/x/token"},
			{mail.Letter{Template: mail.Reset, Data: link}, "Choose a new password", "https://hire.example/x/token"},
		} {
			c.l.OrgID, c.l.To = o.org, "zoe@quillfeather.example"
			if c.l.Template == mail.Reset {
				c.l.OrgID = "" // an account is no organisation's
			}
			o.send(c.l)
			o.drain()
			m := o.server.letters()[len(o.server.letters())-1]
			p := parts(t, m)
			if got := header(m, "Subject"); got != c.subject {
				t.Errorf("%s: %q", c.l.Template, got)
			}
			if !strings.Contains(p["text/plain"], c.says) || strings.Contains(p["text/plain"], "\n\n\n") {
				t.Errorf("%s: %s", c.l.Template, p["text/plain"])
			}
			if strings.Contains(c.says, "https://") != strings.Contains(p["text/html"], `<a href="https://hire.example/`) {
				t.Errorf("%s: %s", c.l.Template, p["text/html"])
			}
		}
		// A link that opens something does not stay in the database.
		var kept int
		o.one(&kept, `SELECT count(*) FROM mails WHERE body LIKE '%token%' OR html LIKE '%token%' OR data LIKE '%token%' OR body LIKE '%/invite/%'`)
		if kept != 0 {
			t.Errorf("%d letters keep their link", kept)
		}
		for _, l := range []mail.Letter{{Template: "no such"}, {Template: mail.Rejection}, {Template: mail.Invitation, Data: mail.Data{Inviter: "A", Days: 7}}, {Template: mail.Reset, Data: mail.Data{Path: "x"}}} {
			l.To = "a@b.example"
			if err := o.try(l); err == nil {
				t.Errorf("%+v was taken", l)
			}
		}
	})
}

func TestALetterWaitsForUndo(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.clock.Set(time.Now())
		l := o.rejection("reject:1")
		l.After = mail.UndoWindow
		cancel := func() (ok bool) {
			must(t, o.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
				ok, err = mail.Cancel(ctx, tx, o.org, "reject:1")
				return err
			}))
			return ok
		}
		o.send(l)
		o.clock.Advance(9 * time.Second)
		o.drain()
		if n := len(o.server.letters()); n != 0 || !cancel() {
			t.Errorf("%d letters within the window", n)
		}
		o.clock.Advance(time.Minute)
		o.drain()
		if n := len(o.server.letters()); n != 0 || cancel() {
			t.Errorf("%d letters after undo", n)
		}
		o.send(l) // rejected once more
		o.clock.Advance(time.Minute)
		o.drain()
		if n := len(o.server.letters()); n != 1 || cancel() {
			t.Errorf("%d letters, or one was taken back after it had left", n)
		}
	})
}

func TestALetterToAMemberIsDecidedWhenItLeaves(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		nora, ben, gone := o.member("Nora", o.basic), o.member("Ben", o.admin), o.member("Gone", o.admin)
		kit := o.member("Kit", o.admin)
		notice := func(reader, application string) {
			o.send(mail.Letter{OrgID: o.org, ReaderMemberID: reader, ApplicationID: application, Template: mail.NewApplication, Data: mail.Data{Path: "/applications/" + application}})
		}
		last := func() (to, subject, text string) {
			m := o.server.letters()[len(o.server.letters())-1]
			return m.Header.Get("To"), header(m, "Subject"), parts(t, m)["text/plain"]
		}
		notice(nora, o.onOpen)
		o.drain()
		if to, subject, text := last(); to != `"Nora" <nora@northwind.example>` || subject != "Zoë Quillfeather applied for Backend engineer" || !strings.Contains(text, "https://hire.example/applications/") {
			t.Errorf("%s %q %s", to, subject, text)
		}
		notice(ben, o.onPri)
		o.drain()
		if _, subject, text := last(); subject != "Update" || strings.Contains(text, "Zoë") || strings.Contains(text, "Secret chief") {
			t.Errorf("private: %q %s", subject, text)
		}
		// Made private between the asking and the leaving: Nora gets nothing, Ben an update.
		notice(nora, o.onOpen)
		notice(ben, o.onOpen)
		notice(gone, o.onOpen)
		notice(kit, o.onOpen)
		o.write(`UPDATE positions SET private = TRUE WHERE id = ?`, o.open)
		o.write(`UPDATE members SET status = 'deactivated' WHERE id = ?`, gone)
		o.write(`UPDATE candidates SET own_member_id = ?, own_how = 'hand' WHERE id = ?`, kit, o.candidate)
		before := len(o.server.letters())
		o.drain()
		if to, subject, _ := last(); len(o.server.letters()) != before+1 || to != `"Ben" <ben@northwind.example>` || subject != "Update" {
			t.Errorf("%d letters, last to %s %q", len(o.server.letters())-before, to, subject)
		}
		if s := o.states(); s[mail.Skipped] != 3 {
			t.Errorf("%v", s)
		}
		var leaks int
		o.one(&leaks, `SELECT count(*) FROM mails WHERE state = 'skipped' AND (subject <> '' OR body <> '' OR to_email <> '')`)
		if leaks != 0 {
			t.Errorf("%d skipped letters were written out", leaks)
		}
	})
}

// A mention is about a note: it reaches those who may read the activity, and on a private position says only that there
// is an update.
func TestAMentionReachesWhoReadsTheNote(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		nora, ben := o.member("Nora", o.basic), o.member("Ben", o.admin)
		mention := func(reader, application string) {
			o.send(mail.Letter{OrgID: o.org, ReaderMemberID: reader, ApplicationID: application, Template: mail.Mention, Data: mail.Data{Inviter: "Hana", Path: "/applications/" + application}})
			o.drain()
		}
		last := func() (subject, text string) {
			m := o.server.letters()[len(o.server.letters())-1]
			return header(m, "Subject"), parts(t, m)["text/plain"]
		}
		mention(nora, o.onOpen)
		if subject, text := last(); subject != "Hana mentioned you" || !strings.Contains(text, "Zoë Quillfeather, Backend engineer") || !strings.Contains(text, "https://hire.example/applications/") {
			t.Errorf("%q %s", subject, text)
		}
		mention(ben, o.onPri)
		if subject, text := last(); subject != "Update" || strings.Contains(text, "Hana") || strings.Contains(text, "Zoë") || strings.Contains(text, "Secret chief") {
			t.Errorf("private: %q %s", subject, text)
		}
		// In Offer the activity is shut for Nora, though she may open the application.
		o.write(`UPDATE applications SET status = 'offer' WHERE id = ?`, o.onOpen)
		before := len(o.server.letters())
		mention(nora, o.onOpen)
		if state, _ := o.state(); state != "skipped" || len(o.server.letters()) != before {
			t.Errorf("a mention in activity that is shut: %s", state)
		}
	})
}

func TestWithoutAnAddressOrAServerALetterIsSkippedAndSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		l := o.rejection("")
		l.To = ""
		o.send(l)
		o.drain()
		if state, reason := o.state(); state != "skipped" || reason != "No email on file." {
			t.Errorf("%s %s", state, reason)
		}
		var log bytes.Buffer
		quiet := mail.Log{Log: slog.New(slog.NewTextHandler(&log, nil))}
		o.use(mail.New(o.d, quiet, ""))
		o.send(o.rejection(""))
		o.drain()
		if state, reason := o.state(); state != "skipped" || reason != mail.NoServer || o.room.Leaves() {
			t.Errorf("%s %s", state, reason)
		}
		said := log.String()
		if !strings.Contains(said, "Your application to Northwind Labs") || !strings.Contains(said, "quillfeather.example") || strings.Contains(said, "zoe@") || strings.Contains(said, "Hello") {
			t.Error(said)
		}
		var lines int
		o.one(&lines, `SELECT count(*) FROM activity WHERE kind = 'mail.skipped' AND application_id = ?`, o.onOpen)
		if lines != 1 {
			t.Errorf("%d lines of activity", lines)
		}
	})
}

func TestAServersNo(t *testing.T) {
	for _, c := range []struct {
		step, state string
		err         *smtp.SMTPError
		tries       int
	}{
		{recipient, "failed", &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}, 1},
		{recipient, "sent", &smtp.SMTPError{Code: 450, Message: "greylisted"}, 2},
		{sender, "sent", &smtp.SMTPError{Code: 550, Message: "unknown sender: the settings are wrong, not the letter"}, 2},
		{"refuse " + dataTaken, "failed", &smtp.SMTPError{Code: 554, Message: "looks like spam"}, 1},
		{"refuse " + dataTaken, "sent", &smtp.SMTPError{Code: 451, Message: "later"}, 2},
		{hello, "sent", &smtp.SMTPError{Code: 421, Message: "busy"}, 2},
	} {
		t.Run(c.step+" "+c.err.Message, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				once := 0
				o.server.when(func(step string) error {
					if step == c.step {
						if once++; once == 1 || step == hello && once == 2 { // EHLO, then HELO
							return c.err
						}
					}
					return nil
				})
				o.send(o.rejection(""))
				err := o.worker.Drain(t.Context())
				if c.tries == 1 && err != nil || c.tries == 2 && err == nil {
					t.Errorf("first try: %v", err)
				}
				if state, reason := o.state(); c.tries == 2 && (state != "queued" || reason == "") {
					t.Errorf("between: %s %s", state, reason)
				}
				o.clock.Advance(time.Hour)
				o.drain()
				state, reason := o.state()
				if state != c.state || state == "failed" && !strings.Contains(reason, c.err.Message) {
					t.Errorf("%s %s", state, reason)
				}
				if n := len(o.server.letters()); n > 1 || (n == 1) != (c.state == "sent") {
					t.Errorf("%d letters", n)
				}
			})
		})
	}
}

func TestAServerThatIsGone(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		s, err := mail.SMTP("smtp://127.0.0.1:1?from=a@b.example&tls=none")
		must(t, err)
		o.use(mail.New(o.d, s, ""))
		o.send(o.rejection("x"))
		for range 25 {
			_ = o.worker.Drain(t.Context())
			o.clock.Advance(3 * time.Hour)
		}
		if state, reason := o.state(); state != "failed" || !strings.Contains(reason, "could not be reached") {
			t.Errorf("%s %s", state, reason)
		}
	})
}

func TestAddressesOfMailServers(t *testing.T) {
	for _, good := range []string{"smtp://h?from=a@b.example", "smtp://u:p%40ss@h:465?from=A+B+%3Ca@b.example%3E", "smtps://u:p@h?from=a@b.example", "smtp://u:p@localhost:2525?from=a@b.example&tls=none"} {
		if _, err := mail.SMTP(good); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for bad, want := range map[string]string{
		"smtp://h": "from=", "http://h?from=a@b": "cannot be read", "smtp://u:secret@h?from=a@b&tls=none": "without encryption",
		"smtp://h?from=a@b&tls=maybe": "tls=", "smtp://h?from=a@b&colour=red": "colour", "smtp://h:x?from=a@b": "cannot be read", "smtp://u:secret@h%zz?from=a@b": "cannot be read",
		"smtp://h?from=a@b&reply-to=x": "reply-to",
	} {
		_, err := mail.SMTP(bad)
		if err == nil || !strings.Contains(errs.As(err).Message, want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// A letter that asks for a decision reaches who can decide, while there is something to decide; one that tells the outcome
// reaches who may see the round. Whoever looks after failed letters does not read there of what they do not see.
func TestLettersAboutRequestsAreDecidedWhenTheyLeave(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		mia, ben := o.member("Mia", o.basic), o.member("Ben", o.admin)
		for _, p := range []access.Permission{access.QuestionsApprove, access.OrgManage} {
			o.write(`INSERT INTO role_permissions (role_id, org_id, permission) VALUES (?, ?, ?)`, o.admin, o.org, p)
		}
		ask := func(item, state, reason string) string {
			id, now := db.NewID(), db.At(time.Now())
			o.write(`INSERT INTO approvals (id, org_id, kind, item_id, revision, title, title_key, creator_id, submitter_id, submitted_at, state, reason) VALUES (?, ?, 'question', ?, 1, ?, ?, ?, ?, ?, ?, ?)`,
				id, o.org, id, item, item, mia, mia, now, state, reason)
			return id
		}
		tell := func(reader, request string, what mail.Template) {
			o.send(mail.Letter{OrgID: o.org, ReaderMemberID: reader, RequestID: request, Template: what, Data: mail.Data{Inviter: "Mia", Path: "/approvals/" + request}})
			o.drain()
		}
		waits, gone := ask("Quockerwodger", "pending", ""), ask("Zugzwang", "rejected", "It leads")
		tell(ben, waits, mail.ApprovalWanted)
		tell(ben, gone, mail.ApprovalWanted)
		tell(mia, waits, mail.ApprovalWanted) // nobody decides their own
		tell(mia, gone, mail.ApprovalDecided)
		tell(ben, gone, mail.ApprovalDecided)
		var got []string
		for _, m := range o.server.letters() {
			got = append(got, header(m, "Subject")+": "+parts(t, m)["text/plain"])
		}
		if len(got) != 2 || !strings.Contains(got[0], "Mia asks you to approve the question “Quockerwodger”") || !strings.Contains(got[1], "Mia has rejected the question “Zugzwang”") || !strings.Contains(got[1], "It leads") {
			t.Errorf("%q", got)
		}
		o.write(`UPDATE mails SET state = 'failed'`)
		var a access.Actor
		must(t, o.d.Read(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
			a, err = access.Load(ctx, tx, o.org, ben)
			return err
		}))
		troubled, err := o.room.Troubled(t.Context(), a)
		must(t, err)
		for _, m := range troubled {
			if strings.Contains(m.Subject, "Zugzwang") || m.RequestID == gone {
				t.Error("an Admin reads of what is Personal again:", m.Subject)
			}
		}
		if len(troubled) != 2 {
			t.Errorf("%d letters to look after", len(troubled))
		}
	})
}
