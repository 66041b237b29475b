package positions_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/positions"
)

func TestTheCareersPageShowsWhatIsOpenPublicAndNotPrivate(t *testing.T) {
	testdb2(t, func(c, other *company) {
		ctx, ada := t.Context(), c.as("ada")
		shown := c.make(positions.NewPosition{Title: "Shown", Public: true}, "")
		draft := c.make(positions.NewPosition{Title: "Draft", Public: true}, "")
		closed := c.make(positions.NewPosition{Title: "Closed", Public: true}, "")
		private := c.make(positions.NewPosition{Title: "Private", Private: true}, "")
		unlisted := c.make(positions.NewPosition{Title: "Unlisted"}, "")
		for _, p := range []positions.Position{shown, closed, private, unlisted} {
			_, err := c.room.Open(ctx, ada, p.ID)
			c.is(err, fine)
		}
		_, err := c.room.Close(ctx, ada, closed.ID, "")
		c.is(err, fine)
		h, visitor, err := c.room.Visit(ctx, "Northwind")
		c.is(err, fine)
		if h.Name != "Northwind Labs" || h.Consent == "" || h.OrgID != c.org {
			t.Errorf("%+v", h)
		}
		b, err := c.room.Postings(ctx, visitor, positions.Wanted{})
		c.is(err, fine)
		if len(b.Postings) != 1 || b.Postings[0].Title != "Shown" || b.All != 1 {
			t.Errorf("%+v", b)
		}
		_, err = c.room.Posting(ctx, visitor, shown.Slug)
		c.is(err, fine)
		_, unknown := c.room.Posting(ctx, visitor, "no-such-posting")
		c.is(unknown, hidden)
		for _, p := range []positions.Position{draft, closed, private, unlisted} {
			_, err := c.room.Posting(ctx, visitor, p.Slug)
			c.is(err, hidden, p.Title)
			if err.Error() != unknown.Error() {
				t.Error("hidden and unknown differ")
			}
		}
		_, _, err = c.room.Visit(ctx, "nowhere")
		c.is(err, hidden)
		_, err = c.room.Posting(ctx, access.Visitor(other.org), shown.Slug)
		c.is(err, hidden, "another organisation's page")
		_, err = c.room.Posting(ctx, access.Actor{}, shown.Slug)
		c.is(err, hidden, "nobody, nowhere")
		if b, err := c.room.Postings(ctx, c.as("ines"), positions.Wanted{}); err != nil || len(b.Postings) != 1 {
			t.Error("a member on the careers page is a visitor like others", b, err)
		}
	})
}

func TestPayStandsOnThePostingOnlyWhereThePositionShowsIt(t *testing.T) {
	each(t, func(c *company) {
		ctx, ada := t.Context(), c.as("ada")
		p := c.make(positions.NewPosition{Public: true, Compensation: euros(61002, 61003)}, "tom team_member")
		_, err := c.room.Open(ctx, ada, p.ID)
		c.is(err, fine)
		visitor := access.Visitor(c.org)
		for _, on := range []bool{false, true} {
			pay := euros(61002, 61003)
			pay.OnPosting = on
			_, err := c.room.Update(ctx, ada, p.ID, positions.Patch{Compensation: pay})
			c.is(err, fine)
			posting, err := c.room.Posting(ctx, visitor, p.Slug)
			c.is(err, fine)
			b, err := c.room.Postings(ctx, visitor, positions.Wanted{})
			c.is(err, fine)
			raw, _ := json.Marshal([]any{posting, b})
			if strings.Contains(string(raw), "6100") != on {
				t.Errorf("shown %v: %s", on, raw)
			}
		}
		tom, err := c.room.Get(ctx, c.as("tom"), p.ID)
		c.is(err, fine)
		if tom.Compensation != nil {
			t.Error("published pay stays masked inside")
		}
	})
}

func TestPostingsAreNarrowedAndPaged(t *testing.T) {
	each(t, func(c *company) {
		ctx, ada := t.Context(), c.as("ada")
		for i := range 120 {
			n := positions.NewPosition{Title: fmt.Sprintf("Engineer %03d", i), Public: true, Department: []string{"Data", "Ingénierie"}[i%2]}
			n.Locations = []string{[]string{"Porto", "Oslo", "Lyon"}[i%3]}
			if i%10 == 0 {
				n.Remote = positions.RemoteWork
			}
			p := c.make(n, "")
			c.clock.Advance(time.Second)
			_, err := c.room.Open(ctx, ada, p.ID)
			c.is(err, fine)
		}
		visitor := access.Visitor(c.org)
		seen := []string{}
		for w := (positions.Wanted{}); ; {
			b, err := c.room.Postings(ctx, visitor, w)
			c.is(err, fine)
			for _, p := range b.Postings {
				seen = append(seen, p.Title)
			}
			if !slices.Equal(b.Departments, []string{"Data", "Ingénierie"}) || !slices.Equal(b.Locations, []string{"Lyon", "Oslo", "Porto", "Remote"}) || b.All != 120 {
				t.Fatalf("%+v", b)
			}
			if !b.More {
				break
			}
			w.After = b.Postings[len(b.Postings)-1].Slug
		}
		if len(seen) != 120 || seen[0] != "Engineer 119" || seen[119] != "Engineer 000" {
			t.Error(len(seen), seen[0])
		}
		for want, w := range map[int]positions.Wanted{60: {Department: "ingenierie"}, 40: {Location: "oslo"}, 12: {Location: "Remote"}, 1: {Q: "engin 007"}, 20: {Department: "Data", Location: "Porto"}, 0: {Q: "baker"}} {
			if b, err := c.room.Postings(ctx, visitor, w); err != nil || b.All != want {
				t.Errorf("%+v: %d, not %d (%v)", w, b.All, want, err)
			}
		}
	})
}
