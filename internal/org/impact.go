package org

import (
	"context"
	"fmt"

	"candor/internal/access"
	"candor/internal/db"
)

// What a change would do, said before it is made. Nobody reads here what they would not see anyhow.

// RoleImpact says what an edit of a role changes, and for whom.
type RoleImpact struct {
	Role           Role
	Gains, Loses   []access.Permission
	Members        int
	Names          []Name // up to 50 of them, for holders of members:view
	NamesTruncated bool
}

// PreviewRole compares a role with what it would become. It refuses what EditRole would refuse.
func (r *Room) PreviewRole(ctx context.Context, a access.Actor, id string, d RoleDraft) (RoleImpact, error) {
	var out RoleImpact
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		before, err := changeableRole(ctx, tx, a, id, false)
		if err != nil {
			return err
		}
		after := before
		if err := d.fill(&after); err != nil {
			return err
		}
		if err := mayChange(ctx, tx, a, before, after); err != nil {
			return err
		}
		out = RoleImpact{Role: after, Gains: after.Permissions.Minus(before.Permissions).List(), Loses: before.Permissions.Minus(after.Permissions).List(),
			Members: *before.MemberCount}
		if a.Holds(access.MembersView) && out.Members > 0 {
			out.Names, err = namesOfRole(ctx, tx, a.OrgID(), id, mostNames)
			out.NamesTruncated = out.Members > len(out.Names)
		}
		return err
	})
	return out, err
}

// MemberImpact says what another role means for somebody.
type MemberImpact struct {
	Member       Member
	From, To     Role
	Gains, Loses []access.Permission
}

// PreviewMember compares a member's role with another one. It refuses what ChangeMember would refuse.
func (r *Room) PreviewMember(ctx context.Context, a access.Actor, id, roleID string) (MemberImpact, error) {
	var out MemberImpact
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := seenMember(ctx, tx, a, id, false)
		if err != nil {
			return err
		}
		to, err := assignable(ctx, tx, a, m, roleID)
		if err != nil {
			return err
		}
		out = MemberImpact{Member: m.Member, To: to, From: Role{ID: m.RoleID, Name: m.Role, System: m.System, Permissions: m.Held},
			Gains: to.Permissions.Minus(m.Held).List(), Loses: m.Held.Minus(to.Permissions).List()}
		return nil
	})
	return out, err
}

// LeavingImpact says what somebody's leaving leaves behind.
type LeavingImpact struct {
	Member Member
	// Leaderless are visible positions that would have neither a Hiring Manager nor a Recruiter.
	Leaderless []Name
	// Teams counts the visible positions on whose hiring team they are.
	Teams int64
	// Interviews counts the visible interviews they are assigned to.
	Interviews int64
	Keys       int // API keys that would end
}

// PreviewLeaving is for whoever may deactivate or remove a member; it refuses what Deactivate (or, with remove, Remove)
// would refuse.
func (r *Room) PreviewLeaving(ctx context.Context, a access.Actor, id string, remove bool) (LeavingImpact, error) {
	var out LeavingImpact
	needs := access.MembersUpdate
	if remove {
		needs = access.MembersRemove
	}
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := seenMember(ctx, tx, a, id, false)
		if err != nil {
			return err
		}
		if err := a.Require(needs); err != nil {
			return err
		}
		if m.Owner {
			return keepsOwner()
		}
		if err := mayTake(a, m.Name, m.Role, m.Held); err != nil {
			return err
		}
		out.Member = m.Member
		return out.read(ctx, tx, a)
	})
	return out, err
}

func (l *LeavingImpact) read(ctx context.Context, tx db.Tx, a access.Actor) error {
	sees := access.Where(a, access.PositionView)
	var err error
	if l.Leaderless, err = leaderless(ctx, tx, a.OrgID(), sees, l.Member.ID); err != nil {
		return err
	}
	if l.Teams, err = sees.On(tx.NewSelect().TableExpr("hiring_team AS t").Join("JOIN positions AS p ON p.id = t.position_id").
		Where("t.member_id = ?", l.Member.ID), "p").Count(ctx); err != nil {
		return fmt.Errorf("count teams: %w", err)
	}
	if l.Interviews, err = access.Where(a, access.InterviewView).On(tx.NewSelect().TableExpr("interview_assignments AS n").
		Join("JOIN interviews AS i ON i.id = n.interview_id").Where("n.member_id = ?", l.Member.ID), "i").Count(ctx); err != nil {
		return fmt.Errorf("count interviews: %w", err)
	}
	return tx.NewRaw(`SELECT count(*) FROM api_keys WHERE member_id = ? AND revoked_at IS NULL`, l.Member.ID).Scan(ctx, &l.Keys)
}

// Leaderless lists visible positions, not closed, whose Hiring Managers and Recruiters have all left, for those who can
// see that somebody has left (members:view).
func (r *Room) Leaderless(ctx context.Context, a access.Actor) ([]Name, error) {
	var out []Name
	err := access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) (err error) {
		if err := a.Require(access.MembersView); err != nil {
			return err
		}
		out, err = leaderless(ctx, tx, a.OrgID(), access.Where(a, access.PositionView), "")
		return err
	})
	return out, err
}

// leaderless: positions that have a lead who is gone (or would be, without), and none who is here.
func leaderless(ctx context.Context, tx db.Tx, orgID string, sees access.Filter[access.Position], without string) ([]Name, error) {
	var out []Name
	err := sees.On(tx.NewSelect().TableExpr("positions AS p").ColumnExpr("p.id, p.title AS name"), "p").
		Where("p.status <> 'closed'").
		Where(`p.id IN (SELECT t.position_id FROM members AS m JOIN hiring_team AS t ON t.member_id = m.id
			WHERE m.org_id = ? AND m.status IN ('deactivated', 'removed') AND t.team_role <> 'team_member'
			UNION SELECT t.position_id FROM hiring_team AS t WHERE t.member_id = ? AND t.team_role <> 'team_member')`, orgID, without).
		Where(`NOT EXISTS (SELECT 1 FROM hiring_team AS t JOIN members AS m ON m.id = t.member_id
			WHERE t.position_id = p.id AND t.team_role <> 'team_member' AND m.status = 'active' AND m.id <> ?)`, without).
		OrderExpr("p.title_key, p.id").Limit(mostNames).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("positions without a lead: %w", err)
	}
	return out, nil
}

func namesOfRole(ctx context.Context, tx db.Tx, orgID, roleID string, most int) ([]Name, error) {
	var out []Name
	err := tx.NewRaw(`SELECT m.id, coalesce(nullif(m.name, ''), p.name) AS name FROM members AS m JOIN people AS p ON p.id = m.person_id
		WHERE m.org_id = ? AND m.role_id = ? AND m.status = 'active' ORDER BY m.name_key, m.id LIMIT ?`, orgID, roleID, most).Scan(ctx, &out)
	if err != nil {
		return nil, fmt.Errorf("names of a role: %w", err)
	}
	return out, nil
}
