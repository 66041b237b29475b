package candidates_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/candidates"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/positions"
)

// crowd is a dozen people on three positions, in every status, some on two, some on the private one, some on none,
// one of them a member.
func (c *company) crowd() (people []string) {
	c.Helper()
	third := c.position(positions.NewPosition{Title: "Frontend engineer", Team: []positions.Seat{{MemberID: c.members["hana"], TeamRole: access.HiringManager}}})
	posts := []positions.Position{c.open, c.private, third}
	moves := []candidates.Move{{}, {PhaseID: "0"}, {PhaseID: "2"}, {Status: candidates.Offer}, {Status: candidates.Hired}, {Status: candidates.Rejected}, {Status: candidates.Withdrawn}}
	for i := range 14 {
		p := posts[i%3]
		app := c.add(fmt.Sprintf("Person %c", 'A'+i), p)
		people = append(people, app.CandidateID)
		switch m := moves[i%len(moves)]; {
		case m.PhaseID != "":
			c.move(app.ID, candidates.Move{PhaseID: p.Phases[int(m.PhaseID[0]-'0')%len(p.Phases)].ID})
		case m.Status == candidates.Rejected:
			_, err := c.room.Reject(ctx, c.as("ada"), app.ID, candidates.Reject{Reason: "other"})
			c.ok(err)
		case m.Status == candidates.Withdrawn:
			_, err := c.room.Withdraw(ctx, c.as("ada"), app.ID)
			c.ok(err)
		case m.Status != "":
			c.move(app.ID, m)
		}
		if i%4 == 0 {
			c.also(app.CandidateID, posts[(i+1)%3])
		}
		if i%5 == 0 {
			_, err := c.room.TagMany(ctx, c.as("ada"), []string{app.CandidateID}, []string{"Go"}, nil)
			c.ok(err)
		}
		if i%6 == 1 {
			_, err := c.room.Shelve(ctx, c.as("ada"), app.CandidateID, candidates.StandingArchived)
			c.ok(err)
		}
	}
	for i := range 2 {
		got, err := c.room.Add(ctx, c.as("ada"), candidates.NewCandidate{Name: fmt.Sprintf("Nobody %d", i), Tags: []string{"Go"}})
		c.ok(err)
		people = append(people, got.CandidateID)
	}
	return append(people, c.own("tom").CandidateID)
}

// "Counts are of visible rows": count = length of the list = pages put together, for every reader, filter and order;
// and a list holds exactly whom one can open one by one.
func TestCountsAreTheLengthsOfLists(t *testing.T) {
	each(t, func(c *company) {
		people := c.crowd()
		for _, who := range []string{"ada", "sol", "rui", "hana", "tom", "nora"} {
			a := c.as(who)
			for _, f := range peopleFilters(c) {
				all := pages(c, 200, func(p db.Page) (db.List[candidates.Candidate], error) { return c.room.Candidates(ctx, a, f, p) })
				cut := pages(c, 3, func(p db.Page) (db.List[candidates.Candidate], error) { return c.room.Candidates(ctx, a, f, p) })
				if text(all) != text(cut) {
					c.Errorf("%s %s: pages differ from one big page", who, text(f))
				}
				if f == (candidates.CandidateFilter{}) {
					opened := 0
					for _, id := range people {
						_, err := c.room.Candidate(ctx, a, id)
						in := slices.ContainsFunc(all, func(x candidates.Candidate) bool { return x.ID == id })
						if (err == nil) != in {
							c.Errorf("%s: %s in the list: %v, opens: %v", who, id, in, err)
						}
						if err == nil {
							opened++
						}
					}
					if opened != len(all) {
						c.Error(who, opened, len(all))
					}
				}
			}
			for _, f := range applicationFilters(c) {
				all := pages(c, 200, func(p db.Page) (db.List[candidates.Application], error) { return c.room.Applications(ctx, a, f, p) })
				cut := pages(c, 2, func(p db.Page) (db.List[candidates.Application], error) { return c.room.Applications(ctx, a, f, p) })
				if text(all) != text(cut) {
					c.Errorf("%s %s: pages differ from one big page", who, text(f))
				}
			}
		}
	})
}

// pages reads a list to its end and compares the count on every page with what there was.
func pages[T any](c *company, limit int, list func(db.Page) (db.List[T], error)) (out []T) {
	c.Helper()
	page := db.Page{Limit: limit, Count: true}
	for {
		got, err := list(page)
		c.ok(err)
		out = append(out, got.Items...)
		if got.Next == "" {
			if *got.Count != len(out) {
				c.Fatalf("counts %d, lists %d: %s", *got.Count, len(out), text(out))
			}
			return out
		}
		page.Cursor = got.Next
	}
}

func peopleFilters(c *company) (out []candidates.CandidateFilter) {
	for _, f := range []candidates.CandidateFilter{{}, {Q: "person"}, {Q: "o p"}, {Tag: "go"}, {Standing: candidates.StandingActive}, {Standing: candidates.StandingHired},
		{Standing: candidates.StandingArchived}, {Standing: candidates.StandingOnHold}, {PositionID: c.open.ID}, {PositionID: c.private.ID}, {PositionID: db.NewID()},
		{Source: candidates.ByHand}, {Source: candidates.Agency}, {Source: candidates.ByHand, PositionID: c.open.ID, Standing: candidates.StandingActive, Q: "p", Tag: "go"}} {
		out = append(out, f)
		f.ByName = true
		out = append(out, f)
	}
	return out
}

func applicationFilters(c *company) (out []candidates.ApplicationFilter) {
	out = []candidates.ApplicationFilter{{}, {Q: "person"}, {Tag: "go"}, {Source: candidates.ByHand}, {Source: candidates.Agency, PositionID: c.open.ID}, {PhaseID: c.open.Phases[0].ID},
		{Quick: candidates.QuickInterviewing}, {Quick: candidates.QuickNeedsAction}, {Quick: candidates.QuickScheduled}, {Quick: candidates.QuickSnoozed}, {Starred: true}}
	for _, s := range candidates.Statuses {
		out = append(out, candidates.ApplicationFilter{Status: s}, candidates.ApplicationFilter{Status: s, PositionID: c.open.ID}, candidates.ApplicationFilter{Status: s, PositionID: c.private.ID, Sort: candidates.SortMoved})
	}
	for _, s := range []candidates.Sort{candidates.SortApplied, candidates.SortMoved, candidates.SortName} {
		out = append(out, candidates.ApplicationFilter{PositionID: c.open.ID, Sort: s}, candidates.ApplicationFilter{PositionID: c.private.ID, Sort: s})
	}
	return out
}

func TestWrongListsAreInvalid(t *testing.T) {
	each(t, func(c *company) {
		a := c.as("nora")
		for _, f := range []candidates.ApplicationFilter{{Status: "x"}, {Source: "x"}, {Sort: candidates.SortName}, {Sort: candidates.SortMoved}} {
			_, err := c.room.Applications(ctx, a, f, db.Page{})
			c.is(err, errs.Invalid, "", text(f))
		}
		for _, f := range []candidates.CandidateFilter{{Standing: "x"}, {Source: "x"}} {
			_, err := c.room.Candidates(ctx, a, f, db.Page{})
			c.is(err, errs.Invalid, "", text(f))
		}
		_, err := c.room.Candidates(ctx, a, candidates.CandidateFilter{}, db.Page{Cursor: "x"})
		c.is(err, errs.Invalid, "")
	})
}

// "Columns Applied, then one per stage, then Offer and Hired", with counts of what the reader sees; what may be moved
// where is said by the board, not found out by the page.
func TestBoard(t *testing.T) {
	each(t, func(c *company) {
		c.crowd()
		for _, p := range []positions.Position{c.open, c.private} {
			for _, who := range []string{"ada", "hana", "tom", "nora", "sol"} {
				a := c.as(who)
				board, err := c.room.Board(ctx, a, p.ID, candidates.BoardFilter{})
				if p.ID == c.private.ID && (who == "nora" || who == "sol") {
					c.hidden(err, who)
					continue
				}
				c.ok(err)
				var keys []string
				total := board.Rejected + board.Withdrawn
				for _, col := range board.Columns {
					keys = append(keys, col.Key)
					sum := 0
					for _, l := range col.Lanes {
						if l.Count != len(l.Cards.Items) {
							c.Error(who, l.Key, "counts", l.Count, "shows", len(l.Cards.Items))
						}
						sum += l.Count
						for _, card := range l.Cards.Items {
							if card.Status != l.Status || !card.Own && l.Phase != nil && card.Phase.ID != l.Phase.ID {
								c.Error(who, "a card in the wrong lane:", text(card))
							}
						}
					}
					if sum != col.Count {
						c.Error(who, col.Key, "counts", col.Count)
					}
					total += col.Count
				}
				list, err := c.room.Table(ctx, a, p.ID, candidates.ApplicationFilter{}, db.Page{Count: true})
				c.ok(err)
				if *list.Count != total {
					c.Error(who, "the board has", total, "the table", *list.Count)
				}
				s := strings.Join(keys, " ")
				if who == "tom" && p.ID == c.open.ID { // his own card has no phase for him
					s = strings.Replace(s, "in_review ", "", 1)
				}
				if s != "applied stage-1 stage-2 stage-3 offer hired" || column(board, "stage-2").Title != "Parallel — Stage 2" || len(column(board, "stage-2").Lanes) != 2 {
					c.Error(who, s)
				}
			}
		}
		flags := map[string]string{
			"ada":  "applied:move stage-1:move offer:move hired:move",
			"hana": "applied:move stage-1:move offer:move hired:move",
			"tom":  "applied:move stage-1:move offer:enter,confirm hired:",
			"sol":  "applied:move stage-1:move offer:enter,confirm hired:",
			"nora": "applied: stage-1: offer: hired:",
		}
		for who, want := range flags {
			board, err := c.room.Board(ctx, c.as(who), c.open.ID, candidates.BoardFilter{})
			c.ok(err)
			var got []string
			for _, key := range []string{"applied", "stage-1", "offer", "hired"} {
				l := column(board, key).Lanes[0]
				says := map[[3]bool]string{{true, true, false}: "move", {false, true, true}: "enter,confirm", {}: ""}[[3]bool{l.MayLeave, l.MayEnter, l.Confirm}]
				got = append(got, key+":"+says)
				if l.Says == "" {
					c.Error(who, key, "says nothing")
				}
			}
			if s := strings.Join(got, " "); s != want {
				c.Errorf("%s: %s, want %s", who, s, want)
			}
		}
		board, err := c.room.Board(ctx, c.as("tom"), c.open.ID, candidates.BoardFilter{})
		c.ok(err)
		if s := column(board, "offer").Lanes[0].Says; s != "Offer: its activity will close for you" {
			c.Error(s)
		}
	})
}

// Quick filters, tags and words narrow the cards and their counts alike.
func TestBoardFilters(t *testing.T) {
	each(t, func(c *company) {
		c.crowd()
		a := c.as("hana")
		for _, f := range []candidates.BoardFilter{{Q: "person"}, {Quick: candidates.QuickNeedsAction}, {Quick: candidates.QuickInterviewing}, {Tag: "Go"}, {Starred: true}} {
			board, err := c.room.Board(ctx, a, c.open.ID, f)
			c.ok(err)
			for _, col := range board.Columns {
				for _, l := range col.Lanes {
					if l.Count != len(l.Cards.Items) {
						c.Error(text(f), l.Key, l.Count, len(l.Cards.Items))
					}
				}
			}
		}
	})
}

// A lane is scrolled page by page, and its count is true whatever is loaded.
func TestLanesAreScrolled(t *testing.T) {
	each(t, func(c *company) {
		for i := range 7 {
			c.add(fmt.Sprintf("Person %d", i), c.open)
		}
		c.own("tom")
		a := c.as("tom")
		var got []string
		page := db.Page{Limit: 3}
		for {
			lane, err := c.room.BoardLane(ctx, a, c.open.ID, "applied", candidates.BoardFilter{}, page)
			c.ok(err)
			if lane.Count != 7 {
				c.Error("counts", lane.Count)
			}
			for _, card := range lane.Cards.Items {
				got = append(got, card.CandidateName[len(card.CandidateName)-1:])
			}
			if lane.Cards.Next == "" {
				break
			}
			page.Cursor = lane.Cards.Next
		}
		if s := strings.Join(got, ""); s != "6543210" {
			c.Error("last moved first:", s)
		}
		_, err := c.room.BoardLane(ctx, a, c.open.ID, "phase-nowhere", candidates.BoardFilter{}, db.Page{})
		c.hidden(err)
	})
}

// Where an application can go: what one sees and may move people to, never a closed one.
func TestTargets(t *testing.T) {
	each(t, func(c *company) {
		app := c.add("Paula Novak", c.open)
		closed := c.position(positions.NewPosition{Title: "Closed"})
		_, err := c.posts.Close(ctx, c.as("ada"), closed.ID, "")
		c.ok(err)
		titles := func(list []candidates.Target, err error) string {
			c.Helper()
			c.ok(err)
			var out []string
			for _, t := range list {
				out = append(out, fmt.Sprintf("%s (%d)", t.Title, len(t.Phases)))
			}
			return strings.Join(out, ", ")
		}
		if s := titles(c.room.MoveTargets(ctx, c.as("tom"), app.ID, "")); s != "Chief of staff (4)" {
			c.Error(s)
		}
		if s := titles(c.room.MoveTargets(ctx, c.as("sol"), app.ID, "")); s != "" {
			c.Error("sol is shown", s)
		}
		if s := titles(c.room.AddTargets(ctx, c.as("tom"), "staff")); s != "Chief of staff (4)" {
			c.Error(s)
		}
		if s := titles(c.room.AddTargets(ctx, c.as("nora"), "")); s != "" {
			c.Error(s)
		}
		_, err = c.room.MoveTargets(ctx, c.as("nora"), app.ID, "")
		c.is(err, errs.Refused, "not_permitted")
	})
}

// The table is the board's rows, in every status, and opens to whom the board opens.
func TestTable(t *testing.T) {
	each(t, func(c *company) {
		c.crowd()
		list, err := c.room.Table(ctx, c.as("nora"), c.open.ID, candidates.ApplicationFilter{Sort: candidates.SortName}, db.Page{Count: true})
		c.ok(err)
		if len(list.Items) == 0 || *list.Count != len(list.Items) || !slices.IsSortedFunc(list.Items, func(x, y candidates.Application) int { return strings.Compare(x.CandidateName, y.CandidateName) }) {
			c.Error(text(list))
		}
		_, err = c.room.Table(ctx, c.as("nora"), c.private.ID, candidates.ApplicationFilter{}, db.Page{})
		c.hidden(err)
		_, err = c.room.Table(ctx, c.as("ines"), c.open.ID, candidates.ApplicationFilter{}, db.Page{})
		c.hidden(err)
	})
}
