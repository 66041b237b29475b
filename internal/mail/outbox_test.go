package mail_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/mail"
)

func TestWhoReadsLetters(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ben, nora := o.actor(o.member("Ben", o.admin)), o.actor(o.member("Nora", o.basic))
		room := mail.New(o.d, mail.Log{Log: slog.New(slog.DiscardHandler)}, "http://127.0.0.1:8080")
		room.Demo = true
		o.use(room)
		o.send(o.rejection(""))
		secret := o.rejection("")
		secret.ApplicationID, secret.Data.Position = o.onPri, "Secret chief"
		o.send(secret)
		o.send(mail.Letter{OrgID: o.org, To: "new@northwind.example", ByMember: ben.MemberID(), Template: mail.Invitation, Data: mail.Data{Inviter: "Ben", Path: "/invite/t", Days: 7}})
		o.send(mail.Letter{OrgID: o.org, To: "chief@northwind.example", ByMember: "another", Template: mail.Invitation, Data: mail.Data{Inviter: "Ada", Path: "/invite/s", Days: 7}})
		o.send(mail.Letter{OrgID: o.org, ReaderMemberID: nora.MemberID(), ApplicationID: o.onOpen, Template: mail.NewApplication, Data: mail.Data{Path: "/a"}})
		o.send(mail.Letter{OrgID: o.org, ReaderMemberID: ben.MemberID(), ApplicationID: o.onPri, Template: mail.NewApplication, Data: mail.Data{Path: "/a"}})
		o.drain()
		if s := o.states(); s[mail.Skipped] != 6 { // nothing is called sent that was not
			t.Fatalf("%v", s)
		}
		for _, c := range []struct {
			who           string
			a             access.Actor
			demo, on, pri int
		}{{"Ben", ben, 4, 1, 1}, {"Nora", nora, 2, 1, 0}} {
			all, err := room.Outbox(t.Context(), c.a)
			must(t, err)
			if len(all) != c.demo {
				t.Errorf("%s sees %d letters", c.who, len(all))
			}
			for _, m := range all {
				if m.Body == "" {
					t.Errorf("the demo does not show %s", m.Template)
				}
			}
			for application, want := range map[string]int{o.onOpen: c.on, o.onPri: c.pri} {
				var got []mail.Mail
				must(t, access.Read(t.Context(), o.d, c.a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
					got, err = mail.Of(ctx, tx, a, application)
					return err
				}))
				if len(got) != want {
					t.Errorf("%s sees %d letters of the application", c.who, len(got))
				}
			}
		}
		if _, err := room.Outbox(t.Context(), access.Actor{}); err == nil {
			t.Error("nobody reads the outbox")
		}
		room.Demo = false
		if _, err := room.Outbox(t.Context(), ben); errs.KindOf(err) != errs.NotFound {
			t.Errorf("outside the demo: %v", err)
		}
	})
}

func TestAnUncertainLetterIsSentAgainOnlyByHand(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ben, nora := o.actor(o.member("Ben", o.admin)), o.actor(o.member("Nora", o.basic))
		kit := o.actor(o.member("Kit", o.admin))
		o.send(o.rejection(""))
		var id string
		o.one(&id, `SELECT id FROM mails`)
		if err := o.room.Resend(t.Context(), ben, id); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a letter on its way: %v", err)
		}
		o.write(`UPDATE mails SET state = 'handed', claim = 'a sender that died' WHERE id = ?`, id)
		o.write(`UPDATE candidates SET own_member_id = ?, own_how = 'hand' WHERE id = ?`, kit.MemberID(), o.candidate)
		o.drain()
		o.clock.Advance(24 * time.Hour)
		o.drain()
		if state, reason := o.state(); state != "uncertain" || reason == "" || len(o.server.letters()) != 0 {
			t.Errorf("%s %s, %d letters", state, reason, len(o.server.letters()))
		}
		for who, c := range map[string]struct {
			a      access.Actor
			n      int
			refuse errs.Kind
		}{"Ben": {ben, 1, -1}, "Nora": {nora, 0, errs.Refused}, "Kit": {kit, 0, errs.NotFound}} {
			list, err := o.room.Troubled(t.Context(), c.a)
			if len(list) != c.n || (err == nil) != (who != "Nora") {
				t.Errorf("%s: %d troubled letters, %v", who, len(list), err)
			}
			if c.refuse >= 0 {
				if err := o.room.Resend(t.Context(), c.a, id); errs.KindOf(err) != c.refuse {
					t.Errorf("%s sends again: %v", who, err)
				}
			}
		}
		must(t, o.room.Resend(t.Context(), ben, id))
		o.drain()
		if state, _ := o.state(); state != "sent" || len(o.server.letters()) != 1 {
			t.Errorf("%s, %d letters", state, len(o.server.letters()))
		}
		// What opens something is not kept for a second sending.
		o.server.when(func(step string) error {
			if step == recipient {
				return &smtp.SMTPError{Code: 550, Message: "no"}
			}
			return nil
		})
		o.send(mail.Letter{OrgID: o.org, To: "new@northwind.example", Template: mail.Invitation, Data: mail.Data{Inviter: "Ben", Path: "/invite/token", Days: 7}})
		o.drain()
		o.one(&id, `SELECT id FROM mails WHERE template = 'invitation' AND state = 'failed' AND body = '' AND data = '{}'`)
		if err := o.room.Resend(t.Context(), ben, id); errs.KindOf(err) != errs.Conflict {
			t.Errorf("a secret link again: %v", err)
		}
		var audited int
		o.one(&audited, `SELECT count(*) FROM audit WHERE action = 'mail.resent' AND actor_id = ?`, ben.MemberID())
		if audited != 1 {
			t.Errorf("%d audit lines", audited)
		}
	})
}
