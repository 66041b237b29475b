package mail

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/queue"
)

// most letters a page lists.
const most = 200

// Of lists the letters to the candidate of an application, newest first, for those who may read its activity; for
// others there are none.
func Of(ctx context.Context, tx db.Tx, a access.Actor, applicationID string) ([]Mail, error) {
	see := access.Where(a, access.ApplicationActivity)
	if see.Nothing() {
		return nil, nil
	}
	where, args := see.SQL("x")
	return list(ctx, tx, `JOIN applications AS x ON x.id = m.application_id WHERE m.application_id = ? AND m.reader_id IS NULL AND `+where,
		append([]any{applicationID}, args...)...)
}

// Outbox is the page of the demo that shows letters instead of sending them: one's own, those to candidates whose activity one may read,
// and the invitations one sent. Anywhere else there is no such page.
func (r *Room) Outbox(ctx context.Context, a access.Actor) (mails []Mail, err error) {
	if !r.Demo {
		return nil, errs.Hidden()
	}
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if !a.IsMember() {
			return errs.Of(errs.SignIn, "Please sign in.")
		}
		where, args := access.Where(a, access.ApplicationActivity).SQL("x")
		query := `LEFT JOIN applications AS x ON x.id = m.application_id LEFT JOIN people AS me ON me.id = ?
			WHERE (m.org_id = ? OR m.org_id IS NULL) AND (m.reader_id = ? OR m.reader_id IS NULL AND m.application_id IS NULL AND m.to_key = me.email_key
			OR m.reader_id IS NULL AND m.application_id IS NOT NULL AND ` + where
		all := append([]any{a.PersonID(), a.OrgID(), a.MemberID()}, args...)
		if a.Holds(access.MembersInvite) {
			query += ` OR m.template = ? AND m.org_id = ? AND m.created_by = ?`
			all = append(all, Invitation, a.OrgID(), a.MemberID())
		}
		mails, err = list(ctx, tx, query+`)`, all...)
		return err
	})
	return mails, err
}

// Troubled lists the letters that failed or may not have arrived, of what the actor sees, for org:manage.
func (r *Room) Troubled(ctx context.Context, a access.Actor) (mails []Mail, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		if err := a.Require(access.OrgManage); err != nil {
			return err
		}
		query, args := seen(a)
		mails, err = list(ctx, tx, query+` AND m.state IN ('uncertain', 'failed')`, args...)
		return err
	})
	for i := range mails {
		mails[i].Body = "" // it may hold a link that opens something
	}
	return mails, err
}

// seen is the letters of the actor's organisation about nothing, or about what the actor sees.
func seen(a access.Actor) (query string, args []any) {
	apps, appArgs := access.Where(a, access.ApplicationActivity).SQL("x")
	positions, posArgs := access.Where(a, access.PositionView).SQL("y")
	requests, reqArgs := access.Where(a, access.RequestView).SQL("z")
	query = `LEFT JOIN applications AS x ON x.id = m.application_id LEFT JOIN positions AS y ON y.id = m.position_id LEFT JOIN approvals AS z ON z.id = m.request_id
		WHERE m.org_id = ? AND (m.application_id IS NULL OR ` + apps + `) AND (m.position_id IS NULL OR m.application_id IS NOT NULL OR ` + positions + `)
		AND (m.request_id IS NULL OR ` + requests + `)`
	return query, slices.Concat([]any{a.OrgID()}, appArgs, posArgs, reqArgs)
}

// Resend sends a letter again that failed or may not have arrived, because somebody has looked and says so. It needs
// org:manage, and, as for everything that reaches a candidate, candidates:contact there.
func (r *Room) Resend(ctx context.Context, a access.Actor, id string) error {
	return access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		m, err := troubledOne(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if err := a.Require(access.OrgManage); err != nil {
			return err
		}
		if m.ApplicationID != "" && m.ReaderID == "" {
			row, err := applicationRow(ctx, tx, m.ApplicationID)
			if err != nil {
				return err
			}
			if _, err := access.Permit(a, access.ApplicationContact, row); err != nil {
				return err
			}
		}
		if m.State != Uncertain && m.State != Failed {
			return errs.Of(errs.Conflict, "This letter needs no second sending.")
		}
		if m.Template.secret() {
			return errs.Of(errs.Conflict, "The link in this letter is not kept. Please make a new one: invite again, or ask for a new password or confirmation.")
		}
		if err := restart(ctx, tx, m.ID); err != nil {
			return err
		}
		err = activity.Audit(ctx, tx, a, activity.Entry{Action: "mail.resent", Object: "mail", ObjectID: m.ID, ObjectName: string(m.Template),
			PositionID: m.PositionID, ApplicationID: m.ApplicationID, Before: map[string]any{"state": m.State}, After: map[string]any{"state": Queued}})
		if err != nil {
			return err
		}
		return queue.Enqueue(ctx, tx, send{MailID: m.ID}, queue.InOrg(m.OrgID), queue.Unique(m.ID))
	})
}

func troubledOne(ctx context.Context, tx db.Tx, a access.Actor, id string) (Mail, error) {
	query, args := seen(a)
	found, err := list(ctx, tx, query+` AND m.id = ?`, append(args, id)...)
	if err != nil {
		return Mail{}, err
	}
	if len(found) == 0 {
		return Mail{}, errs.Hidden()
	}
	return found[0], nil
}

func list(ctx context.Context, tx db.Tx, query string, args ...any) (mails []Mail, err error) {
	err = tx.NewRaw(`SELECT `+mailColumns+` FROM mails AS m `+query+` ORDER BY m.created_at DESC, m.id DESC LIMIT ?`, append(args, most)...).Scan(ctx, &mails)
	if err != nil {
		return nil, fmt.Errorf("list letters: %w", err)
	}
	return mails, nil
}

func restart(ctx context.Context, tx db.Tx, id string) error {
	_, err := tx.NewRaw(`UPDATE mails SET state = 'queued', claim = '', reason = '', not_before = ? WHERE id = ? AND state IN ('uncertain', 'failed')`, db.At(tx.Now()), id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("restart letter: %w", err)
	}
	return nil
}

func applicationRow(ctx context.Context, tx db.Tx, id string) (access.Row, error) {
	var private bool
	row := access.Row{ID: id}
	err := tx.NewRaw(`SELECT org_id, position_id, status, private, coalesce(own_member_id, '') FROM applications WHERE id = ?`, id).
		Scan(ctx, &row.OrgID, &row.PositionID, &row.Status, &private, &row.OwnMemberID)
	if errors.Is(err, sql.ErrNoRows) {
		return row, errs.Hidden()
	}
	if err != nil {
		return row, fmt.Errorf("load application: %w", err)
	}
	row.Private = access.Is(private)
	return row, nil
}
