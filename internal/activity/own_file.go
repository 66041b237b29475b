package activity

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
)

// LinkedByAddress writes an audit line for each candidate whom the database has just linked to a person's membership,
// because the person's verified address is the candidate's: on joining, on verifying an address, on changing it. The
// line hangs on one of the candidate's applications, an open one before a private one, and is read with sight of that;
// never by the member. Links that a change of the candidate makes are on record by whoever changed it.
func LinkedByAddress(ctx context.Context, tx db.Tx, personID string) error {
	var found []struct {
		ID, OrgID, Name, MemberID, ApplicationID string
	}
	err := tx.NewRaw(`SELECT c.id, c.org_id, c.name, m.id AS member_id,
			coalesce((SELECT a.id FROM applications AS a WHERE a.candidate_id = c.id ORDER BY a.private, a.applied_at DESC, a.id DESC LIMIT 1), '') AS application_id
		FROM members AS m JOIN candidates AS c ON c.own_member_id = m.id AND c.org_id = m.org_id
		WHERE m.person_id = ? AND c.own_how = 'email' AND NOT EXISTS (SELECT 1 FROM audit AS l
			WHERE l.object_id = c.id AND l.action = 'candidate.linked' AND l.own_member_id = m.id)
		ORDER BY c.id`, personID).Scan(ctx, &found)
	if err != nil {
		return fmt.Errorf("look for own files: %w", err)
	}
	for _, c := range found {
		e := Entry{Action: "candidate.linked", Object: "candidate", ObjectID: c.ID, ApplicationID: c.ApplicationID, OwnFileOf: c.MemberID,
			Before: map[string]any{"member_id": ""}, After: map[string]any{"member_id": c.MemberID, "how": "email"}}
		if c.ApplicationID != "" {
			e.ObjectName = c.Name
		}
		if err := Audit(ctx, tx, access.System(c.OrgID, "equal e-mail address"), e); err != nil {
			return err
		}
	}
	return nil
}
