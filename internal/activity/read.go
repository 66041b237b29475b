package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// Shown is a line as its reader gets it.
type Shown struct {
	ID            string          `bun:"id"`
	At            db.Time         `bun:"at"`
	ActorID       string          `bun:"actor_id"`
	ActorName     string          `bun:"actor_name"`
	Kind          string          `bun:"kind"`
	ApplicationID string          `bun:"application_id"`
	CandidateID   string          `bun:"candidate_id"`
	PositionID    string          `bun:"position_id"`
	Object        string          `bun:"object"`
	ObjectID      string          `bun:"object_id"`
	OtherPosition string          `bun:"other_position_id"` // empty where the reader does not see it
	OtherTitle    string          `bun:"other_title"`
	Data          json.RawMessage `bun:"-"`

	RawData         string `bun:"data" json:"-"`
	OtherPrivate    *bool  `bun:"other_private" json:"-"`
	OtherOrg        string `bun:"other_org" json:"-"`
	AppPosition     string `bun:"app_position_id" json:"-"`
	PositionPrivate *bool  `bun:"position_private" json:"-"`
}

// About chooses whose lines are read; exactly one field is set, or none for all that the reader may see.
type About struct {
	ApplicationID, CandidateID, PositionID string
	Kinds                                  []string // empty: all kinds
	Q                                      string   // in the name of whoever did it
}

type lineKey struct {
	At db.Time `json:"at"`
	ID string  `json:"id"`
}

// Lines reads a timeline, newest first. Lines of an application show with sight of its activity and of their
// object (access.LineView); lines of a position alone with sight of the position; lines of a person alone with
// sight of the person, which the caller has loaded. Page.Count counts them all.
func Lines(ctx context.Context, tx db.Tx, a access.Actor, about About, page db.Page) (db.List[Shown], error) {
	var after lineKey
	more, err := page.After("activity", &after)
	if err != nil {
		return db.List[Shown]{}, err
	}
	q := about.query(tx, a)
	n, err := countIn(ctx, page, q)
	if err != nil {
		return db.List[Shown]{}, err
	}
	q = q.ColumnExpr("l.id, l.at, coalesce(l.actor_id, '') AS actor_id, l.actor_name, l.kind, coalesce(l.application_id, '') AS application_id").
		ColumnExpr("coalesce(l.candidate_id, '') AS candidate_id, coalesce(l.position_id, '') AS position_id, l.object, coalesce(l.object_id, '') AS object_id, l.data").
		ColumnExpr("coalesce(l.other_position_id, '') AS other_position_id, coalesce(o.title, '') AS other_title, o.private AS other_private, coalesce(o.org_id, '') AS other_org").
		ColumnExpr("coalesce(l_app.position_id, '') AS app_position_id, p.private AS position_private")
	if more {
		q = q.Where("(l.at, l.id) < (?, ?)", after.At, after.ID)
	}
	var rows []Shown
	if err := q.OrderExpr("l.at DESC, l.id DESC").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return db.List[Shown]{}, fmt.Errorf("read activity: %w", err)
	}
	for i := range rows {
		rows[i].mask(a)
	}
	return counted(page, db.Cut(page, "activity", rows, func(s Shown) any { return lineKey{s.At, s.ID} }), n), nil
}

// query selects the lines that a page is cut from, and that are counted.
func (about About) query(tx db.Tx, a access.Actor) *bun.SelectQuery {
	q := tx.NewSelect().TableExpr("activity AS l").
		Join("LEFT JOIN applications AS l_app ON l_app.id = l.application_id").
		Join("LEFT JOIN positions AS p ON p.id = l.position_id").
		Join("LEFT JOIN positions AS o ON o.id = l.other_position_id").
		Where("l.org_id = ?", a.OrgID())
	q = about.on(q, a)
	if len(about.Kinds) > 0 {
		q = q.Where("l.kind IN (?)", bun.List(about.Kinds))
	}
	if about.Q != "" {
		q = q.Where("("+named("l.actor_name")+")", inName(about.Q)...)
	}
	return q
}

func (about About) on(q *bun.SelectQuery, a access.Actor) *bun.SelectQuery {
	line, lineArgs := access.Where(a, access.LineView).SQL("l")
	position, positionArgs := access.Where(a, access.PositionView).SQL("p")
	// Access: what was written while the application was on another position needs sight of that one. A line of the
	// move itself shows, and does not name it (mask).
	line += " AND (l.position_id IS NULL OR l.position_id = l_app.position_id OR l.object = 'moved' OR " + position + ")"
	lineArgs = append(slices.Clip(lineArgs), positionArgs...)
	switch {
	case about.ApplicationID != "":
		return q.Where("l.application_id = ?", about.ApplicationID).Where("("+line+")", lineArgs...)
	case about.CandidateID != "":
		return q.Where("l.candidate_id = ?", about.CandidateID).Where("(l.application_id IS NULL OR ("+line+"))", lineArgs...)
	case about.PositionID != "":
		return q.Where("l.position_id = ? AND l.application_id IS NULL", about.PositionID).Where(position, positionArgs...)
	}
	return q.Where("((l.application_id IS NOT NULL AND "+line+") OR (l.application_id IS NULL AND l.candidate_id IS NULL AND "+position+"))",
		append(lineArgs, positionArgs...)...)
}

// mask takes away what follows another rule than the line: the positions that an application moved between, as far
// as the reader does not see them and the application is not there now.
func (s *Shown) mask(a access.Actor) {
	s.Data = json.RawMessage(s.RawData)
	sees := func(id string, private *bool) bool {
		row := access.Row{OrgID: s.OtherOrg, ID: id, PositionID: id}
		if private != nil {
			row.Private = access.Is(*private)
		}
		return id == "" || access.May(a, access.PositionView, row)
	}
	if s.OtherPosition == "" {
		return
	}
	if !sees(s.OtherPosition, s.OtherPrivate) || s.PositionID != s.AppPosition && !sees(s.PositionID, s.PositionPrivate) {
		s.PositionID, s.OtherPosition, s.OtherTitle, s.RawData, s.Data = s.AppPosition, "", "", "", json.RawMessage("{}")
	}
}

// Logged is a line of the audit log as its reader gets it.
type Logged struct {
	ID            string          `bun:"id"`
	At            db.Time         `bun:"at"`
	ActorID       string          `bun:"actor_id"`
	ActorName     string          `bun:"actor_name"`
	Via           string          `bun:"via"`
	Action        string          `bun:"action"`
	Object        string          `bun:"object"`
	ObjectID      string          `bun:"object_id"`
	ObjectName    string          `bun:"object_name"`
	PositionID    string          `bun:"position_id"`
	ApplicationID string          `bun:"application_id"`
	Group         string          `bun:"group_name"`
	Before        json.RawMessage `bun:"-"`
	After         json.RawMessage `bun:"-"`
	Withheld      bool            `bun:"-"` // the values follow a field group that the reader does not see

	RawBefore       string `bun:"before_text"`
	RawAfter        string `bun:"after_text"`
	PositionPrivate *bool  `bun:"position_private"`
}

// Asked narrows the audit log.
type Asked struct {
	Action, ActorID, ObjectID string
	Q                         string // in the name of the object or of the actor
}

// AuditLog reads the log, newest first. It needs org:audit; a line shows only to those who see its item, its
// values follow their field group, and lines of somebody's own things show to them alone. Of one's own file nothing
// shows, not even when its applications are gone. Page.Count counts them all.
func AuditLog(ctx context.Context, tx db.Tx, a access.Actor, asked Asked, page db.Page) (db.List[Logged], error) {
	if err := a.Require(access.OrgAudit); err != nil {
		return db.List[Logged]{}, err
	}
	var after lineKey
	more, err := page.After("audit", &after)
	if err != nil {
		return db.List[Logged]{}, err
	}
	q := auditQuery(tx, a, asked)
	n, err := countIn(ctx, page, q)
	if err != nil {
		return db.List[Logged]{}, err
	}
	if more {
		q = q.Where("(l.at, l.id) < (?, ?)", after.At, after.ID)
	}
	var rows []Logged
	if err := q.OrderExpr("l.at DESC, l.id DESC").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return db.List[Logged]{}, fmt.Errorf("read audit log: %w", err)
	}
	for i := range rows {
		rows[i].mask(a)
	}
	return counted(page, db.Cut(page, "audit", rows, func(l Logged) any { return lineKey{l.At, l.ID} }), n), nil
}

func auditQuery(tx db.Tx, a access.Actor, asked Asked) *bun.SelectQuery {
	position, positionArgs := access.Where(a, access.PositionView).SQL("p")
	application, applicationArgs := access.Where(a, access.ApplicationOpen).SQL("app")
	q := tx.NewSelect().TableExpr("audit AS l").
		ColumnExpr("l.id, l.at, coalesce(l.actor_id, '') AS actor_id, l.actor_name, l.via, l.action, l.object, coalesce(l.object_id, '') AS object_id, l.object_name").
		ColumnExpr("coalesce(l.position_id, '') AS position_id, coalesce(l.application_id, '') AS application_id, l.group_name, l.before AS before_text, l.after AS after_text").
		ColumnExpr("p.private AS position_private").
		Join("LEFT JOIN positions AS p ON p.id = l.position_id").
		Join("LEFT JOIN applications AS app ON app.id = l.application_id").
		Where("l.org_id = ?", a.OrgID()).
		Where("(l.position_id IS NULL OR "+position+")", positionArgs...).
		Where("(l.application_id IS NULL OR "+application+")", applicationArgs...).
		Where("(l.owner_id IS NULL OR l.owner_id = ?)", a.MemberID()).
		Where("(l.own_member_id IS NULL OR l.own_member_id <> ?)", a.MemberID())
	q = aboutOrganisation(q, a)
	if asked.Action != "" {
		q = q.Where("l.action = ?", asked.Action)
	}
	if asked.ActorID != "" {
		q = q.Where("l.actor_id = ?", asked.ActorID)
	}
	if asked.ObjectID != "" {
		q = q.Where("l.object_id = ?", asked.ObjectID)
	}
	if asked.Q != "" {
		q = q.Where("("+named("l.object_name")+" OR "+named("l.actor_name")+")", append(inName(asked.Q), inName(asked.Q)...)...)
	}
	return q
}

// aboutOrganisation leaves out what the reader sees nowhere else either: a line about a member, a role, a key shows to
// those who see members, roles, keys. One's own always shows; through a key, with the kind's string.
func aboutOrganisation(q *bun.SelectQuery, a access.Actor) *bun.SelectQuery {
	owner := a.MemberID()
	if a.UsesKey() {
		owner = ""
	}
	for _, k := range []struct {
		object, own string
		seenWith    access.Permission
	}{
		{"member", a.MemberID(), access.MembersView}, {"invitation", "", access.MembersView}, {"role", a.RoleID(), access.RolesView},
		{"question", "", access.QuestionsView}, {"category", "", access.QuestionsView}, {"template", "", access.TemplatesView}, {"form", "", access.TemplatesView},
		{"competency", "", access.CompetenciesView}, {"level", "", access.LevelsView}, {"job_role", "", access.JobRolesView},
		{"key", "", access.OrgIntegrate}, {"task", "", access.OrgManage}, {"organization", "", access.OrgView},
	} {
		if !a.Holds(k.seenWith) {
			q = q.Where("(l.object <> ? OR l.object_id = ? OR l.owner_id = ?)", k.object, k.own, owner)
		}
	}
	if !a.Holds(access.OrgManage) { // settings that concern those who manage only
		q = q.Where("l.action NOT IN ('organization.default_role', 'domain.added', 'domain.primary', 'domain.removed')")
	}
	return q
}

// groups names the rule of each field group that audit lines carry values of.
var groups = map[string]access.Rule[access.Position]{"compensation": access.PositionCompensation}

func (l *Logged) mask(a access.Actor) {
	l.Before, l.After = json.RawMessage(l.RawBefore), json.RawMessage(l.RawAfter)
	if l.Group == "" {
		return
	}
	row := access.Row{OrgID: a.OrgID(), ID: l.PositionID, PositionID: l.PositionID}
	if l.PositionPrivate != nil {
		row.Private = access.Is(*l.PositionPrivate)
	}
	rule, known := groups[l.Group]
	if !known || !access.May(a, rule, row) {
		l.Before, l.After, l.Withheld = json.RawMessage("null"), json.RawMessage("null"), true
	}
}
