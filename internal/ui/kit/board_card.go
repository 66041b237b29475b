package kit

import (
	"context"
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"
)

// BoardCardProps are three lines about one application.
type BoardCardProps struct {
	ID       string // of the element: "application-…"
	Name     string
	Href     string // the application
	Line     string // headline, or the next action
	Action   bool   // Line is something to do
	Source   string
	Since    time.Time     // in this phase since
	Limit    time.Duration // after which it is old; 0 draws no bar
	Move     string        // address a move is sent to; "" can't be moved
	MoveHref string        // the page that asks where to, for those without script
	Status   string        // shows a shape: snoozed, rejected
	Starred  bool
}

// BoardCard draws one card.
func BoardCard(c Clock, p BoardCardProps) templ.Component {
	return BoardCards(c, 1, func(int) BoardCardProps { return p })
}

// BoardCards draws n cards. A board has hundreds of them, and templ makes some sixty strings for each: here they are
// written one after the other into one piece of memory.
func BoardCards(c Clock, n int, card func(i int) BoardCardProps) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		room := cardRoom.Get().(*[]byte)
		defer cardRoom.Put(room)
		for i := range n {
			*room = appendCard((*room)[:0], c, card(i))
			if _, err := w.Write(*room); err != nil {
				return err
			}
		}
		return nil
	})
}

var (
	cardStar = sync.OnceValue(func() drawn { return draw("star", "icon", `role="img" aria-label="Starred"`) })
	cardMenu = sync.OnceValue(func() drawn { return draw("ellipsis", "icon", `aria-hidden="true"`) })
)

var cardRoom = sync.Pool{New: func() any { b := make([]byte, 0, 2048); return &b }}

func appendCard(b []byte, c Clock, p BoardCardProps) []byte {
	b = text(append(b, `<li class="board-card" id="`...), p.ID)
	b = append(b, `" data-card`...)
	if p.Move != "" {
		b = append(text(append(b, ` data-move="`...), p.Move), '"')
	}
	if p.Name != "" {
		b = append(text(append(b, ` data-says="`...), p.Name), '"')
	}
	b = text(append(b, `><a class="board-card__link" href="`...), p.Href)
	b = text(append(b, `" draggable="false"><span class="board-card__name">`...), p.Name)
	b = append(b, `</span> <span class="board-card__line`...)
	if p.Action {
		b = append(b, ` board-card__line--action`...)
	}
	b = text(append(b, `">`...), or(p.Line, " "))
	b = append(b, `</span> <span class="board-card__meta">`...)
	if p.Status != "" {
		b = append(b, shapeOf(StatusOf(p.Status))...)
	}
	b = text(append(b, `<span class="truncate">`...), p.Source)
	b = text(append(b, `</span> <span class="board-card__age num" title="Here since `...), c.Exact(p.Since))
	b = append(append(b, `">`...), c.Age(p.Since)...)
	b = append(b, `</span></span> `...)
	if p.Limit > 0 {
		b = append(append(b, `<svg class="age-bar" data-age="`...), ageLevel(c, p)...)
		b = append(b, `" width="100%" height="2" aria-hidden="true" focusable="false"><rect width="`...)
		b = strconv.AppendFloat(b, 100*share(c, p), 'f', 2, 64)
		b = append(b, `%" height="2"></rect></svg>`...)
	}
	b = append(b, `</a> `...)
	if p.Starred {
		b = append(append(append(b, `<span class="board-card__star">`...), cardStar()...), `</span> `...)
	}
	if p.Move != "" {
		b = text(append(b, `<a class="board-card__move button button--quiet button--icon button--small" href="`...), or(p.MoveHref, p.Href))
		b = append(append(b, `" data-move-open aria-haspopup="true" title="Move to… (m)">`...), cardMenu()...)
		b = text(append(b, `<span class="visually-hidden">Move `...), p.Name)
		b = append(b, ` to…</span></a>`...)
	}
	return append(b, `</li>`...)
}
