package approvals

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

const columns = `r.id, r.org_id, r.kind, r.item_id, r.title, r.revision, r.change, r.creator_id, r.submitter_id, r.submitted_at, r.state,
	coalesce(r.decided_by, '') AS decided_by, r.decided_at, r.reason, r.alone,
	coalesce((SELECT coalesce(nullif(m.name, ''), p.name) FROM members AS m JOIN people AS p ON p.id = m.person_id WHERE m.id = r.submitter_id), '') AS submitter,
	coalesce((SELECT coalesce(nullif(m.name, ''), p.name) FROM members AS m JOIN people AS p ON p.id = m.person_id WHERE m.id = r.decided_by), '') AS decider`

func insert(ctx context.Context, tx db.Tx, r Request) error {
	_, err := tx.NewRaw(`INSERT INTO approvals (id, org_id, kind, item_id, revision, change, title, title_key, creator_id, submitter_id, submitted_at, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.OrgID, r.Kind, r.ItemID, r.Revision, r.Change, r.Title, db.Key(r.Title), r.CreatorID, r.SubmitterID, r.SubmittedAt, r.State).Exec(ctx)
	if err != nil {
		return fmt.Errorf("ask for approval: %w", err)
	}
	return nil
}

// byID reads a request whatever the actor may see of it; hold keeps others from deciding it meanwhile.
func byID(ctx context.Context, tx db.Tx, orgID, id string, hold bool) (Request, bool, error) {
	lock := ""
	if hold && tx.Lock() != "" {
		lock = tx.Lock() + " OF r"
	}
	return one(ctx, tx, `r.org_id = ? AND r.id = ?`+lock, orgID, id)
}

// Open is the request of an item that waits. It asks nobody: the room that owns the item has decided what the actor sees.
func Open(ctx context.Context, tx db.Tx, itemID string) (Request, bool, error) {
	lock := ""
	if tx.Lock() != "" {
		lock = tx.Lock() + " OF r"
	}
	return one(ctx, tx, `r.item_id = ? AND r.state = 'pending'`+lock, itemID)
}

func one(ctx context.Context, tx db.Tx, where string, args ...any) (Request, bool, error) {
	var r requestRow
	err := tx.NewRaw(`SELECT `+columns+` FROM approvals AS r WHERE `+where, args...).Scan(ctx, &r)
	if errors.Is(err, sql.ErrNoRows) {
		return Request{}, false, nil
	}
	if err != nil {
		return Request{}, false, fmt.Errorf("read request: %w", err)
	}
	return r.request(), true, nil
}

// settle ends a round. Of two who decide at once the second finds it no longer pending.
func settle(ctx context.Context, tx db.Tx, pass access.Pass[access.Request], r Request) error {
	if !pass.Valid() || pass.ID() != r.ID {
		return errs.Hidden()
	}
	res, err := tx.NewRaw(`UPDATE approvals SET state = ?, decided_by = ?, decided_at = ?, reason = ?, alone = ? WHERE id = ? AND state = 'pending'`,
		r.State, r.DecidedBy, r.DecidedAt, r.Reason, r.Alone, r.ID).Exec(ctx)
	if err != nil {
		return fmt.Errorf("decide request: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("decide request: it was held, and is not pending (%w)", err)
	}
	return nil
}

// Forget removes the requests of an item that is deleted.
func Forget(ctx context.Context, tx db.Tx, itemID string) error {
	if _, err := tx.NewRaw(`DELETE FROM approvals WHERE item_id = ?`, itemID).Exec(ctx); err != nil {
		return fmt.Errorf("forget requests: %w", err)
	}
	return nil
}

func list(ctx context.Context, tx db.Tx, a access.Actor, f Filter, page db.Page) (out db.List[Request], err error) {
	var after struct {
		At db.Time
		ID string
	}
	more, err := page.After("approvals", &after)
	if err != nil {
		return out, err
	}
	see := access.Where(a, access.RequestView)
	if f.State == "" && !f.Mine {
		see = access.Where(a, access.RequestDecide)
	}
	if see.Nothing() {
		return out.Counted(0), nil
	}
	query := see.On(tx.NewSelect().TableExpr("approvals AS r"), "r")
	if f.State != "" {
		query = query.Where("r.state = ?", f.State)
	}
	if f.Mine {
		query = query.Where("r.submitter_id = ?", a.MemberID())
	}
	if f.Kind != "" {
		query = query.Where("r.kind = ?", f.Kind)
	}
	if f.ItemID != "" {
		query = query.Where("r.item_id = ?", f.ItemID)
	}
	if f.Q != "" {
		query = query.Where("r.title_key LIKE ? ESCAPE '!'", db.Containing(f.Q))
	}
	var n int64
	if page.Count {
		if n, err = query.Clone().Count(ctx); err != nil {
			return out, fmt.Errorf("count requests: %w", err)
		}
	}
	if more {
		query = query.Where("(r.submitted_at, r.id) < (?, ?)", after.At, after.ID)
	}
	var rows []requestRow
	if err := query.ColumnExpr(columns).OrderExpr("r.submitted_at DESC, r.id DESC").Limit(page.Want()).Scan(ctx, &rows); err != nil {
		return out, fmt.Errorf("list requests: %w", err)
	}
	cut := db.Cut(page, "approvals", rows, func(r requestRow) any {
		return struct {
			At db.Time
			ID string
		}{r.SubmittedAt, r.ID}
	})
	out.Next = cut.Next
	for _, row := range cut.Items {
		q := row.request()
		q.May = Rights{Decide: access.May(a, access.RequestDecide, q.Row()), Withdraw: access.May(a, access.RequestWithdraw, q.Row())}
		out.Items = append(out.Items, q)
	}
	if page.Count {
		out = out.Counted(int(n))
	}
	return out, nil
}

func count(ctx context.Context, tx db.Tx, see access.Filter[access.Request]) (n int, err error) {
	where, args := see.SQL("r")
	if err = tx.NewRaw(`SELECT count(*) FROM approvals AS r WHERE `+where, args...).Scan(ctx, &n); err != nil {
		return 0, fmt.Errorf("count requests: %w", err)
	}
	return n, nil
}

func ofItems(ctx context.Context, tx db.Tx, see access.Filter[access.Request], itemIDs []string) ([]Request, error) {
	where, args := see.SQL("r")
	var rows []requestRow
	err := tx.NewRaw(`SELECT `+columns+` FROM approvals AS r WHERE r.item_id IN (?) AND `+where+` ORDER BY r.submitted_at DESC, r.id DESC`,
		append([]any{bun.List(itemIDs)}, args...)...).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read rounds: %w", err)
	}
	out := make([]Request, len(rows))
	for i, r := range rows {
		out[i] = r.request()
	}
	return out, nil
}

func membersOf(ctx context.Context, tx db.Tx, who access.Audience) (ids []string, err error) {
	where, args := who.SQL("m")
	if err = tx.NewRaw(`SELECT m.id FROM members AS m WHERE `+where+` ORDER BY m.id`, args...).Scan(ctx, &ids); err != nil {
		return nil, fmt.Errorf("who can decide: %w", err)
	}
	return ids, nil
}

type requestRow struct {
	ID, OrgID, Kind, ItemID, Title            string
	Revision                                  int
	Change, Alone                             bool
	CreatorID, SubmitterID, Submitter, Reason string
	DecidedBy, Decider                        string
	State                                     State
	SubmittedAt, DecidedAt                    db.Time
}

func (r requestRow) request() Request {
	return Request{ID: r.ID, OrgID: r.OrgID, Kind: r.Kind, ItemID: r.ItemID, Title: r.Title, Revision: r.Revision, Change: r.Change, CreatorID: r.CreatorID,
		SubmitterID: r.SubmitterID, Submitter: r.Submitter, SubmittedAt: r.SubmittedAt, State: r.State, DecidedBy: r.DecidedBy, Decider: r.Decider,
		DecidedAt: r.DecidedAt, Reason: r.Reason, Alone: r.Alone}
}
