package org_test

import (
	"context"
	"testing"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// Somebody who joins with a candidate's address, or takes one, is that candidate from then on. The log says so to others.
func TestLinksByAMembersAddressAreAudited(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		c.candidate("c1", "bob@northwind.example")
		c.candidate("c2", "ada.new@northwind.example")
		bob := c.hire("Bob", "Admin")
		if n := c.audited("candidate.linked"); n != 1 {
			t.Fatal(n, "lines of who joined")
		}
		ok(t, c.room.AskEmail(t.Context(), c.ada, "ada.new@northwind.example", password, ""))
		_, err := c.room.ConfirmEmail(t.Context(), c.letter("ada.new@northwind.example", "/verify/"))
		ok(t, err)
		if n := c.audited("candidate.linked"); n != 2 {
			t.Fatal(n, "lines after an address was taken")
		}
		for candidate, reader := range map[string]access.Actor{"c1": c.ada, "c2": bob} {
			log, err := c.room.AuditLog(t.Context(), c.as(reader.MemberID()), activity.Asked{Action: "candidate.linked"}, db.Page{})
			ok(t, err)
			if len(log.Items) != 1 || log.Items[0].ObjectID != candidate || log.Items[0].ObjectName != "" || string(log.Items[0].Before) != `{"member_id":""}` {
				t.Errorf("%+v", log.Items)
			}
		}
	})
}

func (c *company) candidate(id, email string) {
	c.write(func(ctx context.Context, tx db.Tx) error {
		if _, err := tx.NewRaw(`INSERT INTO candidates (id, org_id, name, name_key, created_at, updated_at) VALUES (?, ?, 'Some Body', 'some body', ?, ?)`,
			id, c.ada.OrgID(), db.At(tx.Now()), db.At(tx.Now())).Exec(ctx); err != nil {
			return err
		}
		_, err := tx.NewRaw(`INSERT INTO candidate_emails (candidate_id, org_id, email, email_key) VALUES (?, ?, ?, ?)`, id, c.ada.OrgID(), email, email).Exec(ctx)
		return err
	})
}
