// Package activity keeps what happened, written in the transaction in which it happened: the timelines of
// applications, candidates and positions, the audit log, and the live signals that tell open pages to look again.
//
// A line is read with sight of its application and of the object it speaks of; an audit line with org:audit and
// sight of its item. Signals carry ids only: whoever hears one reads the rest under their own rights.
package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"candor/internal/access"
	"candor/internal/db"
)

// Line is something that happened to an application, a candidate or a position.
//
// Kind is noun and verb ("application.moved", "note.added"). Object says what the line speaks of beside its
// application (none, note, file, mail, feedback, offer, interview, moved): a reader needs sight of that too.
// Data is small and holds nothing that follows another rule than the line: no pay, no feedback.
type Line struct {
	Kind                                            string
	ApplicationID, CandidateID, PositionID          string
	Object, ObjectID, ObjectAuthorID, OtherPosition string
	Data                                            any
}

// Record writes a line and signals what it names.
func Record(ctx context.Context, tx db.Tx, a access.Actor, l Line) error {
	data, err := json.Marshal(l.Data)
	if err != nil {
		return fmt.Errorf("activity %s: %w", l.Kind, err)
	}
	if l.Data == nil {
		data = []byte("{}")
	}
	if l.Object == "" {
		l.Object = "none"
	}
	_, err = tx.NewRaw(`INSERT INTO activity (id, org_id, at, actor_id, actor_name, kind, application_id, candidate_id, position_id,
			object, object_id, object_author_id, other_position_id, data)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		db.NewID(), a.OrgID(), db.At(tx.Now()), null(a.MemberID()), a.Name(), l.Kind, null(l.ApplicationID), null(l.CandidateID), null(l.PositionID),
		l.Object, null(l.ObjectID), null(l.ObjectAuthorID), null(l.OtherPosition), string(data)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("activity %s: %w", l.Kind, err)
	}
	return signalLine(ctx, tx, a.OrgID(), l)
}

// signalLine tells those who see what the line speaks of. Of a person with a hidden application, nobody hears what
// happens there; of a note, only who reads notes. Where an application has left is heard by who sees that position.
func signalLine(ctx context.Context, tx db.Tx, orgID string, l Line) error {
	feed := slices.Contains([]string{"note", "mail", "feedback", "interview", "offer"}, l.Object)
	signals := []Signal{
		{Org: orgID, Kind: "application", ID: l.ApplicationID, Position: l.PositionID, From: l.ApplicationID, Feed: feed},
		{Org: orgID, Kind: "candidate", ID: l.CandidateID, From: l.ApplicationID, Feed: feed},
	}
	if !feed {
		signals = append(signals, Signal{Org: orgID, Kind: "position", ID: l.PositionID, From: l.ApplicationID}, Signal{Org: orgID, Kind: "position", ID: l.OtherPosition})
	}
	for _, s := range signals {
		if s.ID == "" {
			continue
		}
		if err := Send(ctx, tx, s); err != nil {
			return err
		}
	}
	return nil
}

// Entry is a change that an auditor asks about: of a role, a team, privacy, a setting, a key, a closing stage.
//
// PositionID, ApplicationID and OwnerID name what a reader of the line must see; OwnFileOf is the one member who must not
// read it, because the candidate it is about is they themselves. Group is the field group
// ("compensation") whose values stand in Before and After; they are shown to those who see that group.
type Entry struct {
	Action, Object, ObjectID, ObjectName string
	PositionID, ApplicationID, OwnerID   string
	OwnFileOf                            string
	Group                                string
	Before, After                        any
}

// Audit writes a line of the audit log.
func Audit(ctx context.Context, tx db.Tx, a access.Actor, e Entry) error {
	before, err := json.Marshal(e.Before)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	after, err := json.Marshal(e.After)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	_, err = tx.NewRaw(`INSERT INTO audit (id, org_id, at, actor_id, actor_name, via, action, object, object_id, object_name,
			position_id, application_id, owner_id, own_member_id, group_name, before, after)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		db.NewID(), a.OrgID(), db.At(tx.Now()), null(a.MemberID()), a.Name(), a.Via(), e.Action, e.Object, null(e.ObjectID), e.ObjectName,
		null(e.PositionID), null(e.ApplicationID), null(e.OwnerID), null(e.OwnFileOf), e.Group, string(before), string(after)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("audit %s: %w", e.Action, err)
	}
	return nil
}

func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
