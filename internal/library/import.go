package library

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// MaxImport is how many questions one import may bring: "one over rejects the whole batch".
const MaxImport = 50

// Imported is a question as a file tells it: with names where a question has ids. It is also what an export gives.
type Imported struct {
	Title        string   `json:"title"`
	Description  string   `json:"description"`
	ModelAnswer  string   `json:"model_answer"`
	Category     string   `json:"category"`
	Tags         []string `json:"tags"`
	Difficulty   string   `json:"difficulty"`
	Answer       string   `json:"answer_kind"`
	Competencies []string `json:"competencies"`
}

// columns of a file of comma-separated values, in the order in which an export writes them; an import finds them by their
// names. Lists in a cell are separated by semicolons.
var columns = []string{"title", "description", "model_answer", "category", "tags", "difficulty", "answer_kind", "competencies"}

// Import makes questions of one's own, all of them or none. It needs questions:publish and questions:update. What is
// wrong is named by its place: "items.3.title", counted from 0.
func (r *Room) Import(ctx context.Context, a access.Actor, items []Imported) (made []Entry[Question], err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		for _, p := range []access.Permission{access.QuestionsPublish, access.QuestionsUpdate} {
			if err := a.Require(p); err != nil {
				return err
			}
		}
		made = nil
		ready, err := r.checkImport(ctx, tx, a, items)
		if err != nil {
			return err
		}
		for _, q := range ready {
			e, err := r.Questions.make(ctx, tx, a, q, "")
			if err != nil {
				return err
			}
			made = append(made, e)
		}
		return nil
	})
	return made, err
}

func (r *Room) checkImport(ctx context.Context, tx db.Tx, a access.Actor, items []Imported) (out []Question, err error) {
	switch {
	case len(items) == 0:
		return nil, errs.Bad(errs.F("items", "There is no question in this."))
	case len(items) > MaxImport:
		return nil, errs.Bad(errs.F("items", fmt.Sprintf("These are %d questions; at most %d can be imported at once, and none was.", len(items), MaxImport)))
	}
	words, err := wordsToChoose(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	var all problems
	for n, item := range items {
		q, wrong := item.question(words)
		more, err := settleQuestion(ctx, tx, a, &q, Question{})
		if err != nil {
			return nil, err
		}
		for _, f := range append(wrong, more...) {
			all.add(fmt.Sprintf("items.%d.%s", n, f.Name), fmt.Sprintf("Question %d: %s", n+1, f.Message))
		}
		out = append(out, q)
	}
	return out, all.err()
}

// chosen are the ids of words by their keys, of those that the actor may choose.
type chosen struct{ categories, competencies map[string]string }

func wordsToChoose(ctx context.Context, tx db.Tx, a access.Actor) (out chosen, err error) {
	out = chosen{map[string]string{}, map[string]string{}}
	if a.Holds(access.QuestionsView) {
		found, err := categories(ctx, tx, a, "")
		if err != nil {
			return out, err
		}
		for _, c := range found {
			out.categories[db.Key(c.Name)] = c.ID
		}
	}
	found, err := competenciesToChoose(ctx, tx, a)
	for _, c := range found {
		out.competencies[db.Key(c.Name)] = c.ID
	}
	return out, err
}

// question finds the ids of names.
func (in Imported) question(words chosen) (q Question, p problems) {
	q = Question{Title: in.Title, Description: in.Description, ModelAnswer: in.ModelAnswer, Tags: in.Tags,
		Difficulty: Difficulty(db.Key(in.Difficulty)), Answer: AnswerKind(db.Key(in.Answer))}
	if key := db.Key(in.Category); key != "" {
		if q.CategoryID = words.categories[key]; q.CategoryID == "" {
			p.add("category", "There is no category “"+short(in.Category)+"”.")
		}
	}
	for _, name := range in.Competencies {
		if key := db.Key(name); key == "" {
			continue
		} else if id := words.competencies[key]; id != "" {
			q.Competencies = append(q.Competencies, id)
		} else {
			p.add("competencies", "There is no competency “"+short(name)+"”.")
		}
	}
	return q, p
}

func short(text string) string {
	if r := []rune(text); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return text
}

// ReadJSON reads a list of questions, or an object with the list in "items", as an export writes it.
func ReadJSON(text string) (items []Imported, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		var whole struct{ Items []Imported }
		err, items = d.Decode(&whole), whole.Items
	} else {
		err = d.Decode(&items)
	}
	if err == nil {
		if _, more := d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("there is more behind the list")
		}
	}
	if err != nil {
		where := ""
		if at := d.InputOffset(); at > 0 {
			where = fmt.Sprintf(" near line %d", 1+strings.Count(text[:min(int(at), len(text))], "\n"))
		}
		return nil, errs.Bad(errs.F("text", "This is no list of questions in JSON"+where+": "+strings.TrimPrefix(err.Error(), "json: ")+"."))
	}
	return items, nil
}

// ReadCSV reads a table whose first line names the columns: title, and any of description, model_answer, category, tags,
// difficulty, answer_kind, competencies. Commas or semicolons separate cells.
func ReadCSV(text string) (items []Imported, err error) {
	text = strings.TrimPrefix(text, "\uFEFF")
	head, _, _ := strings.Cut(text, "\n")
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	if strings.Count(head, ";") > strings.Count(head, ",") {
		r.Comma = ';'
	}
	names, err := r.Read()
	if err != nil {
		return nil, errs.Bad(errs.F("text", "The first line names the columns: "+strings.Join(columns, ", ")+"."))
	}
	var p problems
	for n := range names {
		names[n] = strings.ReplaceAll(db.Key(names[n]), " ", "_")
		if !slices.Contains(columns, names[n]) {
			p.add("text", "Line 1: there is no column “"+short(names[n])+"”. The columns are "+strings.Join(columns, ", ")+".")
		}
	}
	if !slices.Contains(names, "title") {
		p.add("text", "Line 1: the column title is missing.")
	}
	if len(p) > 0 {
		return nil, p.err()
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return items, p.err()
		}
		if err != nil {
			p.add("text", "This is no table: "+strings.TrimPrefix(err.Error(), "record on ")+".")
			return nil, p.err()
		}
		if line, _ := r.FieldPos(0); len(cells) != len(names) {
			p.add("text", fmt.Sprintf("Line %d has %d cells; line 1 names %d columns.", line, len(cells), len(names)))
			continue
		}
		items = append(items, fromCells(names, cells))
	}
}

func fromCells(names, cells []string) (in Imported) {
	for n, name := range names {
		cell := cells[n]
		if rest, ok := strings.CutPrefix(cell, "'"); ok && formula(rest) {
			cell = rest
		}
		switch name {
		case "title":
			in.Title = cell
		case "description":
			in.Description = cell
		case "model_answer":
			in.ModelAnswer = cell
		case "category":
			in.Category = cell
		case "tags":
			in.Tags = listOf(cell)
		case "difficulty":
			in.Difficulty = cell
		case "answer_kind":
			in.Answer = cell
		case "competencies":
			in.Competencies = listOf(cell)
		}
	}
	return in
}

// listOf reads "a; b", and "a, b" as people write it.
func listOf(cell string) []string {
	if strings.Contains(cell, ";") {
		return strings.Split(cell, ";")
	}
	return strings.Split(cell, ",")
}

// formula reports whether a spreadsheet would calculate a cell instead of showing it.
func formula(cell string) bool { return cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) }
