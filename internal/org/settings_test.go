package org_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

// empty runs a test on both engines with nothing set up.
func empty(t *testing.T, fn func(t *testing.T, c *company)) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		t.Parallel()
		fn(t, &company{t: t, d: d, clock: testdb.ClockOf(d), slug: "northwind", room: org.New(d, org.Config{PublicURL: "https://hire.example/"})})
	})
}

func filledIn() org.Setup {
	return org.Setup{Organization: "Northwind Labs", Name: "Ada", Email: "ada@northwind.example", Password: "correct horse", TimeZone: "Europe/Vienna", ApproveDomain: true}
}

func TestTheFirstVisitorSetsUpAndIsOwnerAndAdmin(t *testing.T) {
	empty(t, func(t *testing.T, c *company) {
		is, err := c.room.Empty(t.Context())
		ok(t, err)
		if !is {
			t.Fatal("not empty at the start")
		}
		s, err := c.room.SetUp(t.Context(), filledIn())
		ok(t, err)
		a, err := c.authenticate(s.Token)
		ok(t, err)
		if !a.IsOwner() || a.System() != access.Admin || a.Permissions().Len() != 59 {
			t.Errorf("the owner is %s with %d strings", a.System(), a.Permissions().Len())
		}
		o, err := c.room.Organization(t.Context(), a)
		ok(t, err)
		role, err := c.room.Role(t.Context(), a, *o.DefaultRoleID)
		ok(t, err)
		if o.Slug != "northwind-labs" || o.TimeZone != "Europe/Vienna" || role.Name != "Interviewer" {
			t.Errorf("set up %+v with default role %s", o, role.Name)
		}
		if len(o.Domains) != 1 || o.Domains[0].Domain != "northwind.example" || !o.Domains[0].Primary {
			t.Errorf("domains %+v", o.Domains)
		}
		p, err := c.room.Profile(t.Context(), a)
		ok(t, err)
		if !p.Verified {
			t.Error("the owner's address is not verified")
		}
		_, err = c.room.SetUp(t.Context(), filledIn())
		says(t, err, errs.Conflict, "set up already")
	})
}

func TestSetUpSaysEverythingThatIsWrong(t *testing.T) {
	empty(t, func(t *testing.T, c *company) {
		_, err := c.room.SetUp(t.Context(), org.Setup{Slug: "X", Email: "ada", Password: "12345678", TimeZone: "Mars"})
		e := errs.As(err)
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, f.Name)
		}
		if sprint(fields) != "[organization slug time_zone name email password]" {
			t.Errorf("says %v: %v", fields, err)
		}
		is, err := c.room.Empty(t.Context())
		ok(t, err)
		if !is {
			t.Error("something was left behind")
		}
	})
}

func TestAPublicMailProviderIsNotProposedAsDomain(t *testing.T) {
	empty(t, func(t *testing.T, c *company) {
		in := filledIn()
		in.Email = "ada@gmail.com"
		s, err := c.room.SetUp(t.Context(), in)
		ok(t, err)
		a, err := c.authenticate(s.Token)
		ok(t, err)
		o, err := c.room.Organization(t.Context(), a)
		ok(t, err)
		if len(o.Domains) != 0 {
			t.Errorf("domains %+v", o.Domains)
		}
	})
}

func TestOffLoopbackSetUpAsksForTheCodePrintedAtStart(t *testing.T) {
	empty(t, func(t *testing.T, c *company) {
		c.room.AskCode = true
		first, err := c.room.NewSetupCode(t.Context())
		ok(t, err)
		second, err := c.room.NewSetupCode(t.Context()) // another replica
		ok(t, err)
		if first == second || len(first) != 19 {
			t.Fatalf("codes %s and %s", first, second)
		}
		in := filledIn()
		_, err = c.room.SetUp(t.Context(), in)
		says(t, err, errs.Invalid, "not the code")
		in.Code = "AAAA-BBBB-CCCC-DDDD"
		for range 4 {
			_, err = c.room.SetUp(t.Context(), in)
			says(t, err, errs.Invalid, "not the code")
		}
		_, err = c.room.SetUp(t.Context(), in)
		says(t, err, errs.TooMany, "wait")
		c.clock.Advance(day)
		in.Code = " " + strings.ToLower(strings.ReplaceAll(first, "-", " "))
		_, err = c.room.SetUp(t.Context(), in)
		ok(t, err)
		none, err := c.room.NewSetupCode(t.Context())
		ok(t, err)
		if none != "" || c.count(`SELECT count(*) FROM installation WHERE name LIKE 'setup_code%'`) != 0 {
			t.Error("a code is left after the set-up")
		}
	})
}

func TestOfTwoFirstVisitorsOneSetsUp(t *testing.T) {
	empty(t, func(t *testing.T, c *company) {
		rooms := []*org.Room{c.room, org.New(testdb.Replica(t, c.d), org.Config{})}
		results := make([]error, 4)
		var wg sync.WaitGroup
		for i := range results {
			wg.Go(func() {
				in := filledIn()
				in.Email, in.Slug = string(rune('a'+i))+in.Email, "org-"+string(rune('a'+i))
				_, results[i] = rooms[i%2].SetUp(context.Background(), in)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			if err == nil {
				won++
			} else if errs.KindOf(err) != errs.Conflict {
				t.Errorf("the loser is told %v", err)
			}
		}
		if won != 1 || c.count(`SELECT count(*) FROM organizations`) != 1 || c.count(`SELECT count(*) FROM people`) != 1 {
			t.Fatalf("%d won", won)
		}
	})
}

func TestAnInstallationIsSetUpOnTheCommandLine(t *testing.T) {
	empty(t, func(t *testing.T, c *company) {
		_, err := c.room.Console(t.Context(), "")
		says(t, err, errs.Conflict, "no organisation yet")
		got, err := c.room.FoundFor(t.Context(), "ada.lovelace@northwind.example")
		ok(t, err)
		if got.Member.Name != "Ada Lovelace" || !got.Member.Owner {
			t.Errorf("made %+v", got.Member)
		}
		token, found := strings.CutPrefix(got.Link, "https://hire.example/reset/")
		if !found {
			t.Fatalf("the link is %s", got.Link)
		}
		ok(t, c.room.ResetPassword(t.Context(), token, "correct horse"))
		_, _, err = c.room.SignIn(t.Context(), org.Credentials{Email: "ada.lovelace@northwind.example", Password: "correct horse"})
		ok(t, err)
		_, err = c.room.FoundFor(t.Context(), "bob@northwind.example")
		says(t, err, errs.Conflict, "set up already")

		a, err := c.room.Console(t.Context(), "")
		ok(t, err)
		_, err = c.room.AddMember(t.Context(), a, org.Arrival{Email: "bob@northwind.example", Role: "Boss"})
		says(t, err, errs.Invalid, "There are Admin, Staffing and Interviewer")
		bob, err := c.room.AddMember(t.Context(), a, org.Arrival{Email: "bob@northwind.example", Role: "admin"})
		ok(t, err)
		if bob.Member.System != access.Admin || bob.Member.Name != "Bob" || bob.Link == "" {
			t.Errorf("added %+v", bob)
		}
		_, err = c.room.AddMember(t.Context(), a, org.Arrival{Email: "bob@elsewhere.example"})
		says(t, err, errs.Invalid, "approved domain")
		if c.count(`SELECT count(*) FROM audit WHERE via = 'cli' AND action = 'member.joined'`) != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestTheCommandLinesVerbsAreForTheCommandLine(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for _, a := range []access.Actor{c.ada, {}, access.Visitor(c.ada.OrgID()), access.System(c.ada.OrgID(), "task"), c.ada.WithVia("cli")} {
			_, err := c.room.AddMember(t.Context(), a, org.Arrival{Email: "x@northwind.example"})
			says(t, err, errs.Refused, "command line only")
			_, err = c.room.CreateKeyFor(t.Context(), a, c.email("Ada"), org.KeyDraft{})
			says(t, err, errs.Refused, "command line only")
		}
		_, err := c.room.CreateKeyFor(t.Context(), console(t, c), "nobody@northwind.example", org.KeyDraft{})
		says(t, err, errs.Invalid, "no active member")
	})
}

func TestEachCardSavesByItself(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		o, err := c.room.EditOrganization(t.Context(), c.ada, org.Settings{CareersText: text("Come and build."), BrandColor: text("#AA3300")})
		ok(t, err)
		o, err = c.room.EditOrganization(t.Context(), c.ada, org.Settings{Name: text("Northwind GmbH"), Slug: text("northwind-gmbh"), TimeZone: text("Asia/Kolkata")})
		ok(t, err)
		if o.CareersText != "Come and build." || o.BrandColor != "#aa3300" || o.Name != "Northwind GmbH" || o.Slug != "northwind-gmbh" || o.TimeZone != "Asia/Kolkata" {
			t.Errorf("got %+v", o)
		}
		if c.audited("organization.updated") != 2 {
			t.Error("not in the audit log")
		}
		_, err = c.room.EditOrganization(t.Context(), c.ada, org.Settings{Name: text("Northwind GmbH")}) // nothing new, nothing recorded
		ok(t, err)
		if c.audited("organization.updated") != 2 {
			t.Error("recorded without a change")
		}
	})
}

// Whether a second reviewer is required decides who may what, so that everybody's facts are read again.
func TestASecondReviewerIsASetting(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		on, epoch := true, c.ada.Epoch()
		o, err := c.room.EditOrganization(t.Context(), c.ada, org.Settings{SecondReviewer: &on})
		ok(t, err)
		if !o.SecondReviewer || c.audited("organization.updated") != 1 {
			t.Errorf("%+v", o)
		}
		o, err = c.room.EditOrganization(t.Context(), c.ada, org.Settings{Name: text("Northwind GmbH")})
		ok(t, err)
		var now int64
		ok(t, c.d.Read(t.Context(), func(ctx context.Context, tx db.Tx) error {
			return tx.NewRaw(`SELECT epoch FROM organizations WHERE id = ?`, o.ID).Scan(ctx, &now)
		}))
		if !o.SecondReviewer || now != epoch+1 {
			t.Errorf("%+v, epoch %d after %d", o, now, epoch)
		}
	})
}

func TestAnAddressOfTheCareersPageIsTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		found(t, c.d, "tailspin")
		for slug, words := range map[string]string{"tailspin": "taken", "x": "at least 2", "Up": "lower-case letters", "a--b": "lower-case letters", "": "at least 2", strings.Repeat("a", 41): "at most 40"} {
			_, err := c.room.EditOrganization(t.Context(), c.ada, org.Settings{Slug: &slug})
			says(t, err, errs.Invalid, words)
		}
	})
}

func TestSettingsNeedOrgManage(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		sol := c.hire("Sol", "Staffing")
		o, err := c.room.Organization(t.Context(), sol)
		ok(t, err)
		if o.DefaultRoleID != nil || o.Domains != nil || sprint(o.Withheld) != "[default_role_id domains]" {
			t.Errorf("sol reads %+v", o)
		}
		_, err = c.room.EditOrganization(t.Context(), sol, org.Settings{Name: text("X")})
		says(t, err, errs.Refused, "org:manage")
		_, err = c.room.AddDomain(t.Context(), sol, "northwind.example", false)
		says(t, err, errs.Refused, "org:manage")
		c.customRole("Nothing")
		tom := c.hire("Tom", "Nothing")
		_, err = c.room.Organization(t.Context(), tom)
		says(t, err, errs.Refused, "org:view")
	})
}

func TestNobodyMakesARoleTheDefaultThatTheyCouldNotGive(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Manager", access.OrgManage, access.OrgView)
		c.customRole("Clerk", access.OrgManage, access.OrgView, access.RolesUpdate)
		tom, nora := c.hire("Tom", "Manager"), c.hire("Nora", "Clerk")
		admin, lean := c.roleID("Admin"), c.customRole("Lean", access.OrgView)
		_, err := c.room.EditOrganization(t.Context(), tom, org.Settings{DefaultRoleID: &lean})
		says(t, err, errs.Refused, "roles:update")
		_, err = c.room.EditOrganization(t.Context(), nora, org.Settings{DefaultRoleID: &admin})
		says(t, err, errs.Refused, "hands out what they lack")
		_, err = c.room.EditOrganization(t.Context(), nora, org.Settings{DefaultRoleID: &lean})
		ok(t, err)
		if c.audited("organization.default_role") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestPublicMailProvidersAreNeverApproved(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for _, domain := range []string{"gmail.com", "@GMAIL.com", "yahoo.co.uk", "hotmail.fr", "gmx.net", "proton.me", "qq.com"} {
			_, err := c.room.AddDomain(t.Context(), c.ada, domain, false)
			says(t, err, errs.Invalid, "public mail provider")
		}
		for _, domain := range []string{"co.uk", "com", "github.io", "localhost", "", "a b.com", "acme"} {
			if _, err := c.room.AddDomain(t.Context(), c.ada, domain, false); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%q: %v", domain, err)
			}
		}
	})
}

func TestOnceADomainIsApprovedOnlyAddressesOnOneBelongHere(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		out := c.hireAt("tom@elsewhere.example")
		session := c.sessionOf("tom@elsewhere.example")
		_, err := c.room.AddDomain(t.Context(), c.ada, "elsewhere.example", false)
		says(t, err, errs.Conflict, "owner's address is not on")
		ben := c.hire("Ben", "Admin")
		_, err = c.room.AddDomain(t.Context(), c.as(out), "northwind.example", false)
		says(t, err, errs.Conflict, "Your own address")
		_, err = c.room.AddDomain(t.Context(), ben, "northwind.example", false)
		says(t, err, errs.Conflict, "1 member is not on northwind.example")
		o, err := c.room.AddDomain(t.Context(), ben, " @Northwind.Example ", true)
		ok(t, err)
		if len(o.Domains) != 1 || !o.Domains[0].Primary {
			t.Errorf("domains %+v", o.Domains)
		}
		_, err = c.authenticate(session)
		says(t, err, errs.SignIn, "sign in")
		_, err = c.room.Invite(t.Context(), c.ada, []string{"x@elsewhere.example"}, "")
		says(t, err, errs.Invalid, "not on an approved domain")
		_, err = c.room.AddDomain(t.Context(), ben, "elsewhere.example", false)
		ok(t, err)
		_, err = c.authenticate(session) // approved again before anything was taken away
		ok(t, err)
		_, err = c.room.AddDomain(t.Context(), ben, "elsewhere.example", false)
		says(t, err, errs.Invalid, "approved already")
	})
}

func TestRemovingADomainEndsTheSessionsOfThoseOnIt(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		for _, domain := range []string{"northwind.example", "elsewhere.example"} {
			_, err := c.room.AddDomain(t.Context(), c.ada, domain, false)
			ok(t, err)
		}
		tom := c.hireAt("tom@elsewhere.example")
		session := c.sessionOf("tom@elsewhere.example")
		key, err := c.room.CreateKey(t.Context(), c.as(tom), org.KeyDraft{Name: "k", Permissions: []access.Permission{access.OrgView}})
		ok(t, err)

		_, err = c.room.RemoveDomain(t.Context(), c.ada, "northwind.example")
		says(t, err, errs.Conflict, "owner's address")
		_, err = c.room.RemoveDomain(t.Context(), c.as(tom), "elsewhere.example")
		says(t, err, errs.Conflict, "your own address")
		_, err = c.room.MakePrimary(t.Context(), c.ada, "elsewhere.example")
		ok(t, err)
		_, err = c.room.RemoveDomain(t.Context(), c.ada, "elsewhere.example")
		says(t, err, errs.Conflict, "primary domain")
		_, err = c.room.MakePrimary(t.Context(), c.ada, "northwind.example")
		ok(t, err)
		_, err = c.room.RemoveDomain(t.Context(), c.ada, "unknown.example")
		hidden(t, err)

		_, err = c.room.RemoveDomain(t.Context(), c.ada, "elsewhere.example")
		ok(t, err)
		for _, cred := range []string{session, key.Token} {
			_, err = c.authenticate(cred)
			says(t, err, errs.SignIn, "sign in")
		}
		_, _, err = c.room.SignIn(t.Context(), org.Credentials{Email: "tom@elsewhere.example", Password: password})
		says(t, err, errs.SignIn, "no organisation")
		m, err := c.room.Member(t.Context(), c.ada, tom)
		ok(t, err)
		if m.Status != org.Active {
			t.Error("the membership is gone")
		}
		c.clock.Advance(day)
		_, err = c.room.AddDomain(t.Context(), c.ada, "elsewhere.example", false)
		ok(t, err)
		for _, cred := range []string{session, key.Token} { // what ended stays ended
			_, err = c.authenticate(cred)
			says(t, err, errs.SignIn, "sign in")
		}
		c.sessionOf("tom@elsewhere.example")
		if c.audited("domain.added") != 3 || c.audited("domain.primary") != 2 || c.audited("domain.removed") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestAnUnverifiedAddressDoesNotCountAsOneOnTheDomain(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.hire("Tom", "Interviewer")
		token := c.signedIn("Tom")
		c.write(func(ctx context.Context, tx db.Tx) error {
			_, err := tx.NewRaw(`UPDATE people SET email_verified_at = NULL WHERE email_key = ?`, db.Key(c.email("Tom"))).Exec(ctx)
			return err
		})
		_, err := c.authenticate(token)
		ok(t, err)
		_, err = c.room.AddDomain(t.Context(), c.ada, "northwind.example", false)
		ok(t, err)
		_, err = c.authenticate(token)
		says(t, err, errs.SignIn, "sign in")
	})
}

func TestOnesOwnProfileNeedsNoPermission(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Nothing")
		tom := c.hire("Tom", "Nothing")
		p, err := c.room.EditProfile(t.Context(), tom, org.ProfileChange{Name: text("Tom O."), Title: text("Engineer"), TimeZone: text("Asia/Tokyo"),
			Locale: text("de-AT"), Theme: text("slate"), Appearance: text("dark")})
		ok(t, err)
		if p.Name != "Tom O." || p.Email != c.email("Tom") || p.Theme != "slate" {
			t.Errorf("got %+v", p)
		}
		a := c.as(tom.MemberID())
		if a.Name() != "Tom O." || a.Zone().String() != "Asia/Tokyo" {
			t.Errorf("is %s in %s", a.Name(), a.Zone())
		}
		for _, change := range []org.ProfileChange{{Name: text(" ")}, {TimeZone: text("Mars")}, {Theme: text("pink")}, {Appearance: text("loud")}, {Locale: text("?")}} {
			if _, err := c.room.EditProfile(t.Context(), tom, change); errs.KindOf(err) != errs.Invalid {
				t.Errorf("%+v: %v", change, err)
			}
		}
		if c.audited("member.updated") != 1 {
			t.Error("not in the audit log")
		}
	})
}

func TestTheAuditLogIsForHoldersOfOrgAudit(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		sol := c.hire("Sol", "Staffing")
		_, err := c.room.AuditLog(t.Context(), sol, activity.Asked{}, db.Page{})
		says(t, err, errs.Refused, "org:audit")
		ok(t, c.changeRole(c.ada, sol.MemberID(), c.roleID("Interviewer")))
		log, err := c.room.AuditLog(t.Context(), c.ada, activity.Asked{Action: "member.role"}, db.Page{})
		ok(t, err)
		if len(log.Items) != 1 {
			t.Fatalf("%d lines", len(log.Items))
		}
		l := log.Items[0]
		if l.ActorName != "Ada" || l.ObjectName != "Sol" || !strings.Contains(string(l.Before), `"Staffing"`) || !strings.Contains(string(l.After), `"Interviewer"`) {
			t.Errorf("the line says %+v", l)
		}
	})
}

func TestAnAuditorReadsLinesOfWhatTheySeeOnly(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.customRole("Auditor", access.OrgAudit, access.OrgView)
		tom, sol := c.hire("Tom", "Auditor"), c.hire("Sol", "Staffing")
		ok(t, c.changeRole(c.ada, sol.MemberID(), c.roleID("Interviewer")))
		c.invited(c.ada, "new@northwind.example", "")
		_, err := c.room.AddDomain(t.Context(), c.ada, "northwind.example", false)
		ok(t, err)
		_, err = c.room.EditOrganization(t.Context(), c.ada, org.Settings{Name: text("New name")})
		ok(t, err)
		_, err = c.room.CreateKey(t.Context(), c.ada, org.KeyDraft{Name: "k", Permissions: []access.Permission{access.OrgView}})
		ok(t, err)
		_, err = c.room.ChangeMember(t.Context(), c.ada, tom.MemberID(), org.MemberChange{Title: text("Auditor")})
		ok(t, err)
		read := func(a access.Actor) (actions []string) {
			log, err := c.room.AuditLog(t.Context(), a, activity.Asked{}, db.Page{})
			ok(t, err)
			for _, l := range log.Items {
				actions = append(actions, l.Action+" "+l.ObjectName)
			}
			slices.Sort(actions)
			return actions
		}
		want := "[member.joined Tom member.updated Tom organization.created The northwind organization.updated The northwind role.created Auditor]"
		if got := sprint(read(tom)); got != want {
			t.Errorf("the auditor reads %s", got)
		}
		if n := len(read(c.ada)); n != 10 {
			t.Errorf("ada reads %d lines: %v", n, read(c.ada))
		}
	})
}

func TestNoSecretIsInTheAuditLogOrInATable(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.hire("Tom", "Interviewer")
		session := c.signedIn("Tom")
		key, err := c.room.CreateKey(t.Context(), c.ada, org.KeyDraft{Name: "k", Permissions: []access.Permission{access.OrgView}})
		ok(t, err)
		_, invitation := c.invited(c.ada, "new@northwind.example", "")
		for table, columns := range map[string]string{"audit": "before || after || object_name", "sessions": "token_hash", "api_keys": "token_hash || prefix",
			"invitations": "token_hash", "people": "password_hash", "installation": "value", "throttles": "bucket"} {
			for _, secret := range []string{session, key.Token, invitation, password} {
				if n := c.count(`SELECT count(*) FROM `+table+` WHERE `+columns+` LIKE ?`, "%"+secret+"%"); n != 0 {
					t.Errorf("%s holds a secret", table)
				}
			}
		}
	})
}

func (c *company) hireAt(email string) (memberID string) {
	c.t.Helper()
	got, err := c.room.AddMember(c.t.Context(), console(c.t, c), org.Arrival{Email: email, Role: "Admin", PasswordHash: hashed()})
	ok(c.t, err)
	return got.Member.ID
}

func (c *company) sessionOf(email string) string {
	c.t.Helper()
	s, _, err := c.room.SignIn(c.t.Context(), org.Credentials{Email: email, Password: password})
	ok(c.t, err)
	return s.Token
}
