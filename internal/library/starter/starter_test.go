package starter

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func load(t *testing.T) Set {
	t.Helper()
	set, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestTheSetIsComplete(t *testing.T) {
	set := load(t)
	for _, c := range []struct {
		what      string
		got, want int
	}{
		{"categories", len(set.Categories), 8},
		{"questions", len(set.Questions), 60},
		{"competencies", len(set.Competencies), 5},
		{"levels", len(set.Levels), 4},
		{"templates", len(set.Templates), 6},
		{"forms", len(set.Forms), 3},
	} {
		if c.got != c.want {
			t.Errorf("%d %s, want %d", c.got, c.what, c.want)
		}
	}
}

// names fails on a name that is empty, too long, untrimmed or there already, and returns all of them.
func names[T any](t *testing.T, what string, items []T, name func(T) string) []string {
	t.Helper()
	var all []string
	seen := map[string]bool{}
	for _, item := range items {
		n := name(item)
		within(t, what, n, 2, 100)
		if key := strings.ToLower(n); seen[key] {
			t.Errorf("%s: %q is there twice", what, n)
		} else {
			seen[key] = true
		}
		all = append(all, n)
	}
	return all
}

// within fails on a text that is untrimmed, or shorter or longer than it should be, in letters.
func within(t *testing.T, what, text string, least, most int) {
	t.Helper()
	if n := utf8.RuneCountInString(text); n < least || n > most || text != strings.TrimSpace(text) {
		t.Errorf("%s: %d letters, want %d to %d and no space around: %q", what, n, least, most, text)
	}
}

// known fails on a reference to something that is not in the set.
func known(t *testing.T, where, name string, all []string) {
	t.Helper()
	if !slices.Contains(all, name) {
		t.Errorf("%s refers to %q, which does not exist", where, name)
	}
}

func TestQuestions(t *testing.T) {
	set := load(t)
	names(t, "question", set.Questions, func(q Question) string { return q.Title })
	categories := names(t, "category", set.Categories, func(c Category) string { return c.Name })
	competencies := names(t, "competency", set.Competencies, func(c Named) string { return c.Name })
	perCategory, perCompetency, perDifficulty, perKind := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, q := range set.Questions {
		known(t, q.Title, q.Category, categories)
		perCategory[q.Category]++
		perDifficulty[q.Difficulty]++
		perKind[q.AnswerKind]++
		if words := len(strings.Fields(q.Description + " " + q.Answer)); words < 80 || words > 250 {
			t.Errorf("%q has %d words, want 80 to 250", q.Title, words)
		}
		within(t, q.Title+", description", q.Description, 150, 1500)
		within(t, q.Title+", answer", q.Answer, 300, 2000)
		if n := len(q.Competencies); n < 1 || n > 2 {
			t.Errorf("%q has %d competencies, want 1 or 2", q.Title, n)
		}
		for _, c := range q.Competencies {
			known(t, q.Title, c, competencies)
			perCompetency[c]++
		}
		if n := len(q.Tags); n < 1 || n > 3 {
			t.Errorf("%q has %d tags, want 1 to 3", q.Title, n)
		}
		for _, tag := range q.Tags {
			within(t, q.Title+", tag", tag, 2, 30)
			if tag != strings.ToLower(tag) {
				t.Errorf("%q: the tag %q is not in lower case", q.Title, tag)
			}
		}
	}
	for _, c := range categories {
		if n := perCategory[c]; n < 7 || n > 8 {
			t.Errorf("%d questions in %s, want 7 or 8", n, c)
		}
	}
	for _, c := range competencies {
		if perCompetency[c] < 5 {
			t.Errorf("only %d questions show %s", perCompetency[c], c)
		}
	}
	for _, d := range difficulties {
		if perDifficulty[d] < 10 {
			t.Errorf("only %d %s questions: not a real mix", perDifficulty[d], d)
		}
	}
	for _, k := range answerKinds {
		if perKind[k] < 5 {
			t.Errorf("only %d questions of kind %s", perKind[k], k)
		}
	}
}

func TestCategoriesHaveColoursOfTheirOwn(t *testing.T) {
	names(t, "colour", load(t).Categories, func(c Category) string { return c.Color })
}

func TestJobRoleFillsTheMatrix(t *testing.T) {
	set := load(t)
	names(t, "level", set.Levels, func(l Named) string { return l.Name })
	within(t, "job role", set.JobRole.Name, 2, 100)
	within(t, "job role, description", set.JobRole.Description, 50, 1000)
	for _, n := range slices.Concat(set.Competencies, set.Levels) {
		within(t, n.Name, n.Description, 40, 400)
	}
	if n := len(set.JobRole.Cells); n != len(set.Competencies) {
		t.Errorf("the matrix has %d competencies, want %d", n, len(set.Competencies))
	}
	var cells []string
	for _, c := range set.Competencies {
		row := set.JobRole.Cells[c.Name]
		if len(row) != len(set.Levels) {
			t.Errorf("%s has %d levels, want %d", c.Name, len(row), len(set.Levels))
		}
		for _, l := range set.Levels {
			within(t, c.Name+" × "+l.Name, row[l.Name], 60, 300)
			if slices.Contains(cells, row[l.Name]) {
				t.Errorf("%s × %s says the same as another cell", c.Name, l.Name)
			}
			cells = append(cells, row[l.Name])
		}
	}
}

func TestTemplatesAddUp(t *testing.T) {
	set := load(t)
	titles := names(t, "question", set.Questions, func(q Question) string { return q.Title })
	names(t, "template", set.Templates, func(i Template) string { return i.Name })
	for _, i := range set.Templates {
		within(t, i.Name+", description", i.Description, 40, 300)
		within(t, i.Name+", guidance", i.Guidance, 200, 1500)
		names(t, i.Name+", section", i.Sections, func(s Section) string { return s.Title })
		var asked []Timed
		minutes := 0
		for _, s := range i.Sections {
			if len(s.Questions) == 0 {
				t.Errorf("%s: %s has no question", i.Name, s.Title)
			}
			for _, q := range s.Questions {
				known(t, i.Name, q.Title, titles)
				if q.Minutes < 3 {
					t.Errorf("%s: %d minutes for %q", i.Name, q.Minutes, q.Title)
				}
				minutes += q.Minutes
			}
			asked = append(asked, s.Questions...)
		}
		names(t, i.Name+", question", asked, func(q Timed) string { return q.Title })
		if minutes < 30 || minutes > 60 {
			t.Errorf("%s takes %d minutes, want 30 to 60", i.Name, minutes)
		}
	}
}

func TestForms(t *testing.T) {
	set := load(t)
	names(t, "form", set.Forms, func(f Form) string { return f.Name })
	for _, f := range set.Forms {
		within(t, f.Name+", description", f.Description, 40, 300)
		names(t, f.Name+", field", f.Fields, func(f Field) string { return f.Label })
		recommendations := 0
		for _, field := range f.Fields {
			where := f.Name + ", " + field.Label
			within(t, where, field.Help, 20, 200)
			switch field.Kind {
			case rating, text:
				if len(field.Options) > 0 {
					t.Errorf("%s: a %s has no options", where, field.Kind)
				}
			case recommendation:
				recommendations++
				fallthrough
			case choice:
				if len(names(t, where, field.Options, func(o string) string { return o })) < 2 {
					t.Errorf("%s: too few options", where)
				}
			default:
				t.Errorf("%s: unknown kind %q", where, field.Kind)
			}
		}
		if recommendations != 1 {
			t.Errorf("%s asks for %d recommendations, want one", f.Name, recommendations)
		}
	}
}

func TestEveryLoadIsACopy(t *testing.T) {
	mine := load(t)
	mine.JobRole.Cells[craft][junior] = "changed"
	mine.Forms[0].Fields[0].Label = "changed"
	mine.Questions[0].Tags[0] = "changed"
	if reflect.DeepEqual(mine, load(t)) {
		t.Error("a change to one set is seen in the next")
	}
	if !reflect.DeepEqual(load(t), load(t)) {
		t.Error("two loads differ")
	}
}
