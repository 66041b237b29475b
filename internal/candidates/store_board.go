package candidates

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// boardHead is a position as its board needs it.
type boardHead struct {
	ID      string `bun:"id"`
	OrgID   string `bun:"org_id"`
	Title   string `bun:"title"`
	Private bool   `bun:"private"`
	Open    bool   `bun:"-"` // the reader sees the position itself
}

// row is what rules read of an application on this position in some status.
func (h boardHead) row(status Status) access.Row {
	return access.Row{OrgID: h.OrgID, ID: h.ID, PositionID: h.ID, Status: string(status), Private: access.Is(h.Private)}
}

// openBoard finds a position whose applications the actor may list. Who sees the position but no candidates there
// is refused (403); who sees candidates but not the position learns of it by an application they see (else 404).
func openBoard(ctx context.Context, tx db.Tx, a access.Actor, positionID string) (boardHead, error) {
	h, err := loadHead(ctx, tx, a, positionID)
	if err != nil {
		return h, err
	}
	_, refused := access.Permit(a, access.ApplicationView, h.row(Applied))
	switch {
	case h.Open:
		return h, refused
	case refused != nil:
		return boardHead{}, errs.Hidden()
	}
	n, err := countRecords(ctx, tx, a, ApplicationFilter{PositionID: positionID})
	if err == nil && n == 0 {
		return boardHead{}, errs.Hidden()
	}
	return h, err
}

// openPosition finds a position that the actor sees.
func openPosition(ctx context.Context, tx db.Tx, a access.Actor, positionID string) (boardHead, error) {
	h, err := loadHead(ctx, tx, a, positionID)
	if err == nil && !h.Open {
		return boardHead{}, errs.Hidden()
	}
	return h, err
}

// loadHead reads a position whether the actor sees it or not: its callers decide.
func loadHead(ctx context.Context, tx db.Tx, a access.Actor, positionID string) (boardHead, error) {
	var h boardHead
	err := tx.NewRaw(`SELECT id, org_id, title, private FROM positions WHERE id = ? AND org_id = ?`, positionID, a.OrgID()).Scan(ctx, &h)
	if errors.Is(err, sql.ErrNoRows) {
		return h, errs.Hidden()
	}
	h.Open = err == nil && access.May(a, access.PositionView, h.row(""))
	return h, errs.Wrap(err, "load position")
}

// spot is where cards of a lane sit.
type spot struct {
	Status  Status
	PhaseID string // empty: no phase
}

// spotCounts counts visible cards by where they sit. Without a filter the counters know, where they carry every
// column that the rule reads; then one's own cards are counted where they sit, too (own).
func spotCounts(ctx context.Context, tx db.Tx, a access.Actor, positionID string, f ApplicationFilter) (counts map[spot]int, own bool, err error) {
	var rows []struct {
		Status  Status
		PhaseID string
		N       int
	}
	q := tx.NewSelect()
	where, args, ok := access.Where(a, access.ApplicationView).Counted("n")
	own = ok && f == (ApplicationFilter{PositionID: positionID})
	if own {
		q = q.TableExpr("application_counts AS n").ColumnExpr("n.status, n.phase_id, sum(n.n) AS n").
			Where(where, args...).Where("n.org_id = ? AND n.position_id = ?", a.OrgID(), positionID).GroupExpr("n.status, n.phase_id")
	} else {
		q = cards(tx, a, f).ColumnExpr("a.status, coalesce(a.phase_id, '') AS phase_id, count(*) AS n").GroupExpr("a.status, coalesce(a.phase_id, '')")
	}
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, false, fmt.Errorf("count cards: %w", err)
	}
	counts = map[spot]int{}
	for _, r := range rows {
		counts[spot{r.Status, r.PhaseID}] += r.N
	}
	return counts, own, nil
}

// cards selects the applications of a position that pass a filter, never one's own: those are placed by their
// status alone (ownCards).
func cards(tx db.Tx, a access.Actor, f ApplicationFilter) *bun.SelectQuery {
	q := tx.NewSelect().TableExpr("applications AS a")
	if f.Quick != QuickAll {
		q = q.Join("LEFT JOIN phases AS ph ON ph.id = a.phase_id LEFT JOIN phase_progress AS pp ON pp.application_id = a.id AND pp.phase_id = a.phase_id")
	}
	q = access.Where(a, access.ApplicationOpen).On(q, "a").Where("a.org_id = ?", a.OrgID())
	return f.on(q, a, db.At(tx.Now()), rowByRow(f.Q))
}

// laneCards reads a page of each of some lanes in one query, last moved first.
func laneCards(ctx context.Context, tx db.Tx, a access.Actor, f ApplicationFilter, spots []spot, page db.Page) (map[spot]db.List[record], error) {
	if len(spots) == 0 || f.sight(a).Nothing() {
		return nil, nil
	}
	var after timeKey
	more, err := page.After("lane", &after)
	if err != nil {
		return nil, err
	}
	var parts []string
	var subs []any
	for i, s := range spots {
		q := cards(tx, a, f).ColumnExpr("a.id").Where("a.status = ?", s.Status)
		if s.PhaseID == "" {
			q = q.Where("a.phase_id IS NULL")
		} else {
			q = q.Where("a.phase_id = ?", s.PhaseID)
		}
		if more {
			q = q.Where("(a.moved_at, a.id) < (?, ?)", after.At, after.ID)
		}
		parts = append(parts, fmt.Sprintf("SELECT l%d.id FROM (?) AS l%d", i, i))
		subs = append(subs, q.OrderExpr("a.moved_at DESC, a.id DESC").Limit(page.Want()))
	}
	var rows []record
	err = tx.NewSelect().TableExpr("("+strings.Join(parts, " UNION ALL ")+") AS k", subs...).
		Join("LEFT JOIN applications AS a ON a.id = k.id").ColumnExpr(recordColumns).Join(recordJoins, a.MemberID()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load cards: %w", err)
	}
	return bySpot(rows, page), nil
}

func bySpot(rows []record, page db.Page) map[spot]db.List[record] {
	lanes := map[spot][]record{}
	for _, rec := range rows {
		s := spot{rec.Status, rec.PhaseID}
		lanes[s] = append(lanes[s], rec)
	}
	out := make(map[spot]db.List[record], len(lanes))
	for s, lane := range lanes {
		slices.SortFunc(lane, func(x, y record) int {
			if c := y.MovedAt.Compare(x.MovedAt.Time); c != 0 {
				return c
			}
			return strings.Compare(y.ID, x.ID)
		})
		out[s] = db.Cut(page, "lane", lane, func(r record) any { return timeKey{r.MovedAt, r.ID} })
	}
	return out
}

// ownCards are the actor's own applications on a position, of which the board shows name and status only.
func ownCards(ctx context.Context, tx db.Tx, a access.Actor, f ApplicationFilter) ([]record, error) {
	if f.needsOpen() || f.sight(a).Nothing() {
		return nil, nil
	}
	var rows []record
	q := f.on(records(tx, a), a, db.At(tx.Now()), rowByRow(f.Q)).Where("a.candidate_id IN (SELECT o.id FROM candidates AS o WHERE o.own_member_id = ?)", a.MemberID())
	if err := q.OrderExpr("a.applied_at DESC, a.id DESC").Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("load own cards: %w", err)
	}
	return rows, nil
}
