// Package company is Northwind Labs, the small company that tests and the demo share: its cast, its positions, and
// candidates in every state. It is built by calling the real verbs, as the people who would have called them.
package company

import (
	"context"
	"fmt"
	"sync"
	"time"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/house"
	"candor/internal/org"
)

// Password opens every login of the cast.
const Password = "candor-demo"

// Slug and SecondSlug are the addresses of the two organisations.
const (
	Slug       = "northwind"
	SecondSlug = "tailspin"
)

// Person is one of the cast.
type Person struct {
	Key   string // "ada"
	Name  string
	Title string
	Role  string // its name
	Note  string // what they are good for, as the demo says it
}

// Email is the person's address.
func (p Person) Email() string { return p.Key + "@northwind.example" }

// Cast is everybody who can sign in, in the order in which the demo lists them.
var Cast = []Person{
	{"ada", "Ada Marsh", "Founder", "Admin", "owner, Admin; also in Tailspin"},
	{"ben", "Ben Okafor", "Head of people", "Admin", "Admin"},
	{"sol", "Sol Lindqvist", "Recruiting coordinator", "Staffing", "Staffing, on no team"},
	{"kit", "Kit Arden", "Recruiting coordinator", "Staffing", "Staffing, on no team; was hired here"},
	{"ines", "Inês Duarte", "Staff engineer", "Interviewer", "Interviewer, on no team"},
	{"otto", "Otto Brandt", "Engineer", "Interviewer", "Interviewer, on no team"},
	{"hana", "Hana Sato", "Engineering manager", "Interviewer", "Interviewer; Hiring Manager of some positions"},
	{"rui", "Rui Campos", "Recruiter", "Staffing", "Staffing; Recruiter of some positions"},
	{"tom", "Tom Whitaker", "Senior engineer", "Basic", "Basic; Team Member of some positions"},
	{"nora", "Nora Lund", "Product manager", "Basic", "Basic, on no team"},
	{"mia", "Mia Castellan", "Learning designer", "Author", "Author, on no team"},
	{"vic", "Vic Reyes", "Finance partner", "Offer approver", "Basic and offers:approve, on no team"},
}

// Gone was a member and Newt has not answered yet.
const (
	Gone = "gone"
	Newt = "newt"
)

// Company is what was built, by the names its builders used.
type Company struct {
	House        *house.House
	Org, Second  string
	Members      map[string]string // "ada" → member id
	Roles        map[string]string // "Basic" → role id
	JobRoles     map[string]string // "backend" → id
	Levels       map[string]string // "Senior" → id
	Library      map[string]string // "question:draft" → id, of what the cast has written
	Positions    map[string]string // "backend" → id
	Candidates   map[string]string // "grace" → id
	Applications map[string]string // "grace@backend" → id
	travel       func(daysAgo float64)
}

// Fill builds the company in an empty installation. travel sets the clock of the house's database so many days back;
// it ends at 0.
func Fill(ctx context.Context, h *house.House, travel func(daysAgo float64)) (*Company, error) {
	c := &Company{House: h, Members: map[string]string{}, Roles: map[string]string{}, JobRoles: map[string]string{}, Levels: map[string]string{}, Library: map[string]string{}, Positions: map[string]string{},
		Candidates: map[string]string{}, Applications: map[string]string{}, travel: travel}
	for _, step := range []func(context.Context) error{c.found, c.furnish, c.hireCast, c.setUpProfiles, c.addLibrary, c.openPositions, c.addCandidates, c.foundSecond} {
		if err := step(ctx); err != nil {
			return nil, fmt.Errorf("build the company: %w", err)
		}
	}
	travel(0)
	return c, nil
}

// As is a member with facts of this moment.
func (c *Company) As(ctx context.Context, key string) access.Actor {
	var a access.Actor
	err := c.House.DB.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		a, err = access.Load(ctx, tx, c.Org, c.Members[key])
		return err
	})
	if err != nil || !a.IsMember() {
		panic(fmt.Sprintf("company: %s is nobody: %v", key, err))
	}
	return a
}

// hashed is the cast's password as it is kept; one hash serves everybody, since hashing is slow on purpose.
var hashed = sync.OnceValue(func() string { return org.HashPassword(Password) })

func (c *Company) found(ctx context.Context) error {
	c.travel(240)
	ada := Cast[0]
	return c.House.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := org.Found(ctx, tx, org.Founding{Organization: "Northwind Labs", Slug: Slug, TimeZone: "Europe/Lisbon", Domain: "northwind.example",
			Name: ada.Name, Email: ada.Email(), PasswordHash: hashed(), Title: ada.Title})
		if err != nil {
			return err
		}
		c.Org, c.Members["ada"] = a.OrgID(), a.MemberID()
		return nil
	})
}

// What strangers read and agree to.
const (
	careersText = "We build instruments that keep laboratories in time, from a former tram depot in Lisbon. Forty people, four-day weeks in August, and a cat who attends every stand-up.\n\n" +
		"Whoever applies hears from a person within a week, and meets the people they would work with."
	consentText = "Northwind Labs may keep my application for twelve months."
	brandColor  = "#0f766e"
)

// furnish sets up the careers page.
func (c *Company) furnish(ctx context.Context) error {
	text, consent, color := careersText, consentText, brandColor
	_, err := c.House.Org.EditOrganization(ctx, c.As(ctx, "ada"), org.Settings{CareersText: &text, ConsentText: &consent, BrandColor: &color})
	return err
}

func (c *Company) foundSecond(ctx context.Context) error {
	c.travel(30)
	ada := c.As(ctx, "ada")
	if err := c.House.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		a, err := org.Found(ctx, tx, org.Founding{Organization: "Tailspin", Slug: SecondSlug, TimeZone: "America/New_York", PersonID: ada.PersonID(),
			Name: ada.Name(), Email: Cast[0].Email(), Title: "Adviser"})
		c.Second = a.OrgID()
		return err
	}); err != nil {
		return err
	}
	return c.fillSecond(ctx)
}

// customRoles are the presets by which the cast's roles are made, and vic's.
func (c *Company) customRoles(ctx context.Context) error {
	ada := c.As(ctx, "ada")
	make := func(name, about string, holds access.Set) error {
		list := holds.List()
		role, err := c.House.Org.CreateRole(ctx, ada, org.RoleDraft{Name: &name, Description: &about, Permissions: &list})
		c.Roles[name] = role.ID
		return err
	}
	for _, p := range access.Presets() {
		if p.Name == "Hiring lead" {
			continue // offered, but nobody here holds it
		}
		if err := make(p.Name, p.Description, p.Permissions); err != nil {
			return err
		}
	}
	// Ada lacks offers:*, and may give them all the same: she holds all of Admin's strings.
	return make("Offer approver", "Basic, and approves offers.", access.Presets()[0].Permissions.With(access.OffersApprove))
}

func (c *Company) hireCast(ctx context.Context) error {
	if err := c.customRoles(ctx); err != nil {
		return err
	}
	console, err := c.House.Org.Console(ctx, Slug)
	if err != nil {
		return err
	}
	everybody := append(Cast[1:], Person{Gone, "Gonçalo Neves", "Sales", "Staffing", ""})
	for i, p := range everybody {
		c.travel(200 - 4*float64(i))
		in, err := c.House.Org.AddMember(ctx, console, org.Arrival{Email: p.Email(), Name: p.Name, Title: p.Title, Role: p.Role, PasswordHash: hashed()})
		if err != nil {
			return fmt.Errorf("%s: %w", p.Key, err)
		}
		c.Members[p.Key] = in.Member.ID
	}
	return nil
}

// leave lets gone leave, late enough to have been on teams, and invites newt.
func (c *Company) leave(ctx context.Context) error {
	c.travel(20)
	if _, err := c.House.Org.Deactivate(ctx, c.As(ctx, "ada"), c.Members[Gone]); err != nil {
		return err
	}
	c.travel(2)
	_, err := c.House.Org.Invite(ctx, c.As(ctx, "ben"), []string{Newt + "@northwind.example"}, "")
	return err
}

// Steady is a travel function for tests whose clock stands still by itself: every day it goes back is that of start.
func Steady(start time.Time, set func(time.Time)) func(daysAgo float64) {
	return func(daysAgo float64) { set(start.Add(-time.Duration(daysAgo * float64(24*time.Hour)))) }
}
