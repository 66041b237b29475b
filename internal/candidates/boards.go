package candidates

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// laneSize is how many cards a lane shows at once; more come as it is scrolled.
const laneSize = 200

// Board is a position's applications in columns, as the actor sees them. It opens to whoever sees candidates there:
// who sees the position only is refused (403), who sees neither learns nothing (404). Rejected and withdrawn
// applications are counted, not shown.
func (r *Room) Board(ctx context.Context, a access.Actor, positionID string, f BoardFilter) (out Board, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		head, err := openBoard(ctx, tx, a, positionID)
		if err != nil {
			return err
		}
		out, err = board(ctx, tx, a, head, f.on(positionID))
		return err
	})
	return out, err
}

// BoardLane is one lane with a page of its cards: what a board asks for when it is scrolled.
func (r *Room) BoardLane(ctx context.Context, a access.Actor, positionID, key string, f BoardFilter, page db.Page) (out Lane, err error) {
	err = access.Read(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		head, err := openBoard(ctx, tx, a, positionID)
		if err != nil {
			return err
		}
		filter := f.on(positionID)
		all, err := columns(ctx, tx, a, head, filter)
		if err != nil {
			return err
		}
		lane := all.lane(key)
		if lane == nil {
			return errs.Hidden()
		}
		if page.Limit == 0 {
			page.Limit = laneSize
		}
		if err := all.fill(ctx, tx, a, filter, []*Lane{lane}, page); err != nil {
			return err
		}
		out = *lane
		return nil
	})
	return out, err
}

func (f BoardFilter) on(positionID string) ApplicationFilter {
	return ApplicationFilter{PositionID: positionID, Q: f.Q, Quick: f.Quick, Starred: f.Starred, Tag: f.Tag}
}

func board(ctx context.Context, tx db.Tx, a access.Actor, head boardHead, f ApplicationFilter) (Board, error) {
	all, err := columns(ctx, tx, a, head, f)
	if err != nil {
		return Board{}, err
	}
	var lanes []*Lane
	for i := range all.Columns {
		for j := range all.Columns[i].Lanes {
			lanes = append(lanes, &all.Columns[i].Lanes[j])
		}
	}
	return all.Board, all.fill(ctx, tx, a, f, lanes, db.Page{Limit: laneSize})
}

// layout is a board whose lanes have counts and rights, and no cards yet.
type layout struct {
	Board
	head boardHead
	own  map[string][]record // the reader's own cards, by lane
}

func columns(ctx context.Context, tx db.Tx, a access.Actor, head boardHead, f ApplicationFilter) (*layout, error) {
	counts, counted, err := spotCounts(ctx, tx, a, head.ID, f)
	if err != nil {
		return nil, err
	}
	own, err := ownCards(ctx, tx, a, f)
	if err != nil {
		return nil, err
	}
	phases, err := loadPhases(ctx, tx, head.ID)
	if err != nil {
		return nil, err
	}
	out := &layout{head: head, own: map[string][]record{}, Board: Board{PositionID: head.ID, PositionTitle: head.Title, PositionOpen: head.Open, Private: head.Private}}
	rights := rightsOn(a, head)
	out.Can = rights.board(a, head)
	for _, rec := range own { // Access: the phase is not shown on one's own file, so it does not count there
		if counted {
			counts[spot{rec.Status, rec.PhaseID}]--
		}
		if !rec.Status.Ended() {
			out.own[string(rec.Status)] = append(out.own[string(rec.Status)], rec)
		}
		counts[spot{rec.Status, ""}]++
	}
	for s, n := range counts {
		switch s.Status {
		case Rejected:
			out.Rejected += n
		case Withdrawn:
			out.Withdrawn += n
		}
	}
	out.arrange(head, phases, counts, rights)
	return out, nil
}

// arrange makes the columns: Applied, those of the plan, Offer, Hired.
func (b *layout) arrange(head boardHead, phases []Phase, counts map[spot]int, rights boardRights) {
	status := func(s Status) Column {
		n := counts[spot{s, ""}]
		return Column{Key: string(s), Title: s.Label(), Count: n, Lanes: []Lane{rights.lane(Lane{Key: string(s), Status: s, Count: n}, s.Label())}}
	}
	b.Columns = append(b.Columns, status(Applied))
	if counts[spot{InReview, ""}] > 0 || len(phases) == 0 {
		b.Columns = append(b.Columns, status(InReview))
	}
	for i := 0; i < len(phases); {
		col := Column{Key: "stage-" + strconv.Itoa(phases[i].Stage)}
		for stage := phases[i].Stage; i < len(phases) && phases[i].Stage == stage; i++ {
			p := phases[i]
			n := counts[spot{InReview, p.ID}]
			if n == 0 && (p.Archived || !head.Open) { // Access: without sight of the position its plan does not show
				continue
			}
			col.Count += n
			col.Lanes = append(col.Lanes, rights.lane(Lane{Key: "phase-" + p.ID, Phase: &p, Status: InReview, Count: n}, p.Name))
		}
		switch len(col.Lanes) {
		case 0:
			continue
		case 1:
			col.Title = col.Lanes[0].Phase.Name
		default:
			col.Title = fmt.Sprintf("Parallel — Stage %d", col.Lanes[0].Phase.Stage)
		}
		b.Columns = append(b.Columns, col)
	}
	b.Columns = append(b.Columns, status(Offer), status(Hired))
}

func (b *layout) lane(key string) *Lane {
	for i := range b.Columns {
		for j := range b.Columns[i].Lanes {
			if b.Columns[i].Lanes[j].Key == key {
				return &b.Columns[i].Lanes[j]
			}
		}
	}
	return nil
}

// fill puts a page of cards into lanes; one's own come first on the first page.
func (b *layout) fill(ctx context.Context, tx db.Tx, a access.Actor, f ApplicationFilter, lanes []*Lane, page db.Page) error {
	var filled []*Lane
	for _, l := range lanes {
		if l.Count > len(b.own[l.Key]) {
			filled = append(filled, l)
		}
	}
	found, err := laneCards(ctx, tx, a, f, filled, page)
	if err != nil {
		return err
	}
	for _, l := range lanes {
		rows := found[l.spot()]
		l.Cards = db.List[Application]{Next: rows.Next}
		l.Cards.Items = b.show(a, l, rows.Items)
		if own := b.own[l.Key]; page.Cursor == "" && len(own) > 0 {
			l.Cards.Items = append(showAll(a, own), l.Cards.Items...)
		}
	}
	return nil
}

// show is the cards of a lane as the actor gets them. None is their own, so what rules read is the same for all:
// access decides about the lane, and its answer stands on each card.
func (b *layout) show(a access.Actor, l *Lane, rows []card) []Application {
	at := record{OrgID: b.head.OrgID, PositionID: b.head.ID, Title: b.head.Title, Private: b.head.Private, Status: l.spot().Status}
	if l.Phase != nil {
		at.PhaseID, at.PhaseName, at.PhaseStage, at.PhaseKind, at.PhaseGone = l.Phase.ID, l.Phase.Name, l.Phase.Stage, l.Phase.Kind, l.Phase.Archived
	}
	like := at.show(a)
	like.Withheld = slices.Clip(like.Withheld)
	out := make([]Application, len(rows))
	for i, c := range rows {
		app := like
		app.ID, app.CandidateID, app.CandidateName, app.Headline, app.Source, app.SourceName = c.ID, c.CandidateID, c.Name, c.Headline, c.Source, c.SourceName
		app.AppliedAt, app.MovedAt, app.SnoozedUntil, app.Starred = c.AppliedAt, c.MovedAt, c.SnoozedUntil, c.Starred
		if app.Phase != nil {
			at.PhaseState = c.PhaseState
			app.PhaseState = at.phaseState()
			app.NextAction = next(at.Status, app.Phase, app.PhaseState)
		}
		out[i] = app
	}
	return out
}

func (l *Lane) spot() spot {
	if l.Phase != nil {
		return spot{InReview, l.Phase.ID}
	}
	return spot{l.Status, ""}
}

// boardRights are what the reader may do with any card of a position, by the stage it is in.
type boardRights struct {
	update  bool // cards in open stages
	closing bool // cards in closing stages
	offer   bool // into Offer
	confirm bool // …where the activity closes for the reader
	hire    bool
	refusal string // why hiring is refused
}

func rightsOn(a access.Actor, head boardHead) boardRights {
	out := boardRights{
		update:  access.May(a, access.ApplicationUpdate, head.row(InReview)),
		closing: access.May(a, access.ApplicationUpdate, head.row(Hired)),
		offer:   access.May(a, access.ApplicationToOffer, head.row(InReview)),
		confirm: !access.May(a, access.ApplicationActivity, head.row(Offer)),
		hire:    access.May(a, access.ApplicationClose, head.row(InReview)),
	}
	_, out.refusal, _ = access.Withheld(a, access.ApplicationUpdate, head.row(Offer))
	return out
}

func (r boardRights) board(a access.Actor, head boardHead) BoardCan {
	return BoardCan{
		Update: r.update, Close: r.closing,
		Contact: access.May(a, access.ApplicationContact, head.row(InReview)),
		Add:     access.May(a, access.PositionAddCandidate, head.row("")),
	}
}

// lane says what may be done with a lane's cards, and what a drop will do.
func (r boardRights) lane(l Lane, title string) Lane {
	l.MayLeave, l.MayEnter, l.Says = r.update, r.update || r.closing, "Move to "+title
	switch {
	case l.Status == Offer:
		l.MayLeave, l.MayEnter, l.Confirm = r.closing, r.offer, r.offer && r.confirm
		if l.Confirm {
			l.Says = "Offer: its activity will close for you"
		}
	case l.Status == Hired:
		l.MayLeave, l.MayEnter = r.closing, r.hire
		if !r.hire {
			l.Says = r.refusal
		}
	case l.Phase != nil && l.Phase.Archived:
		l.MayEnter, l.Says = false, "This phase is no longer part of the plan."
	case !l.MayEnter:
		l.Says = "Moving candidates here needs the permission candidates:update."
	}
	return l
}
