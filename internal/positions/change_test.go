package positions_test

import (
	"slices"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/errs"
	"candor/internal/positions"
)

func TestWhoEditsAPosition(t *testing.T) {
	each(t, func(c *company) {
		for name, want := range map[string]errs.Kind{"ada": fine, "hana": fine, "rui": fine, "tom": fine, "sol": fine, "nora": refused, "ines": hidden} {
			p := c.make(positions.NewPosition{}, "hana hiring_manager, tom team_member")
			got, err := c.room.Update(t.Context(), c.as(name), p.ID, positions.Patch{Title: ptr("Platform engineer"), Locations: &[]string{"Porto", " porto", ""}})
			c.is(err, want, name)
			if want == fine && (got.Title != "Platform engineer" || !slices.Equal(got.Locations, []string{"Porto"}) || got.Department != p.Department) {
				t.Errorf("%+v", got)
			}
			_, err = c.room.Update(t.Context(), c.as(name), p.ID, positions.Patch{Title: ptr("")})
			if want == fine {
				want = invalid
			}
			c.is(err, want, name, "hidden and refused come before invalid")
			_, err = c.room.Update(t.Context(), c.as(name), p.ID, positions.Patch{})
			if want == invalid {
				want = fine
			}
			c.is(err, want, name, "an empty patch")
		}
	})
}

func TestShowingPayOnThePostingNeedsBothRights(t *testing.T) {
	each(t, func(c *company) {
		c.hire("payer", "payer", access.PositionsView, access.PositionsViewCompensation)
		p := c.make(positions.NewPosition{Compensation: euros(1, 2)}, "")
		_, err := c.room.Update(t.Context(), c.as("payer"), p.ID, positions.Patch{Compensation: euros(3, 4)})
		c.is(err, fine)
		shown := euros(3, 4)
		shown.OnPosting = true
		_, err = c.room.Update(t.Context(), c.as("payer"), p.ID, positions.Patch{Compensation: shown})
		c.is(err, refused)
		_, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{Compensation: shown})
		c.is(err, fine)
		p, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{Compensation: &positions.Compensation{OnPosting: true}})
		c.is(err, fine)
		if !p.Compensation.Empty() || p.Compensation.OnPosting {
			t.Error("without an amount there is nothing to show")
		}
	})
}

func TestAPatchIsAllOrNothing(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{}, "tom team_member")
		_, err := c.room.Update(t.Context(), c.as("tom"), p.ID, positions.Patch{Title: ptr("Taken"), Compensation: euros(1, 2)})
		c.is(err, refused)
		got, err := c.room.Get(t.Context(), c.as("ada"), p.ID)
		c.is(err, fine)
		if got.Title != p.Title {
			t.Error("half of a refused patch was kept")
		}
	})
}

func TestNobodyOverwritesWhatTheyHaveNotRead(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{}, "tom team_member")
		tom, err := c.room.Get(t.Context(), c.as("tom"), p.ID)
		c.is(err, fine)
		_, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{Compensation: euros(5, 6)})
		c.is(err, fine)
		_, err = c.room.Update(t.Context(), c.as("tom"), p.ID, positions.Patch{Department: ptr("Senior"), Seen: tom.Version(positions.Details)})
		c.is(err, fine, "pay is none of his")
		_, err = c.room.Update(t.Context(), c.as("tom"), p.ID, positions.Patch{Department: ptr("Junior"), Seen: tom.Version(positions.Details)})
		c.is(err, errs.Stale)
		_, err = c.room.Update(t.Context(), c.as("ada"), p.ID, positions.Patch{Compensation: euros(7, 8), Seen: p.Version(positions.Pay)})
		c.is(err, errs.Stale)
	})
}

func TestPayIsOnRecordWhereOnlyItsReadersFindIt(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{Compensation: euros(61002, 61003)}, "hana hiring_manager")
		_, err := c.room.Update(t.Context(), c.as("hana"), p.ID, positions.Patch{Compensation: euros(61004, 61005), Title: ptr("New")})
		c.is(err, fine)
		if n := c.number(`SELECT count(*) FROM activity WHERE data LIKE '%6100%' OR data LIKE '%compensation%'`); n != 0 {
			t.Error("pay in the activity")
		}
		if n := c.number(`SELECT count(*) FROM audit WHERE action = 'position.compensation' AND group_name = 'compensation'`); n != 2 {
			t.Errorf("%d lines", n)
		}
		if n := c.number(`SELECT count(*) FROM audit WHERE group_name <> 'compensation' AND (before LIKE '%6100%' OR after LIKE '%6100%')`); n != 0 {
			t.Error("pay outside its group")
		}
	})
}

func TestOpenCloseOpen(t *testing.T) {
	each(t, func(c *company) {
		for name, want := range map[string]errs.Kind{"ada": fine, "tom": fine, "sol": fine, "nora": refused, "ines": hidden} {
			p := c.make(positions.NewPosition{}, "tom team_member")
			_, err := c.room.Open(t.Context(), c.as(name), p.ID)
			c.is(err, want, name)
			_, err = c.room.Close(t.Context(), c.as(name), p.ID, "")
			c.is(err, want, name)
		}
		p := c.make(positions.NewPosition{}, "")
		_, err := c.room.Close(t.Context(), c.as("ada"), p.ID, "")
		c.is(err, conflict, "a draft")
		p, err = c.room.Open(t.Context(), c.as("ada"), p.ID)
		c.is(err, fine)
		if p.Status != positions.Open || !p.OpenedAt.Equal(noon) {
			t.Errorf("%+v", p)
		}
		_, err = c.room.Open(t.Context(), c.as("ada"), p.ID)
		c.is(err, conflict)
		p, err = c.room.Close(t.Context(), c.as("ada"), p.ID, " Hired ")
		c.is(err, fine)
		if p.Status != positions.Closed || p.ClosingReason != "Hired" || p.ClosedAt.IsZero() {
			t.Errorf("%+v", p)
		}
		_, err = c.room.Close(t.Context(), c.as("ada"), p.ID, "")
		c.is(err, conflict)
		p, err = c.room.Open(t.Context(), c.as("ada"), p.ID)
		c.is(err, fine)
		if p.Status != positions.Open || p.ClosingReason != "" || !p.ClosedAt.IsZero() {
			t.Errorf("%+v", p)
		}
	})
}

func TestDeleteNeedsAPositionThatNeverHadAnApplication(t *testing.T) {
	each(t, func(c *company) {
		c.hire("clerk", "clerk", access.PositionsView, access.PositionsDelete)
		for name, want := range map[string]errs.Kind{"ada": fine, "sol": fine, "hana": refused, "nora": refused, "ines": hidden} {
			p := c.make(positions.NewPosition{}, "hana hiring_manager")
			c.is(c.room.Delete(t.Context(), c.as(name), p.ID), want, name)
		}
		p := c.make(positions.NewPosition{}, "")
		c.apply(p, "rejected", "")
		c.apply(p, "hired", "")
		err := c.room.Delete(t.Context(), c.as("sol"), p.ID)
		c.is(err, conflict)
		if m := errs.As(err).Message; m != "This position has 2 applications, so it cannot be deleted. Close it instead." {
			t.Error(m)
		}
		err = c.room.Delete(t.Context(), c.as("clerk"), p.ID)
		c.is(err, conflict, "hidden applications count")
		if m := errs.As(err).Message; m != "This position can no longer be deleted. Close it instead." {
			t.Error(m)
		}
	})
}

func TestAClosedPageComesBackWithReopening(t *testing.T) {
	each(t, func(c *company) {
		p := c.make(positions.NewPosition{Public: true}, "")
		h, visitor, err := c.room.Visit(t.Context(), "northwind")
		c.is(err, fine)
		_, err = c.room.Posting(t.Context(), visitor, p.Slug)
		c.is(err, hidden, "a draft")
		for range 2 {
			c.clock.Advance(time.Hour)
			_, err = c.room.Open(t.Context(), c.as("ada"), p.ID)
			c.is(err, fine)
			got, err := c.room.Posting(t.Context(), visitor, p.Slug)
			c.is(err, fine, h.Name)
			if !got.PublishedAt.Equal(c.d.Now()) {
				t.Error(got.PublishedAt)
			}
			_, err = c.room.Close(t.Context(), c.as("ada"), p.ID, "")
			c.is(err, fine)
			_, err = c.room.Posting(t.Context(), visitor, p.Slug)
			c.is(err, hidden)
		}
	})
}
