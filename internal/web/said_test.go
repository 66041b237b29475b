package web_test

import (
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"candor/internal/mail"
)

// apply sends the form of a posting, and gives the page of the receipt.
func (n *northwind) apply(form url.Values) page {
	n.t.Helper()
	posting := n.get("visitor", "/careers/northwind").is(200).find(`href="(/careers/northwind/customer[^"]*)"`)
	form.Set("token", n.get("visitor", posting).is(200).find(`name="token" value="([^"]*)"`))
	n.clock.Advance(time.Minute) // somebody read and typed
	return n.get("visitor", n.upload("visitor", posting, "resume", "cv.txt", []byte("Wil Farmer grows wheat in the valley."), form).is(303).to)
}

func TestAnApplicationShowsConsentAndWhatWasSentAgain(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		n.get("ben", "/settings").is(200)
		n.post("ben", "/settings/consent", url.Values{"consent_text": {"You may keep this until the harvest."}}).is(303)
		for range 2 {
			n.apply(url.Values{"name": {"Wil Farmer"}, "email": {"wil@feather.example"}, "consent": {"true"}})
		}
		path := n.get("rui", "/candidates?q=Wil+Farmer").is(200).find(`href="(/candidates/[0-9a-f-]{36})"`)
		app := n.get("rui", path).is(200).find(`href="(/applications/[0-9a-f-]{36})"`)
		p := n.get("rui", app).is(200, "Given <time", "You may keep this until the harvest.", "Sent again <time").lacks("@kit.", "p.Clock")
		if strings.Count(p.text, "What they agreed to") != 1 {
			t.Error("what was agreed to is not said once")
		}
	})
}

func TestWithoutAMailServerNothingIsCalledSent(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		n.House.Mail.Transport = mail.Log{Log: slog.New(slog.DiscardHandler)}
		receipt := n.apply(url.Values{"name": {"Wil Farmer"}, "email": {"wil@feather.example"}, "consent": {"true"}})
		receipt.is(200, "has received your application").lacks("on its way")
		if err := n.House.Worker.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		path := n.get("rui", "/candidates?q=Wil+Farmer").is(200).find(`href="(/candidates/[0-9a-f-]{36})"`)
		app := n.get("rui", path).is(200).find(`href="(/applications/[0-9a-f-]{36})"`)
		n.get("rui", app).is(200, "Confirmation email not sent: no mail server is set up").lacks("Confirmation email sent")
		n.post("ben", app+"/reject", url.Values{"reason": {"other"}, "send_email": {"true"}}).is(303)
		n.clock.Advance(mail.UndoWindow)
		if err := n.House.Worker.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		n.get("rui", app).is(200, "Email not sent: no mail server is set up", "Rejection email not sent: no mail server is set up")
	})
}

// "undo for ten seconds before any mail leaves": closing a position rejects many at once.
func TestClosingAPositionOffersUndo(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		path := "/positions/" + n.Positions["backend"]
		n.get("rui", path+"/close").is(200, "ten seconds")
		n.post("rui", path+"/close", url.Values{"applications": {"reject"}, "reject_reason": {"other"}, "send_email": {"true"}}).leadsTo(path)
		p := n.get("rui", path).is(200, "is closed.", "rejected.", "the position stays closed.")
		n.post("rui", p.undo(), nil).is(303)
		n.get("rui", path).is(200, "Undone for", "Closed")
		n.get("rui", n.app("ravi@backend")).is(200, "Applied").lacks("Email is about to leave")
	})
}

func TestAPositionWithApplicationsDoesNotOfferToGo(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		path := "/positions/" + n.Positions["backend"]
		n.get("ben", path+"/settings").is(200, "so it cannot be deleted").lacks("Delete position…")
		n.get("ben", path+"/delete").is(200, "so it cannot be deleted", "Close position…").lacks(`action="` + path + `/delete"`)
		n.post("ben", path+"/delete", nil).is(409, "so it cannot be deleted")
		n.post("ben", path+"/close", url.Values{"applications": {"keep"}}).is(303)
		n.get("ben", path+"/settings").is(200).lacks("Take off the careers page")
	})
}

// A mention tells the person who is mentioned, by a letter of their own.
func TestAMentionTellsWhoIsMentioned(t *testing.T) {
	inNorthwind(t, func(n *northwind) {
		n.House.Mail.Demo = true
		n.post("rui", n.app("grace@backend")+"/notes", url.Values{"body": {"@Hana Sato, please look."}, "mentions": {n.Members["hana"]}}).is(303)
		if err := n.House.Worker.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		letters, err := n.House.Mail.Outbox(t.Context(), n.As(t.Context(), "hana"))
		if err != nil || len(letters) == 0 || letters[0].Template != mail.Mention || letters[0].Subject != "Rui Campos mentioned you" {
			t.Errorf("%v %+v", err, letters)
		}
		others, err := n.House.Mail.Outbox(t.Context(), n.As(t.Context(), "ben"))
		if err != nil || len(others) > 0 && others[0].Template == mail.Mention {
			t.Errorf("%v: somebody else's letter", err)
		}
	})
}
