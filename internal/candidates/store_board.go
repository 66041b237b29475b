package candidates

import (
	"cmp"
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
// status alone (ownCards). What the rule says of the position is decided once.
func cards(tx db.Tx, a access.Actor, f ApplicationFilter) *bun.SelectQuery {
	q := tx.NewSelect().TableExpr("applications AS a")
	if f.Quick != QuickAll {
		q = q.Join(quickJoins)
	}
	q = access.Where(a, access.ApplicationOpen).At(f.PositionID).On(q, "a").Where("a.org_id = ?", a.OrgID())
	return f.conditions(q, a, db.At(tx.Now()), rowByRow(f.Q))
}

// card is what the cards of one lane differ in.
type card struct {
	Status       Status  `bun:"status"`
	PhaseID      string  `bun:"phase_id"`
	ID           string  `bun:"id"`
	CandidateID  string  `bun:"candidate_id"`
	MovedAt      db.Time `bun:"moved_at"`
	AppliedAt    db.Time `bun:"applied_at"`
	Source       Source  `bun:"source"`
	SourceName   string  `bun:"source_name"`
	SnoozedUntil db.Time `bun:"snoozed_until"`
	Name         string  `bun:"name"`
	Headline     string  `bun:"headline"`
	PhaseState   string  `bun:"phase_state"`
	Starred      bool    `bun:"starred"`
}

// cardColumns are those that the index of lanes carries.
const cardColumns = `a.status, a.phase_id, a.id, a.candidate_id, a.moved_at, a.applied_at, a.source, a.source_name, a.snoozed_until`

// laneCards reads a page of each of some lanes in one query, last moved first. A board has many cards: rows are read
// where the lane's index finds them, and bring nothing that the lane knows.
func laneCards(ctx context.Context, tx db.Tx, a access.Actor, f ApplicationFilter, lanes []*Lane, page db.Page) (map[spot]db.List[card], error) {
	if len(lanes) == 0 || f.sight(a).Nothing() {
		return nil, nil
	}
	var after timeKey
	more, err := page.After("lane", &after)
	if err != nil {
		return nil, err
	}
	var parts []string
	var subs []any
	add := func(q *bun.SelectQuery) {
		parts, subs = append(parts, fmt.Sprintf("SELECT * FROM (?) AS l%d", len(parts))), append(subs, q)
	}
	whole, long := divide(lanes, more, page)
	if len(whole) > 0 {
		add(cards(tx, a, f).ColumnExpr(cardColumns).Where("a.status IN (?)", bun.List(whole)))
	}
	for _, l := range long {
		q := cards(tx, a, f).ColumnExpr(cardColumns).Where("a.status = ?", l.spot().Status)
		if l.Phase == nil {
			q = q.Where("a.phase_id IS NULL")
		} else {
			q = q.Where("a.phase_id = ?", l.Phase.ID)
		}
		if more {
			q = q.Where("(a.moved_at, a.id) < (?, ?)", after.At, after.ID)
		}
		add(q.OrderExpr("a.moved_at DESC, a.id DESC").Limit(page.Want()))
	}
	rows := make([]card, 0, atMost(lanes, page))
	err = tx.NewSelect().TableExpr("("+strings.Join(parts, " UNION ALL ")+") AS k", subs...).
		ColumnExpr("k.status, coalesce(k.phase_id, '') AS phase_id, k.id, k.candidate_id, k.moved_at, k.applied_at, k.source, k.source_name, k.snoozed_until").
		ColumnExpr("c.name, c.headline, coalesce(pp.state, '') AS phase_state, s.member_id IS NOT NULL AS starred").
		Join("LEFT JOIN candidates AS c ON c.id = k.candidate_id").
		Join("LEFT JOIN phase_progress AS pp ON pp.application_id = k.id AND pp.phase_id = k.phase_id").
		Join("LEFT JOIN stars AS s ON s.application_id = k.id AND s.member_id = ?", a.MemberID()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("load cards: %w", err)
	}
	return bySpot(rows, page), nil
}

// divide finds the statuses of which every lane fits on a page: they are read together, because to prepare a query of
// many parts costs as much as to read two hundred cards. The other lanes are read one by one, as far as a page goes.
func divide(lanes []*Lane, more bool, page db.Page) (whole []Status, long []*Lane) {
	few := map[Status]bool{}
	for _, l := range lanes {
		s := l.spot().Status
		fits, seen := few[s]
		few[s] = (fits || !seen) && len(lanes) > 1 && !more && int64(l.Count) < page.Want()
	}
	for _, l := range lanes {
		if s := l.spot().Status; !few[s] {
			long = append(long, l)
		} else if !slices.Contains(whole, s) {
			whole = append(whole, s)
		}
	}
	return whole, long
}

// atMost is how many rows are read at most.
func atMost(lanes []*Lane, page db.Page) (n int) {
	for _, l := range lanes {
		n += min(l.Count, int(page.Want()))
	}
	return n
}

func bySpot(rows []card, page db.Page) map[spot]db.List[card] {
	lanes := map[spot][]card{}
	for _, c := range rows {
		s := spot{c.Status, c.PhaseID}
		lanes[s] = append(lanes[s], c)
	}
	out := make(map[spot]db.List[card], len(lanes))
	for s, lane := range lanes {
		slices.SortFunc(lane, func(x, y card) int {
			return cmp.Or(y.MovedAt.Compare(x.MovedAt.Time), strings.Compare(y.ID, x.ID))
		})
		out[s] = db.Cut(page, "lane", lane, func(c card) any { return timeKey{c.MovedAt, c.ID} })
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
