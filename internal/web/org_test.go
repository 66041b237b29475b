package web_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/house"
	"candor/internal/org"
	"candor/internal/ui/looks"
)

// firm is a house with nothing but an organisation in it, or nothing at all; people ask by their names.
type firm struct {
	t    *testing.T
	d    *db.DB
	h    *house.House
	ts   *httptest.Server
	jars map[string]http.CookieJar
}

const everybodys = "candor-demo"

func newFirm(t *testing.T, d *db.DB) *firm {
	t.Helper()
	blobs, err := files.Disk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h, err := house.Build(house.Plan{PublicURL: "http://candor.test", Secret: bytes.Repeat([]byte("k"), 32), DB: d, Now: testdb.ClockOf(d).Now, Blobs: blobs})
	if err != nil {
		t.Fatal(err)
	}
	f := &firm{t: t, d: d, h: h, ts: httptest.NewServer(h.Web), jars: map[string]http.CookieJar{}}
	t.Cleanup(func() {
		f.ts.Close()
		h.Stop(context.Background())
	})
	return f
}

// onBoth runs a test on both engines with ada (owner), ben (Admin), sol (Staffing) and ines (Interviewer) signed in.
func onBoth(t *testing.T, fn func(f *firm)) {
	t.Helper()
	testdb.Each(t, func(t *testing.T, d *db.DB) { fn(oneFirm(t, d)) })
}

func oneFirm(t *testing.T, d *db.DB) *firm {
	t.Helper()
	f := newFirm(t, d)
	f.found("Northwind", "ada@northwind.example")
	for name, role := range map[string]string{"ben": "Admin", "sol": "Staffing", "ines": "Interviewer"} {
		f.add("northwind", name+"@northwind.example", role)
	}
	for _, name := range []string{"ada", "ben", "sol", "ines"} {
		f.post(name, "/sign-in", url.Values{"email": {name + "@northwind.example"}, "password": {everybodys}}).leadsTo("/")
	}
	return f
}

// found makes an organisation with its owner.
func (f *firm) found(name, owner string) {
	f.t.Helper()
	first, _, _ := strings.Cut(owner, "@")
	if err := f.d.Write(f.t.Context(), func(ctx context.Context, tx db.Tx) error {
		_, err := org.Found(ctx, tx, org.Founding{Organization: name, Slug: strings.ToLower(name), TimeZone: "UTC", Name: strings.ToUpper(first[:1]) + first[1:], Email: owner, PasswordHash: org.HashPassword(everybodys)})
		return err
	}); err != nil {
		f.t.Fatal(err)
	}
}

// add makes somebody a member, known to another organisation or not.
func (f *firm) add(slug, email, role string) {
	f.t.Helper()
	console, err := f.h.Org.Console(f.t.Context(), slug)
	if err == nil {
		_, err = f.h.Org.AddMember(f.t.Context(), console, org.Arrival{Email: email, Role: role, PasswordHash: org.HashPassword(everybodys)})
	}
	if err != nil {
		f.t.Fatal(err)
	}
}

// another is an organisation that somebody known joins as an Interviewer.
func (f *firm) another(name, email string) {
	f.t.Helper()
	f.found(name, "zed@"+strings.ToLower(name)+".example")
	f.add(strings.ToLower(name), email, "Interviewer")
}

// browse opens a browser in which somebody is signed in.
func (f *firm) browse(t *testing.T, who string) *looks.Page {
	t.Helper()
	p := looks.Open(t)
	u, _ := url.Parse(f.ts.URL)
	for _, c := range f.jars[who].Cookies(u) {
		p.Cookie(f.ts.URL, c.Name, c.Value)
	}
	return p
}

// page is what came back.
type page struct {
	t      *testing.T
	what   string
	status int
	to     string // where it leads
	header http.Header
	text   string
}

func (f *firm) get(who, path string) page { return f.send(who, "GET", path, nil) }
func (f *firm) post(who, path string, form url.Values) page {
	return f.send(who, "POST", path, form)
}

func (f *firm) send(who, method, path string, form url.Values) page {
	f.t.Helper()
	if f.jars[who] == nil {
		f.jars[who], _ = cookiejar.New(nil)
	}
	r, err := http.NewRequestWithContext(f.t.Context(), method, f.ts.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		f.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	c := &http.Client{Jar: f.jars[who], CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return page{f.t, who + ": " + method + " " + path, res.StatusCode, res.Header.Get("Location"), res.Header, string(text)}
}

func (p page) is(status int, words ...string) page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("%s: %d, want %d (%s)", p.what, p.status, status, p.to)
	}
	for _, w := range words {
		if !strings.Contains(p.text, w) && !strings.Contains(html.UnescapeString(p.text), w) {
			p.t.Fatalf("%s does not say %q", p.what, w)
		}
	}
	return p
}

func (p page) lacks(words ...string) page {
	p.t.Helper()
	for _, w := range words {
		if strings.Contains(p.text, w) {
			p.t.Fatalf("%s says %q", p.what, w)
		}
	}
	return p
}

func (p page) leadsTo(path string) page {
	p.t.Helper()
	if p.status != http.StatusSeeOther || p.to != path {
		p.t.Fatalf("%s: %d to %q, want 303 to %q: %s", p.what, p.status, p.to, path, p.text)
	}
	return p
}

// find is the first group of a pattern in the page.
func (p page) find(pattern string) string {
	p.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(p.text)
	if m == nil {
		p.t.Fatalf("%s holds nothing like %s", p.what, pattern)
	}
	return m[1]
}

func (f *firm) member(name string) string {
	f.t.Helper()
	return f.get("ada", "/settings/members?q="+name).is(200).find(`id="member-([^"]+)"`)
}

func (f *firm) role(name string) string {
	f.t.Helper()
	return f.get("ada", "/settings/roles").is(200).find(`/settings/roles/([0-9a-f-]{36})">` + name)
}

func TestAnEmptyInstallationLeadsToSetUp(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		f.get("visitor", f.get("visitor", "/").to).leadsTo("/set-up")
		f.get("visitor", "/set-up").is(200, "Set up your organisation").lacks("Set-up code")
		f.post("visitor", "/set-up", url.Values{"organization": {"Tea & Co"}, "name": {"Ada"}, "email": {"ada@tea.example"}, "password": {"short"}, "time_zone": {"UTC"}, "approve": {"true"}}).
			is(422, `value="Tea &amp; Co"`, `value="ada@tea.example"`, "at least 8 characters").lacks("short\"")
		f.post("visitor", "/set-up", url.Values{"organization": {"Tea & Co"}, "name": {"Ada"}, "email": {"ada@tea.example"}, "password": {"correct horse"}, "time_zone": {"UTC"}, "approve": {"true"}}).leadsTo("/")
		f.get("visitor", "/").is(200, "Tea &amp; Co is ready", "Good")
		f.get("visitor", "/settings").is(200, "tea.example", "Primary")
		f.get("stranger", "/set-up").leadsTo("/sign-in")
		f.post("stranger", "/set-up", url.Values{"organization": {"Mine"}}).is(409)
	})
}

func TestOffLoopbackThePageAsksForTheCode(t *testing.T) {
	f := newFirm(t, testdb.Open(t, db.SQLite))
	f.h.Org.AskCode = true
	f.get("visitor", "/set-up").is(200, "Set-up code")
	f.post("visitor", "/set-up", url.Values{"organization": {"Tea"}, "name": {"Ada"}, "email": {"ada@tea.example"}, "password": {"correct horse"}, "time_zone": {"UTC"}}).
		is(422, "This is not the code")
}

func TestSigningInAndOut(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.get("stranger", "/settings/roles?q=a").leadsTo("/sign-in?next=%2Fsettings%2Froles%3Fq%3Da")
		f.get("stranger", "/sign-in?next=%2Fsettings%2Froles").is(200, `name="next" value="/settings/roles"`)
		wrong := f.post("stranger", "/sign-in", url.Values{"email": {"ben@northwind.example"}, "password": {"wrong guess"}, "next": {"/settings/roles"}})
		wrong.is(422, "not right", `value="ben@northwind.example"`, `value="/settings/roles"`).lacks("wrong guess")
		unknown := f.post("stranger", "/sign-in", url.Values{"email": {"who@northwind.example"}, "password": {"wrong guess"}, "next": {"/settings/roles"}}).is(422)
		if strings.ReplaceAll(unknown.text, "who@", "ben@") != wrong.text {
			t.Error("an unknown address is told apart from a wrong password")
		}
		f.post("stranger", "/sign-in", url.Values{"email": {"ben@northwind.example"}, "password": {everybodys}, "next": {"/settings/roles"}}).leadsTo("/settings/roles")
		f.post("elsewhere", "/sign-in", url.Values{"email": {"ben@northwind.example"}, "password": {everybodys}, "next": {"//evil.example"}}).leadsTo("/")
		f.get("stranger", "/settings/roles").is(200)
		f.get("stranger", "/sign-in").leadsTo("/")
		f.post("stranger", "/sign-out", url.Values{}).leadsTo("/sign-in")
		f.get("stranger", "/settings/roles").is(303)
		for range 5 {
			f.post("guesser", "/sign-in", url.Values{"email": {"sol@northwind.example"}, "password": {"wrong guess"}})
		}
		if late := f.post("guesser", "/sign-in", url.Values{"email": {"sol@northwind.example"}, "password": {everybodys}}).is(429, "Too many attempts"); late.header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		f.get("sol", "/").is(200) // who is in stays in
	})
}

func TestARoleIsReassignedByDropdownAndConfirmation(t *testing.T) {
	onBoth(t, func(f *firm) {
		ines, staffing := f.member("ines"), f.role("Staffing")
		f.get("ada", "/settings/members").is(200, "Change role to", "/settings/members/"+ines+"/role?role_id="+staffing, "Owner")
		f.get("sol", "/settings/members").is(200, "ines@northwind.example", "Invite people").lacks("Change role to", "Deactivate…", "Remove…")
		f.get("ines", "/settings/members").is(403)
		f.get("ines", "/settings/members/"+ines).is(200).lacks("ben@northwind.example")
		f.get("ines", "/settings/members/"+f.member("ben")).is(404)

		f.get("ada", "/settings/members/"+ines+"/role?role_id="+staffing).is(200, "Gains 32 permissions", "Loses 1 permission", "Conduct interviews", "Change to Staffing")
		f.post("ada", "/settings/members/"+ines+"/role", url.Values{"role_id": {staffing}}).is(200, "Gains 32 permissions") // not yet
		f.get("ines", "/settings/members").is(403)
		f.post("ada", "/settings/members/"+ines+"/role", url.Values{"role_id": {staffing}, "confirmed": {"true"}}).leadsTo("/settings/members")
		f.get("ada", "/settings/members").is(200, "Ines has the role Staffing now.")
		f.get("ines", "/settings/members").is(200) // in force at the next request, without signing in again

		f.post("ada", "/settings/members/"+ines+"/role", url.Values{"role_id": {"nonsense"}, "confirmed": {"true"}}).is(422, "Role does not belong to this org")
		f.post("ben", "/settings/members/"+f.member("ada")+"/role", url.Values{"role_id": {staffing}, "confirmed": {"true"}}).is(403, "Cannot remove org owner")
		f.post("ben", "/settings/members/"+f.member("ada")+"/remove", url.Values{}).is(403, "Cannot remove org owner")
		f.post("sol", "/settings/members/"+ines+"/role", url.Values{"role_id": {staffing}, "confirmed": {"true"}}).is(403, "roles:update")
	})
}

func TestARoleIsMadeChangedAndDeletedOnItsPages(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.get("ada", "/settings/roles").is(200, "Founders, HR leads, system owners", "59 ", "38 ", "of 63")
		f.get("ada", "/settings/roles/new?from=Basic").is(200, `value="candidates:view" checked`, `value="Basic"`)
		f.post("ada", "/settings/roles", url.Values{"name": {""}, "description": {"Reads."}, "permissions": {"candidates:view"}}).
			is(422, "Give the role a name.", `value="candidates:view" checked`, `value="Reads."`)
		f.post("ada", "/settings/roles", url.Values{"name": {"Reader"}, "permissions": {"candidates:view", "roles:view", "roles:update", "members:view"}}).leadsTo("/settings/roles")
		reader := f.role("Reader")
		ines := f.member("ines")
		f.post("ada", "/settings/members/"+ines+"/role", url.Values{"role_id": {reader}, "confirmed": {"true"}}).leadsTo("/settings/members")

		// Somebody holds it: the page says who gains and loses what before it saves.
		change := url.Values{"name": {"Reader"}, "permissions": {"candidates:view", "roles:view", "roles:update", "members:view", "org:view"}}
		f.post("ada", "/settings/roles/"+reader, change).is(200, "Ines holds this role", "Gains 1 permission", `name="permissions" value="org:view"`)
		f.get("ines", "/settings").is(403)
		back := url.Values{"back": {"true"}}
		for k, v := range change {
			back[k] = v
		}
		f.post("ada", "/settings/roles/"+reader, back).is(200, `value="org:view" checked`)
		change.Set("confirmed", "true")
		f.post("ada", "/settings/roles/"+reader, change).leadsTo("/settings/roles")
		f.get("ines", "/settings").is(200)

		// Nobody edits the role they hold, or what the system has; what they lack is locked, and the page says why.
		f.get("ines", "/settings/roles/"+reader).is(200, "nobody edits the role they hold").lacks("Save role")
		f.get("ines", "/settings/roles/"+f.role("Staffing")).is(200, "System roles are the same everywhere").lacks("Save role")
		f.post("ada", "/settings/roles", url.Values{"name": {"Empty"}}).leadsTo("/settings/roles")
		empty := f.role("Empty")
		f.get("ines", "/settings/roles/"+empty).is(200, "You cannot give permissions that your own role lacks", `value="billing:manage" disabled`).lacks(`value="candidates:view" disabled`)
		f.post("ines", "/settings/roles/"+empty, url.Values{"name": {"Empty"}, "permissions": {"billing:manage"}}).is(403, "billing:manage")
		f.post("ada", "/settings/roles/"+f.role("Admin"), url.Values{"name": {"Boss"}, "confirmed": {"true"}}).is(403, "Cannot update default role")

		f.get("ada", "/settings/roles/"+reader+"/delete").is(200, "Delete the role Reader?")
		f.post("ada", "/settings/roles/"+reader+"/delete", url.Values{}).is(422, "held by 1 member")
		f.post("ada", "/settings/roles/"+empty+"/delete", url.Values{}).leadsTo("/settings/roles")
		f.get("sol", "/settings/roles/new").is(403)
	})
}

func TestPeopleAreInvitedAndArrive(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.get("sol", "/settings/members/invite").is(200, ">Interviewer</option>").lacks(">Admin</option>", "default role (")
		f.get("ada", "/settings/members/invite").is(200, ">Admin</option>", "The default role (Interviewer)")
		f.post("ada", "/settings/invitations", url.Values{"emails": {"newt@northwind.example, nonsense"}}).is(422, "“nonsense” is not an e-mail address", "newt@northwind.example, nonsense")
		f.post("ada", "/settings/invitations", url.Values{"emails": {"sol@northwind.example"}}).is(422, "belongs to this organisation already")
		f.post("ada", "/settings/invitations", url.Values{"emails": {"newt@northwind.example\nnana@northwind.example"}, "role_id": {f.role("Staffing")}}).leadsTo("/settings/members")
		f.get("ada", "/settings/members").is(200, "2 people are invited.", "Pending invite", "Invited by Ada")
		var data []string
		if err := f.d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return tx.NewRaw(`SELECT data FROM mails WHERE to_email = 'newt@northwind.example'`).Scan(ctx, &data)
		}); err != nil || len(data) != 1 {
			t.Fatal(err, data)
		}
		link := regexp.MustCompile(`/invite/[A-Za-z0-9_-]+`).FindString(data[0])
		f.get("newt", link).is(200, "Team invitation", "Ada invites you to join Northwind as Staffing", "Accept Invitation")
		f.get("newt", link+"x").is(404, "not valid any more")
		f.get("sol", link).is(200, "You are signed in as sol@northwind.example")
		f.post("newt", link, url.Values{"name": {"Newt"}, "password": {"short"}}).is(422, `value="Newt"`, "at least 8")
		f.post("newt", link, url.Values{"name": {"Newt"}, "password": {"correct horse"}}).leadsTo("/")
		f.get("newt", "/settings/members").is(200, "nana@northwind.example")
		f.get("other", link).is(404, "not valid any more")

		nana := f.get("ada", "/settings/members?status=pending").is(200).find(`id="invitation-([^"]+)"`)
		f.post("ada", "/settings/invitations/"+nana+"/resend", url.Values{}).leadsTo("/settings/members")
		f.post("ines", "/settings/invitations/"+nana+"/revoke", url.Values{}).is(404)
		f.post("ada", "/settings/invitations/"+nana+"/revoke", url.Values{}).leadsTo("/settings/members")
	})
}

func TestSomebodyWhoIsDeactivatedStandsOutside(t *testing.T) {
	onBoth(t, func(f *firm) {
		sol := f.member("sol")
		f.get("ada", "/settings/members/"+sol+"/deactivate").is(200, "Deactivate Sol?", "end at once, and for good")
		f.post("ada", "/settings/members/"+sol+"/deactivate", url.Values{}).leadsTo("/settings/members")
		f.get("sol", "/settings/members").is(303)
		f.post("sol", "/sign-in", url.Values{"email": {"sol@northwind.example"}, "password": {everybodys}}).is(422, "belongs to no organisation here any more")
		f.get("ada", "/settings/members").is(200, "Deactivated", "Sol is deactivated.")
		f.post("ada", "/settings/members/"+sol+"/reactivate", url.Values{}).leadsTo("/settings/members")
		f.get("sol", "/settings/members").is(303) // signs in anew
		f.get("ada", "/settings/members/"+sol+"/remove").is(200, "Remove Sol?")
		f.post("ada", "/settings/members/"+sol+"/remove", url.Values{}).leadsTo("/settings/members")
		f.get("ada", "/settings/members/"+sol).is(404)
	})
}

func TestSettingsCardsSaveByThemselves(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.post("ada", "/settings/general", url.Values{"name": {"Northwind GmbH"}, "slug": {"X"}, "time_zone": {"UTC"}, "website": {""}}).
			is(422, `value="Northwind GmbH"`, `value="X"`, "at least 2 characters")
		f.post("ada", "/settings/general", url.Values{"name": {"Northwind GmbH"}, "slug": {"nw"}, "time_zone": {"Asia/Tokyo"}, "website": {""}}).leadsTo("/settings")
		f.post("ada", "/settings/careers", url.Values{"careers_text": {"  Come.  "}, "brand_color": {"#0B6E75"}}).leadsTo("/settings")
		f.post("ada", "/settings/consent", url.Values{"consent_text": {"I agree."}}).leadsTo("/settings")
		f.post("ada", "/settings/default-role", url.Values{"default_role_id": {f.role("Staffing")}}).leadsTo("/settings")
		f.get("ada", "/settings").is(200, "Northwind GmbH", `value="nw"`, "#0b6e75", "I agree.", "Come.")
		f.get("sol", "/settings").is(200, "org:manage").lacks("Save")
		f.post("sol", "/settings/general", url.Values{"name": {"Mine"}}).is(403)

		f.post("ada", "/settings/domains", url.Values{"domain": {"gmail.com"}}).is(422, "public mail provider")
		f.post("ada", "/settings/domains", url.Values{"domain": {"northwind.example"}}).leadsTo("/settings")
		f.post("ada", "/settings/domains", url.Values{"domain": {"elsewhere.example"}}).leadsTo("/settings")
		f.get("ada", "/settings/domains/elsewhere.example/remove").is(200, "Remove elsewhere.example?")
		f.post("ada", "/settings/domains/elsewhere.example/primary", url.Values{}).leadsTo("/settings")
		f.post("ada", "/settings/domains/northwind.example/remove", url.Values{}).is(422, "the owner's address is on it")
		f.get("ada", "/settings/domains/unknown.example/remove").is(404)
		f.get("ben", "/settings/owner").is(403, "Only the owner")
		f.get("ada", "/settings/owner").is(200, "Ben")
		f.post("ada", "/settings/owner", url.Values{}).is(422, "Choose the new owner.")
		f.post("ada", "/settings/owner", url.Values{"member_id": {f.member("ben")}}).leadsTo("/settings")
		f.get("ada", "/settings/audit").is(200, "made owner", "Staffing", "northwind.example")
		f.get("sol", "/settings/audit").is(403)
		f.get("ada", "/settings/tasks").is(200, "No failed tasks")
	})
}

func TestAKeyIsShownOnceAndRevoked(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.get("ada", "/settings/keys").is(200, "No keys yet")
		f.post("ada", "/settings/keys", url.Values{"name": {"Sync"}}).is(422, "Choose what the key may do.", `value="Sync"`)
		made := f.post("ada", "/settings/keys", url.Values{"name": {"Sync"}, "permissions": {"org:view"}, "expires": {"2999-01-01"}}).is(200, "can't be shown again")
		token := made.find(`>(cnd_[A-Za-z0-9_-]+)<`)
		f.get("ada", "/settings/keys").is(200, "Sync", token[:12]).lacks(token)
		if a, _, err := f.h.Org.Authenticate(t.Context(), token, ""); err != nil || !a.Holds(access.OrgView) {
			t.Errorf("the key does not work: %v", err)
		}
		id := f.get("ada", "/settings/keys").find(`id="key-([^"]+)"`)
		f.post("sol", "/settings/keys/"+id+"/revoke", url.Values{}).is(404)
		f.post("ada", "/settings/keys/"+id+"/revoke", url.Values{}).leadsTo("/settings/keys")
		f.get("ada", "/settings/keys").is(200).lacks("Sync")
		f.get("ben", "/settings/keys/new").is(200).lacks("offers:approve") // no Admin holds it
	})
}

func TestOnesOwnProfile(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.get("ines", "/settings/profile").is(200, "ines@northwind.example", "This one")
		f.post("ines", "/settings/profile", url.Values{"name": {" "}, "title": {"Engineer"}}).is(422, "Enter your name.", `value="Engineer"`)
		f.post("ines", "/settings/profile", url.Values{"name": {"Inês"}, "title": {"Engineer"}, "time_zone": {"Europe/Lisbon"}}).leadsTo("/settings/profile")
		f.post("ines", "/appearance", url.Values{"appearance": {"dark"}}).leadsTo("/")
		f.get("ines", "/").is(200, `data-appearance="dark"`)
		f.post("ines", "/settings/appearance", url.Values{"appearance": {"light"}, "theme": {"slate"}}).leadsTo("/settings/profile")
		f.get("ines", "/settings/profile").is(200, `data-appearance="light"`, `data-palette="slate"`)
		f.post("ines", "/settings/password", url.Values{"password": {"wrong guess"}, "new_password": {"another password"}}).is(422, "This is not your password.").lacks("wrong guess", "another password")
		f.post("again", "/sign-in", url.Values{"email": {"ines@northwind.example"}, "password": {everybodys}}).leadsTo("/")
		f.post("ines", "/settings/password", url.Values{"password": {everybodys}, "new_password": {"another password"}}).leadsTo("/settings/profile")
		f.get("ines", "/").is(200)
		f.get("again", "/").is(303)
		f.post("ines", "/settings/email", url.Values{"email": {"i@northwind.example"}, "email_password": {"wrong guess"}}).is(422, `href="#field-email_password"`)
		f.post("ines", "/settings/email", url.Values{"email": {"i@northwind.example"}, "email_password": {"another password"}}).leadsTo("/settings/profile")
	})
}

func TestAForgottenPasswordAnswersTheSameForEverybody(t *testing.T) {
	onBoth(t, func(f *firm) {
		f.post("visitor", "/forgot", url.Values{"email": {"nonsense"}}).is(422, "is not an e-mail address")
		known := f.post("visitor", "/forgot", url.Values{"email": {"sol@northwind.example"}}).is(200, "Look into your mail")
		unknown := f.post("visitor", "/forgot", url.Values{"email": {"who@northwind.example"}}).is(200)
		if strings.ReplaceAll(unknown.text, "who@", "sol@") != known.text {
			t.Error("an unknown address is told apart")
		}
		f.get("visitor", "/reset/nonsense").is(404, "Ask for a new link")
		f.post("visitor", "/reset/nonsense", url.Values{"password": {"another password"}}).is(404)
		f.get("visitor", "/verify/nonsense").is(404)
	})
}
