package guards

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/apptest/company"
	"candor/internal/apptest/testdb"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/mail"
)

// correspond makes every kind of letter, about everything that may not be told to everybody: confirmations, rejections,
// mentions, invitations, new passwords, and news to each member about each kind of application.
func (r *rig) correspond(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	r.learnAddresses(t)
	r.apply(t)
	room := r.house.Candidates
	for id, note := range map[string]string{"ravi@backend": "Brouhaha", "mireille@cfo": "Collywobbles"} {
		_, err := room.Reject(ctx, r.As(ctx, "rui"), r.Applications[id], candidates.Reject{Reason: "not_a_fit", Note: "Not now, because of " + note + ".", SendEmail: true})
		must(err)
	}
	for id, whom := range map[string][]string{"edda@cfo": {"ben", "tom"}, "lena@backend": {"hana", "ada"}, "grace@backend": {"tom", "nora"}} {
		note := candidates.NewNote{Body: "Look at the Rigmarole in " + id + "."}
		for _, who := range whom {
			note.Mentions = append(note.Mentions, r.Members[who])
		}
		_, err := room.Note(ctx, r.As(ctx, "rui"), r.Applications[id], note)
		must(err)
	}
	must(r.house.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		for _, who := range castKeys() {
			for _, id := range []string{"edda@cfo", "hugo@cfo", "lena@backend", "grace@backend", "kit@coordinator"} {
				_, on, _ := strings.Cut(id, "@")
				err := mail.Enqueue(ctx, tx, mail.Letter{OrgID: r.Org, ReaderMemberID: r.Members[who], ApplicationID: r.Applications[id], PositionID: r.Positions[on],
					Template: mail.NewApplication, Data: mail.Data{Path: "/applications/" + r.Applications[id]}, Unique: "test:" + who + id})
				if err != nil {
					return err
				}
			}
		}
		return nil
	}))
	must(r.house.Org.AskReset(ctx, company.Cast[2].Email(), "192.0.2.7"))
	must(r.house.Org.AskEmail(ctx, r.As(ctx, "nora"), "nora.lund@northwind.example", company.Password, "192.0.2.8"))
	testdb.ClockOf(r.house.DB).Advance(time.Minute) // what may be undone waits
	must(r.house.Worker.Drain(ctx))
	r.links = r.linksInLetters()
	r.learnThings(t)
}

// linksInLetters are what the links of letters open: "invite", "reset", "verify".
func (r *rig) linksInLetters() map[string][]string {
	out := map[string][]string{}
	for _, m := range r.letters.all() {
		for _, link := range regexp.MustCompile(`/(invite|reset|verify)/([A-Za-z0-9_-]+)`).FindAllStringSubmatch(m.Text, -1) {
			out[link[1]] = append(out[link[1]], link[2])
		}
	}
	return out
}

// apply sends the form of the careers page, and keeps the address of what it answers.
func (r *rig) apply(t *testing.T) {
	t.Helper()
	page := "/careers/northwind/" + r.slugOf(t, "design")
	found := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(r.ask(r.house, "visitor", http.MethodGet, page, nil).body)
	if found == nil {
		t.Fatal("the form has no token")
	}
	a := r.send(context.Background(), r.house, "visitor", http.MethodPost, page, sheet{"cv.txt", "Draws.", url.Values{"token": {found[1]}, "name": {"Perpetua Bilbocatch"},
		"email": {"perpetua@mail.example"}, "phone": {"+351 910 000 188"}, "consent": {"on"}}, "resume"})
	if a.status != http.StatusSeeOther {
		t.Fatalf("the careers page takes no application: %d %s", a.status, a.body)
	}
	r.received = a.header.Get("Location")
}

func (r *rig) slugOf(t *testing.T, position string) (slug string) {
	t.Helper()
	err := r.house.DB.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
		return tx.NewRaw(`SELECT slug FROM positions WHERE id = ?`, r.Positions[position]).Scan(ctx, &slug)
	})
	if err != nil {
		t.Fatal(err)
	}
	return slug
}

func (l *letters) all() []mail.Message {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.sent)
}

// searchLetters: what leaves by mail. To a candidate: their own name and the position's title, no other secret. To a
// member: what they may see; and of a private position, which may be read over a shoulder, a link alone.
func (r *rig) searchLetters(t *testing.T) {
	t.Helper()
	subjects, about := map[string]int{}, map[string][]string{}
	for _, m := range r.letters.all() {
		text := fmt.Sprintf("%+v", m)
		who, _, member := strings.Cut(m.ToEmail, "@northwind.example")
		member = member && slices.Contains(castKeys(), who)
		subjects[m.Subject]++
		for key, id := range r.Applications {
			if member && strings.Contains(text, id) {
				about[key] = append(about[key], who)
				if on := key[strings.IndexByte(key, '@')+1:]; (on == "cfo" || on == "vp") && m.Subject != "Update" {
					t.Errorf("a letter to %s about %s has the subject %q", who, key, m.Subject)
				}
			}
		}
		for _, c := range canaries {
			if !holds(text, c.word) {
				continue
			}
			theirs := m.ToEmail == "mireille@okonkwo.example" && c.word == "Chief financial" ||
				m.ToEmail == "perpetua@mail.example" && c.word == "Bilbocatch"
			if !theirs && (!member || !slices.Contains(c.seenBy, who) || strings.HasPrefix(c.secret, "a note") || strings.Contains(c.secret, "private")) {
				t.Errorf("a letter to %s holds %q (%s)", m.ToEmail, c.word, c.secret)
			}
		}
	}
	for subject, least := range map[string]int{"Ben Okafor invites you to Northwind Labs": 1, "Your application to Northwind Labs": 2,
		"We have received your application for Product designer": 1, "Update": 6, "Grace Villeneuve applied for Backend engineer": 9} {
		if subjects[subject] < least {
			t.Errorf("%d letters say %q, not %d: they have to be written to be searched (%v)", subjects[subject], subject, least, subjects)
		}
	}
	for key, who := range map[string][]string{"edda@cfo": also(admins, "rui", "tom"), "hugo@cfo": also(admins, "rui", "tom"), "grace@backend": viewers,
		"lena@backend": viewers, "kit@coordinator": {"ada", "ben", "sol", "rui", "tom", "nora", "vic"}} {
		got := slices.Compact(slices.Sorted(slices.Values(about[key])))
		if want := slices.Sorted(slices.Values(who)); !slices.Equal(got, want) {
			t.Errorf("letters about %s went to %v, not to %v", key, got, want)
		}
	}
	if n := len(r.links["invite"]) + len(r.links["reset"]) + len(r.links["verify"]); n < 3 {
		t.Errorf("only %d letters with links that open something", n)
	}
}
