package access_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"candor/internal/access"
	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/errs"
)

// audiences: of every object, who may do something to it in one query is whoever may one by one.
func (w *company) audiences(t *rapid.T, d *db.DB) {
	must(t, d.Read(context.Background(), func(ctx context.Context, tx db.Tx) error {
		var actors []access.Actor
		for _, m := range w.members {
			a, err := access.Load(ctx, tx, w.org, m)
			if err != nil {
				return err
			}
			actors = append(actors, a)
		}
		for _, r := range []access.Rule[access.Position]{access.PositionView, access.PositionUpdate, access.PositionPrivacy, access.PositionAddresses} {
			audience(t, ctx, tx, actors, r, w.positionRow)
		}
		for _, r := range []access.Rule[access.Application]{access.ApplicationView, access.ApplicationActivity, access.ApplicationNote, access.ApplicationClose} {
			audience(t, ctx, tx, actors, r, w.appRow)
		}
		audience(t, ctx, tx, actors, access.InterviewView, w.interviewRow)
		audience(t, ctx, tx, actors, access.FeedbackView, w.feedbackRow)
		audience(t, ctx, tx, actors, access.LineView, w.lineRow)
		return nil
	}))
}

func audience[K access.Kind](t *rapid.T, ctx context.Context, tx db.Tx, actors []access.Actor, rule access.Rule[K], rows map[string]access.Row) {
	for _, row := range rows {
		var want []string
		for _, a := range actors {
			if access.May(a, rule, row) {
				want = append(want, a.MemberID())
			}
		}
		who, err := access.Who(ctx, tx, rule, row)
		must(t, err)
		sql, args := who.SQL("m")
		got := []string{}
		must(t, tx.NewRaw(`SELECT m.id FROM members AS m WHERE `+sql, args...).Scan(ctx, &got))
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%q of %+v: the query finds %v, the decisions %v\n%s %v", rule.Name(), row, got, want, sql, args)
		}
	}
}

// What lacks a string is said: a key, which no admin can widen, or the role.
func TestRefusalsSayWhetherTheKeyOrTheRoleLacks(t *testing.T) {
	testdb.Each(t, func(t *testing.T, d *db.DB) {
		const org = "o"
		a := admin(t, d)
		key := a.WithKey(access.SetOf(access.CandidatesView, access.OffersCreate))
		offer := access.Row{OrgID: org, ID: "x", PositionID: "p", Status: "offer", Private: access.No}
		_, noted := access.Permit(key, access.ApplicationNote, offer)
		_, closing := access.Permit(key, access.ApplicationActivity, offer)
		_, roles := access.Permit(a.WithKey(access.Everything()), access.PositionView, access.Row{OrgID: "elsewhere"})
		for _, c := range []struct {
			err        error
			code, says string
		}{
			{key.Require(access.PositionsView), "not_permitted", "This API key lacks the permission job_positions:view."},
			{key.RequireAnywhere(access.PositionsView), "not_permitted", "This API key lacks the permission job_positions:view."},
			{access.NeedPermission(access.PositionsView).Check(key), "not_permitted", "This API key lacks the permission job_positions:view."},
			{access.NeedPermission(access.OffersSend, access.PositionsView).Check(key), "not_permitted", "This API key lacks the permission job_positions:view."},
			{access.NeedRole(access.OrgManage).Check(key), "not_permitted", "This API key lacks the permission org:manage."},
			{access.Self("one's own", access.OrgView).Check(key), "not_permitted", "This API key lacks the permission org:view."},
			{key.Require(access.OffersCreate), "not_permitted", "This needs the permission offers:create. An admin can give you another role."},
			{a.Require(access.OffersSend), "not_permitted", "This needs the permission offers:send. An admin can give you another role."},
			{noted, "closing_stage", "This API key lacks the permission candidates:close."},
			{closing, "closing_stage", "This API key lacks the permission candidates:close."},
			{roles, "not_permitted", "You may not do this here."},
		} {
			if e := errs.As(c.err); c.err == nil || e.Code != c.code || e.Message != c.says || strings.Contains(e.Message, "API key") && strings.Contains(e.Message, "admin") {
				t.Errorf("%v, want %s %q", c.err, c.code, c.says)
			}
		}
	})
}

// admin is one, of an organisation called o.
func admin(t *testing.T, d *db.DB) (a access.Actor) {
	t.Helper()
	err := d.Write(t.Context(), func(ctx context.Context, tx db.Tx) (err error) {
		for _, sql := range []string{
			`INSERT INTO organizations (id, slug, slug_key, name, created_at) VALUES ('o', 'north', 'north', 'North', 1)`,
			`INSERT INTO roles (id, org_id, name, name_key, system, created_at, updated_at) VALUES ('r', 'o', 'Admin', 'admin', 'admin', 1, 1)`,
			`INSERT INTO people (id, email, email_key, name, created_at) VALUES ('p', 'ada@x.example', 'ada@x.example', 'Ada', 1)`,
			`INSERT INTO members (id, org_id, person_id, role_id, joined_at, access_since) VALUES ('m', 'o', 'p', 'r', 1, 1)`,
		} {
			if _, err := tx.ExecContext(ctx, sql); err != nil {
				return err
			}
		}
		a, err = access.Load(ctx, tx, "o", "m")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}
