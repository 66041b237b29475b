package company

import (
	"context"
	"fmt"
	"strings"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/files/extract/samples"
	"candor/internal/positions"
)

// somebody is a candidate with their way through one position or more.
type somebody struct {
	key, name, headline, location string
	phone                         string // unique: seeing it anywhere else is a leak
	tags                          []string
	resume                        string // words; each has one that stands nowhere else
	sample                        *samples.Person
	kind                          string // of the sample's file
	ways                          []way
}

// way is an application: where, since when, how far, and what was noted.
type way struct {
	on     string // key of the position
	days   float64
	source candidates.Source
	via    string // name of the source
	to     string // applied, offer, hired, rejected, withdrawn, or the name of a phase
	note   string
	by     string // who moves and notes
}

var people = []somebody{
	// A public position, every status.
	{key: "grace", name: "Grace Villeneuve", headline: "Compiler engineer, eleven years", location: "Lisbon", phone: "+351 910 000 101", tags: []string{"Go", "Compilers"},
		resume: "Built the register allocator of a compiler that ships in lathes. Marzipanology in her spare time.",
		ways:   []way{{on: "backend", days: 9, source: candidates.CareersPage, to: "Technical interview", by: "rui", note: "Lit up when asked about schedulers. Ask about the pelmanism project."}}},
	{key: "zoe", sample: &samples.Zoe, kind: "docx", headline: "Platform engineer", location: "Malmö", phone: "+46 70 555 01 17", tags: []string{"Platform"},
		ways: []way{{on: "backend", days: 6, source: candidates.Referral, via: "Tom Whitaker", to: "Phone screen", by: "rui"}}},
	{key: "ravi", name: "Ravi Subramanian", headline: "Backend developer at a bank", location: "Porto", phone: "+351 910 000 103",
		resume: "Twelve years of ledgers. Knows what a quoin is and why it matters.",
		ways:   []way{{on: "backend", days: 2, source: candidates.CareersPage, to: "applied"}}},
	{key: "lena", name: "Lena Hofstätter", headline: "Distributed systems, remote", location: "Graz", phone: "+43 660 000 104", tags: []string{"Go", "Remote"},
		resume: "Consensus protocols, nine years; wrote the paper on gossamer quorums.",
		ways:   []way{{on: "backend", days: 31, source: candidates.Agency, via: "Hartwell & Sons", to: "offer", by: "rui", note: "Wants to start in March. Her number is skerrick."}}},
	{key: "amir", name: "Amir Haddad", headline: "Site reliability engineer", location: "Lisbon", phone: "+351 910 000 105",
		resume: "Kept a search engine up through three elections. Plays the theorbo.",
		ways:   []way{{on: "backend", days: 75, source: candidates.JobBoard, via: "Go Jobs", to: "hired", by: "hana", note: "Signed. Relocation is settled under tiffin."}}},
	{key: "june", name: "June Abernathy", headline: "Java developer", location: "Dublin", phone: "+353 83 000 0106",
		resume: "Enterprise beans and ombrophobous roofs.",
		ways:   []way{{on: "backend", days: 22, source: candidates.CareersPage, to: "rejected", by: "rui", note: "Kind, but no Go and no wish to learn it: crepuscule."}}},
	{key: "piet", name: "Piet van der Berg", headline: "Embedded engineer", location: "Delft", phone: "+31 6 000 00 107",
		resume: "Firmware for tide gauges; collects sphygmographs.",
		ways:   []way{{on: "backend", days: 18, source: candidates.JobBoard, via: "Go Jobs", to: "withdrawn", by: "rui"}}},
	// Design, support, sales.
	{key: "tomasz", sample: &samples.Tomasz, kind: "pdf", headline: "Interaction designer", location: "Kraków", phone: "+48 600 000 108", tags: []string{"Prototyping"},
		ways: []way{{on: "design", days: 5, source: candidates.CareersPage, to: "applied"}}},
	{key: "yuki", name: "Yuki Tanabe", headline: "Design systems", location: "Porto", phone: "+351 910 000 109", resume: "Drew the icons of three railways; fluent in kerfuffle.",
		ways: []way{{on: "design", days: 12, source: candidates.Referral, via: "Mia Castellan", to: "Interview", by: "rui"}}},
	{key: "carla", name: "Carla Mendes", headline: "Support manager", location: "Coimbra", phone: "+351 910 000 110", resume: "Led nine people through a gas crisis and one haboob.",
		ways: []way{{on: "support", days: 4, source: candidates.CareersPage, to: "Phone screen", by: "hana"}}},
	{key: "dmitri", name: "Dmitri Volkov", headline: "Support engineer", location: "Tallinn", phone: "+372 5000 0111", resume: "Answers in four languages; keeps an antimacassar.",
		ways: []way{{on: "support", days: 1, source: candidates.CareersPage, to: "applied"}}},
	{key: "faye", name: "Faye Lindgren", headline: "Account manager", location: "New York", phone: "+1 212 555 0112", resume: "Opened six states; believes in gimcrack.",
		ways: []way{{on: "sales", days: 3, source: candidates.CareersPage, to: "applied"}}},
	// A private position, every status.
	{key: "mireille", sample: &samples.Mireille, kind: "odt", headline: "Finance director", location: "Paris", phone: "+33 6 00 00 01 13",
		ways: []way{{on: "cfo", days: 14, source: candidates.Agency, via: "Hartwell & Sons", to: "applied"}}},
	{key: "edda", name: "Edda Falkenrath", headline: "CFO of a listed company", location: "Zürich", phone: "+41 79 000 01 14", resume: "Two listings, one delisting, a farthingale of subsidiaries.",
		ways: []way{{on: "cfo", days: 26, source: candidates.Agency, via: "Hartwell & Sons", to: "Interview", by: "rui", note: "Met the board at Vespertine house."}}},
	{key: "hugo", name: "Hugo Sarmento", headline: "Group controller", location: "Lisbon", phone: "+351 910 000 115", resume: "Consolidation in eleven currencies and one bumbershoot.",
		ways: []way{{on: "cfo", days: 34, source: candidates.Referral, via: "Ada Marsh", to: "offer", by: "ben", note: "Ready at the figure called Quicksilver."}}},
	{key: "ingrid", name: "Ingrid Sandvik", headline: "Interim CFO", location: "Oslo", phone: "+47 900 00 116", resume: "Interim by choice; owns a nyckelharpa.",
		ways: []way{{on: "cfo", days: 58, source: candidates.Agency, via: "Hartwell & Sons", to: "hired", by: "ben", note: "Six months, then we see: Lodestar."}}},
	{key: "noah", name: "Noah Kessler", headline: "Investment banker", location: "London", phone: "+44 7700 900117", resume: "Mergers, chiefly; some widdershins.",
		ways: []way{{on: "cfo", days: 40, source: candidates.Agency, via: "Hartwell & Sons", to: "rejected", by: "rui", note: "Talks about us in public: Gallimaufry."}}},
	{key: "paula", name: "Paula Whitlock", headline: "Treasurer", location: "Geneva", phone: "+41 79 000 01 18", resume: "Cash is a feeling; so is a borborygmus.",
		ways: []way{{on: "cfo", days: 29, source: candidates.Agency, via: "Hartwell & Sons", to: "withdrawn", by: "rui"}}},
	{key: "otis", name: "Otis Grantham", headline: "Director of engineering", location: "Berlin", phone: "+49 170 0000119", resume: "Grew a team from four to ninety; keeps a logbook of petrichor.",
		ways: []way{{on: "vp", days: 11, source: candidates.Agency, via: "Hartwell & Sons", to: "Interview", by: "hana", note: "Knows why Tamarisk: he asked nothing."}}},
	// One visible and one hidden application.
	{key: "sena", name: "Sena Aydın", headline: "Engineering lead", location: "Istanbul", phone: "+90 530 000 01 20", tags: []string{"Leadership"}, resume: "Leads by writing. Has a lagniappe for every visitor.",
		ways: []way{{on: "backend", days: 16, source: candidates.CareersPage, to: "Phone screen", by: "rui"}, {on: "vp", days: 8, source: candidates.Referral, via: "Hana Sato", to: "applied", by: "hana", note: "Would rather lead than build: Zephyrine."}}},
	{key: "marcus", name: "Marcus Oyelaran", headline: "Finance and operations", location: "Lisbon", phone: "+351 910 000 121", resume: "Ran the back office of a railway; whistles in absquatulation.",
		ways: []way{{on: "support", days: 21, source: candidates.CareersPage, to: "rejected", by: "hana"}, {on: "cfo", days: 13, source: candidates.ByHand, to: "Phone screen", by: "rui", note: "Too junior for Halcyon? The board likes him: Obelisk."}}},
	// Kit was a candidate once.
	{key: "kit", name: "Kit Arden", headline: "Recruiting coordinator", location: "Lisbon", phone: "+351 910 000 122", resume: "Schedules anything. Once scheduled a flibbertigibbet.",
		ways: []way{{on: "coordinator", days: 110, source: candidates.CareersPage, to: "hired", by: "rui", note: "Weak on spreadsheets, strong on people: Umbrage."}}},
}

func (c *Company) addCandidates(ctx context.Context) error {
	for _, s := range people {
		if err := c.add(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s.key, err)
		}
	}
	if err := c.closePositions(ctx); err != nil {
		return err
	}
	return c.leave(ctx)
}

// Email is the candidate's address.
func (s somebody) email() string {
	switch {
	case s.sample != nil:
		return s.sample.Email
	case s.key == "kit":
		return "kit@northwind.example"
	}
	return s.key + "@mail.example"
}

func (s somebody) upload() *candidates.Upload {
	if s.sample != nil {
		return &candidates.Upload{Name: s.sample.File + "." + s.kind, Body: strings.NewReader(string(s.sample.Resume(s.kind)))}
	}
	text := s.name + "\n" + s.headline + "\n" + s.location + "\n\n" + s.resume + "\n"
	return &candidates.Upload{Name: strings.ReplaceAll(s.name, " ", " ") + ".txt", Body: strings.NewReader(text)}
}

func (c *Company) add(ctx context.Context, s somebody) error {
	if s.sample != nil {
		s.name = s.sample.Name
	}
	for i, w := range s.ways {
		c.travel(w.days)
		by := c.As(ctx, "ben")
		if i == 0 {
			added, err := c.House.Candidates.Add(ctx, by, candidates.NewCandidate{Name: s.name, Email: s.email(), Phone: s.phone, Headline: s.headline,
				Location: s.location, Tags: s.tags, PositionID: c.Positions[w.on], Source: w.source, SourceName: w.via, Resume: s.upload()})
			if err != nil {
				return err
			}
			c.Candidates[s.key], c.Applications[s.key+"@"+w.on] = added.CandidateID, added.ApplicationID
		} else {
			added, err := c.House.Candidates.AddApplication(ctx, by, candidates.NewApplication{CandidateID: c.Candidates[s.key], PositionID: c.Positions[w.on],
				Source: w.source, SourceName: w.via})
			if err != nil {
				return err
			}
			c.Applications[s.key+"@"+w.on] = added.ApplicationID
		}
		if err := c.walk(ctx, c.Applications[s.key+"@"+w.on], w); err != nil {
			return err
		}
	}
	return nil
}

// walk moves an application to where it stands, through the stages before.
func (c *Company) walk(ctx context.Context, id string, w way) error {
	by := c.As(ctx, or(w.by, "ben"))
	room := c.House.Candidates
	if w.note != "" {
		c.travel(w.days * 0.7)
		if _, err := room.Note(ctx, by, id, candidates.NewNote{Body: w.note}); err != nil {
			return err
		}
	}
	if w.to == "applied" {
		return nil
	}
	phases, err := c.House.Positions.Phases(ctx, c.As(ctx, "ada"), c.Positions[w.on])
	if err != nil {
		return err
	}
	c.travel(w.days * 0.6)
	if phase := phaseCalled(phases, w.to); phase != "" {
		_, err = room.Move(ctx, by, id, candidates.Move{PhaseID: phase})
		return err
	}
	if _, err := room.Move(ctx, by, id, candidates.Move{PhaseID: phases[0].ID}); err != nil {
		return err
	}
	c.travel(w.days * 0.4)
	switch w.to {
	case "offer":
		_, err = room.Move(ctx, by, id, candidates.Move{Status: candidates.Offer, Confirmed: true})
	case "hired":
		if _, err = room.Move(ctx, by, id, candidates.Move{Status: candidates.Offer, Confirmed: true}); err == nil {
			c.travel(w.days * 0.3)
			_, err = room.Move(ctx, by, id, candidates.Move{Status: candidates.Hired})
		}
	case "rejected":
		_, err = room.Reject(ctx, by, id, candidates.Reject{Reason: "not_a_fit", Note: "Private note on " + w.on + "."})
	case "withdrawn":
		_, err = room.Withdraw(ctx, by, id)
	default:
		return fmt.Errorf("there is no phase %q", w.to)
	}
	return err
}

func phaseCalled(phases []positions.Phase, name string) string {
	for _, p := range phases {
		if p.Name == name {
			return p.ID
		}
	}
	return ""
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// fillSecond gives Tailspin one position and one candidate, so that crossing would show.
func (c *Company) fillSecond(ctx context.Context) error {
	var ada access.Actor
	err := c.House.DB.Read(ctx, func(ctx context.Context, tx db.Tx) error {
		var id string
		err := tx.NewRaw(`SELECT m.id FROM members AS m WHERE m.org_id = ?`, c.Second).Scan(ctx, &id)
		if err == nil {
			ada, err = access.Load(ctx, tx, c.Second, id)
		}
		return err
	})
	if err != nil {
		return err
	}
	p, err := c.House.Positions.Create(ctx, ada, positions.NewPosition{Title: "Test pilot", Department: "Flight", Public: true,
		Team: []positions.Seat{{MemberID: ada.MemberID(), TeamRole: hm}}, Description: "Known inside as Cumulonimbus."})
	if err != nil {
		return err
	}
	c.Positions["pilot"] = p.ID
	if _, err := c.House.Positions.Open(ctx, ada, p.ID); err != nil {
		return err
	}
	added, err := c.House.Candidates.Add(ctx, ada, candidates.NewCandidate{Name: "Amelia Corrigan", Email: "amelia@mail.example", Phone: "+1 646 555 0123",
		PositionID: p.ID, Source: candidates.CareersPage, Resume: &candidates.Upload{Name: "amelia.txt", Body: strings.NewReader("Flies anything. Stratospherical.")}})
	c.Candidates["amelia"], c.Applications["amelia@pilot"] = added.CandidateID, added.ApplicationID
	return err
}
