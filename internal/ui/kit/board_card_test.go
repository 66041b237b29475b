package kit

import (
	"context"
	"strings"
	"testing"
	"time"
)

// A card is written by hand: what people typed is escaped, and nothing is left open.
func TestBoardCardEscapes(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	p := BoardCardProps{ID: "application-1", Name: `<b>O'Neil</b> & "co"`, Href: "/applications/1?a=1&b=2", Line: `<i>`, Source: "Agency: A&B", Since: now.Add(-70 * time.Hour),
		Limit: 14 * 24 * time.Hour, Move: "/applications/1/move", Starred: true, Status: "snoozed"}
	var b strings.Builder
	if err := BoardCard(Clock{Now: now}, p).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	const name = `&lt;b&gt;O&#39;Neil&lt;/b&gt; &amp; &#34;co&#34;`
	for _, want := range []string{
		`<li class="board-card" id="application-1" data-card data-move="/applications/1/move" data-says="` + name + `">`,
		`href="/applications/1?a=1&amp;b=2"`, `<span class="board-card__name">` + name + `</span>`, `>&lt;i&gt;</span>`, `>Agency: A&amp;B</span>`,
		`title="Here since Monday 2 March 2026, 14:00 UTC">2 d</span>`, `<rect width="20.83%" height="2">`, `aria-label="Starred"`, `Move ` + name + ` to…</span></a></li>`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	for _, tag := range []string{"li", "a", "span", "svg", "rect"} {
		if opened, closed := strings.Count(b.String(), "<"+tag+" "), strings.Count(b.String(), "</"+tag+">"); opened != closed {
			t.Errorf("%d <%s>, %d </%s>", opened, tag, closed, tag)
		}
	}
}
