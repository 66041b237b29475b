package library

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"strings"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
)

// Export gives the questions that a list with this filter shows, all its pages, with names instead of ids. That it was
// done is on record, for the organisation's auditors; what was in it is not.
func (r *Room) Export(ctx context.Context, a access.Actor, f Filter) (out []Imported, err error) {
	s := r.Questions
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		out = []Imported{}
		page := db.Page{Limit: db.MaxLimit}
		for {
			list, err := s.list(ctx, tx, a, f, page)
			if err != nil {
				return err
			}
			texts, err := contents[Question](ctx, tx, list.Items)
			if err != nil {
				return err
			}
			for _, i := range list.Items {
				out = append(out, exported(i, texts[i.ID]))
			}
			if page.Cursor = list.Next; page.Cursor == "" {
				break
			}
		}
		return activity.Audit(ctx, tx, a, activity.Entry{Action: "question.exported", Object: "organization", ObjectID: a.OrgID()})
	})
	return out, err
}

func exported(i Item, q Question) Imported {
	out := Imported{Title: q.Title, Description: q.Description, ModelAnswer: q.ModelAnswer, Tags: i.Tags, Difficulty: string(q.Difficulty), Answer: string(q.Answer)}
	if i.Category != nil {
		out.Category = i.Category.Name
	}
	for _, c := range i.Competencies {
		out.Competencies = append(out.Competencies, c.Name)
	}
	return out
}

// WriteJSON writes questions as ReadJSON reads them.
func WriteJSON(items []Imported) []byte {
	raw, err := json.MarshalIndent(map[string]any{"items": items}, "", "  ")
	if err != nil {
		panic("library: " + err.Error()) // only plain values are in it
	}
	return raw
}

// WriteCSV writes questions as ReadCSV reads them. A cell that a spreadsheet would calculate begins with an apostrophe.
func WriteCSV(items []Imported) string {
	var text strings.Builder
	w := csv.NewWriter(&text)
	_ = w.Write(columns) // a strings.Builder takes everything
	for _, q := range items {
		cells := []string{q.Title, q.Description, q.ModelAnswer, q.Category, strings.Join(q.Tags, ";"), q.Difficulty, q.Answer, strings.Join(q.Competencies, ";")}
		for n, cell := range cells {
			if formula(cell) {
				cells[n] = "'" + cell
			}
		}
		_ = w.Write(cells)
	}
	w.Flush()
	return text.String()
}
