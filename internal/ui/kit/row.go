package kit

import (
	"context"
	"io"

	"github.com/a-h/templ"
)

// RowProps describe one row. j and k walk rows, Enter opens, x ticks.
type RowProps struct {
	ID   string // stable: a live refresh finds it
	Href string // what the row opens; a link to it stands in the first cell too
	Dim  bool   // over, or not counting: deactivated, closed
}

// Row and cells are the frame of every list, a hundred rows of eight to a page: written by hand, they make one string
// each and no maps.
func Row(p RowProps) templ.Component {
	b := make([]byte, 0, 160)
	b = append(b, `<tr class="row`...)
	if p.Dim {
		b = append(b, ` row--dim`...)
	}
	b = append(b, `" data-row`...)
	if p.Href != "" {
		b = append(text(append(b, ` data-href="`...), p.Href), '"')
	}
	if p.ID != "" {
		b = append(text(append(b, ` id="`...), p.ID), '"')
	}
	return enclosing(string(append(b, '>')), "</tr>")
}

// Cell is one value; its label shows where the table is narrow.
func Cell(label string) templ.Component {
	return enclosing(string(append(text([]byte(`<td class="cell" data-label="`), label), `">`...)), "</td>")
}

// CellNumber sets figures to the right.
func CellNumber(label string) templ.Component {
	return enclosing(string(append(text([]byte(`<td class="cell cell--number" data-label="`), label), `">`...)), "</td>")
}

// CellMain is the cell a row is known by.
func CellMain() templ.Component { return enclosing(`<td class="cell cell--main">`, "</td>") }

// CellEnd holds the row's menu.
func CellEnd() templ.Component { return enclosing(`<td class="cell cell--end">`, "</td>") }

// enclosing sets children between two pieces of markup.
func enclosing(before, after string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		children := templ.GetChildren(ctx)
		if _, err := io.WriteString(w, before); err != nil {
			return err
		}
		if err := children.Render(templ.ClearChildren(ctx), w); err != nil {
			return err
		}
		_, err := io.WriteString(w, after)
		return err
	})
}
