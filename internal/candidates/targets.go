package candidates

import (
	"context"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"candor/internal/access"
	"candor/internal/db"
)

// Target is a position that an application can go to.
type Target struct {
	PositionID string
	Title      string
	Phases     []Phase // of its plan, in order
}

// mostTargets is how many positions a picker shows; more are found by typing.
const mostTargets = 50

// MoveTargets are the positions an application can be moved to, by title: those that the actor sees and may move
// candidates to, that are not closed. It needs the right to move it away (403). q narrows by words of the title.
func (r *Room) MoveTargets(ctx context.Context, a access.Actor, id, q string) (out []Target, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		rec, err := loadApplication(ctx, tx, a, id)
		if err != nil {
			return err
		}
		if _, err := access.Permit(a, access.ApplicationTransfer, rec.row()); err != nil {
			return err
		}
		out, err = targets(ctx, tx, access.Where(a, access.PositionReceive), rec.PositionID, q)
		return err
	})
	return out, err
}

// AddTargets are the positions that a candidate can be added to, by title: those that the actor sees and holds
// candidates:create on, that are not closed.
func (r *Room) AddTargets(ctx context.Context, a access.Actor, q string) (out []Target, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out, err = targets(ctx, tx, access.Where(a, access.PositionAddCandidate), "", q)
		return err
	})
	return out, err
}

func targets(ctx context.Context, tx db.Tx, f access.Filter[access.Position], but, q string) ([]Target, error) {
	if f.Nothing() {
		return nil, nil
	}
	var rows []struct{ ID, Title string }
	sel := f.On(tx.NewSelect().TableExpr("positions AS p").ColumnExpr("p.id, p.title"), "p").Where("p.status <> 'closed' AND p.id <> ?", but)
	for _, w := range words(q) {
		like := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(w) + "%"
		sel = sel.Where("(p.title_key LIKE ? ESCAPE '!' OR p.title_key LIKE ? ESCAPE '!')", like, "% "+like)
	}
	if err := sel.OrderExpr("p.title_key, p.id").Limit(mostTargets).Scan(ctx, &rows); err != nil {
		return nil, fmt.Errorf("list positions to go to: %w", err)
	}
	out := make([]Target, len(rows))
	at := map[string]int{}
	ids := make([]string, len(rows))
	for i, row := range rows {
		out[i], at[row.ID], ids[i] = Target{PositionID: row.ID, Title: row.Title}, i, row.ID
	}
	if len(ids) == 0 {
		return out, nil
	}
	var phases []struct {
		PositionID, ID, Name, Kind string
		Stage                      int
	}
	err := tx.NewRaw(`SELECT position_id, id, name, kind, stage FROM phases WHERE position_id IN (?) AND archived_at IS NULL ORDER BY position_id, stage, rank, id`, bun.List(ids)).Scan(ctx, &phases)
	if err != nil {
		return nil, fmt.Errorf("list phases to go to: %w", err)
	}
	for _, p := range phases {
		t := &out[at[p.PositionID]]
		t.Phases = append(t.Phases, Phase{ID: p.ID, Name: p.Name, Stage: p.Stage, Kind: p.Kind})
	}
	return out, nil
}
