package library_test

import (
	"slices"
	"strings"
	"testing"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/library"
	"candor/internal/library/profiles"
)

// "In use": a category or competency that only a Personal question of somebody else has goes, and nobody can tell.
func TestInUseNamesOnlyWhatOneSees(t *testing.T) {
	each(t, func(s *shelf) {
		c, err := s.room.CreateCategory(t.Context(), s.as("sol"), library.Category{Name: "Logic", Color: "teal"})
		s.is(err, fine)
		skill := s.competency("Judgement")
		measures := profiles.New(s.d)
		mine := s.ask("kit", library.Question{Title: "Secret of kit", CategoryID: c.ID, Competencies: []string{skill}})
		if all, err := s.room.Categories(t.Context(), s.as("ada")); err != nil || len(all) != 1 || all[0].Questions != 0 {
			t.Error(all, err)
		}
		if all, err := s.room.Categories(t.Context(), s.as("kit")); err != nil || all[0].Questions != 1 {
			t.Error(all, err)
		}
		err = s.room.DeleteCategory(t.Context(), s.as("kit"), c.ID)
		if s.is(err, conflict); !strings.Contains(err.Error(), "1 question is in it") {
			t.Error(err)
		}
		err = measures.DeleteMeasure(t.Context(), s.as("kit"), profiles.Competencies, skill)
		if s.is(err, conflict); !strings.Contains(err.Error(), "Secret of kit") {
			t.Error(err)
		}
		s.is(s.room.DeleteCategory(t.Context(), s.as("ada"), c.ID), fine)
		s.is(measures.DeleteMeasure(t.Context(), s.as("ada"), profiles.Competencies, skill), fine)
		again, err := s.room.CreateCategory(t.Context(), s.as("ada"), library.Category{Name: "logic", Color: "red"})
		s.is(err, fine, "its name is free")
		e, err := s.room.Questions.Edit(t.Context(), s.as("kit"), mine.ID, 0, func(q *library.Question) { q.Title = "Still secret" })
		if s.is(err, fine); e.Category.Name != "Logic" || e.Competencies[0].Name != "Judgement" {
			t.Errorf("%+v", e.Item)
		}
		_, err = s.room.Questions.Create(t.Context(), s.as("kit"), library.Question{Title: "X", CategoryID: c.ID})
		s.is(err, invalid, "gone")
		_, err = s.room.Questions.Create(t.Context(), s.as("mia"), library.Question{Title: "X", Competencies: []string{s.competency("Hidden from authors")}})
		s.is(err, invalid, "without competencies:view")

		_, err = s.room.CreateCategory(t.Context(), s.as("sol"), library.Category{Name: "LOGIC", Color: "red"})
		s.is(err, invalid, "twice")
		_, err = s.room.CreateCategory(t.Context(), s.as("sol"), library.Category{Name: "Blank", Color: "beige"})
		s.is(err, invalid)
		_, err = s.room.CreateCategory(t.Context(), s.as("ines"), library.Category{Name: "No", Color: "red"})
		s.is(err, refused)
		_, err = s.room.EditCategory(t.Context(), s.as("ines"), again.ID, nil, nil)
		s.is(err, refused)
		_, err = s.room.Categories(t.Context(), s.as("nora"))
		s.is(err, refused, "questions:view")
		_, err = s.room.EditCategory(t.Context(), s.as("nora"), again.ID, nil, nil)
		s.is(err, hidden)
		name := "Reasoning"
		again, err = s.room.EditCategory(t.Context(), s.as("mia"), again.ID, &name, nil)
		if s.is(err, fine); again.Name != "Reasoning" || again.Color != "red" {
			t.Errorf("%+v", again)
		}
		s.is(s.room.DeleteCategory(t.Context(), s.as("mia"), again.ID), fine)
		if n := s.number(`SELECT count(*) FROM library_categories WHERE id = ?`, again.ID); n != 0 {
			t.Error("nothing used it, and it is still there")
		}
	})
}

// All or nothing, at most fifty, every bad one named.
func TestImportAndExport(t *testing.T) {
	each(t, func(s *shelf) {
		_, err := s.room.CreateCategory(t.Context(), s.as("sol"), library.Category{Name: "Logic", Color: "teal"})
		s.is(err, fine)
		s.competency("Judgement")
		s.ask("kit", library.Question{Title: "Twin"})
		good, err := library.ReadCSV("\uFEFFTitle;Category;tags;Difficulty;competencies\nTwin;logic;a, b;EASY;judgement\n\"Two\nlines\";;;;\n")
		s.is(err, fine)
		made, err := s.room.Import(t.Context(), s.as("sol"), good)
		s.is(err, fine)
		if e := made[0]; len(made) != 2 || e.Title != "Twin" || e.Category.Name != "Logic" || e.Difficulty != library.Easy || len(e.Tags) != 2 || len(e.Competencies) != 1 || e.Visibility != library.Personal {
			t.Errorf("%+v", made)
		}
		before := s.number(`SELECT count(*) FROM library_items`)
		_, err = s.room.Import(t.Context(), s.as("sol"), []library.Imported{{Title: "Good"}, {Title: " "}, {Title: "X", Category: "Magic", Competencies: []string{"Flight"}, Difficulty: "mild"}})
		if s.is(err, invalid); !strings.Contains(err.Error(), "Question 2: A question needs a title.") || !strings.Contains(err.Error(), "“Magic”") || !strings.Contains(err.Error(), "“Flight”") ||
			!strings.Contains(err.Error(), "Question 3: A question is easy") {
			t.Error(err)
		}
		_, err = s.room.Import(t.Context(), s.as("sol"), slices.Repeat([]library.Imported{{Title: "Many"}}, 51))
		s.is(err, invalid)
		_, err = s.room.Import(t.Context(), s.as("sol"), nil)
		s.is(err, invalid)
		_, err = s.room.Import(t.Context(), s.as("ines"), []library.Imported{{Title: "No"}})
		s.is(err, refused)
		if n := s.number(`SELECT count(*) FROM library_items`); n != before {
			t.Error("something was imported")
		}
		made, err = s.room.Import(t.Context(), s.as("sol"), slices.Repeat([]library.Imported{{Title: "Fifty", Tags: []string{"fifty"}}}, 50))
		if s.is(err, fine); len(made) != 50 {
			t.Error(len(made))
		}
		s.ask("sol", library.Question{Title: "=2+2", Description: "-1", Tags: []string{"odd"}})
		out, err := s.room.Export(t.Context(), s.as("sol"), library.Filter{Tags: []string{"odd"}})
		if s.is(err, fine); len(out) != 1 || !strings.Contains(library.WriteCSV(out), "'=2+2,'-1") {
			t.Errorf("%+v\n%s", out, library.WriteCSV(out))
		}
		back, err := library.ReadCSV(library.WriteCSV(out))
		if s.is(err, fine); len(back) != 1 || back[0].Title != "=2+2" || back[0].Description != "-1" {
			t.Errorf("%+v", back)
		}
		if back, err = library.ReadJSON(string(library.WriteJSON(out))); err != nil || len(back) != 1 || back[0].Title != "=2+2" {
			t.Errorf("%+v %v", back, err)
		}
		if out, err = s.room.Export(t.Context(), s.as("ines"), library.Filter{}); err != nil || len(out) != 0 {
			t.Error(out, err)
		}
	})
}

func TestFilesThatAreNone(t *testing.T) {
	for text, words := range map[string]string{
		"":                          "first line",
		"name\nX\n":                 "Line 1: there is no column “name”",
		"tags\nX\n":                 "the column title is missing",
		"title,tags\nX\nY,z\nA,b,c": "Line 2 has 1 cells",
		"title\n\"X":                "This is no table",
	} {
		if _, err := library.ReadCSV(text); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, words := range map[string]string{
		"":                     "no list of questions",
		"{":                    "no list of questions",
		`[{"title":"X"}] more`: "more behind",
		`[{"name":"X"}]`:       "unknown field",
		"[\n\n{\"title\":1}]":  "near line 3",
	} {
		if _, err := library.ReadJSON(text); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Many at once, each checked by itself.
func TestManyAtOnce(t *testing.T) {
	each(t, func(s *shelf) {
		org, own, theirs := s.shared("Shared"), s.ask("mia", library.Question{Title: "Own", Tags: []string{"old"}}), s.ask("kit", library.Question{Title: "Theirs"})
		ids := []string{org.ID, own.ID, theirs.ID, "nothing"}
		got, err := s.room.TagMany(t.Context(), s.as("mia"), ids, []string{"new"}, []string{"OLD"})
		s.is(err, fine)
		by := map[string]library.BulkItem{}
		for _, i := range got.Items {
			by[i.ID] = i
		}
		if got.Done != 2 || !by[org.ID].Done || !by[own.ID].Done || by[theirs.ID].Done || by[theirs.ID].Title != "" || by[theirs.ID].Sentence != by["nothing"].Sentence {
			t.Errorf("%+v", got)
		}
		e, err := s.room.Questions.Get(t.Context(), s.as("mia"), org.ID)
		if s.is(err, fine); len(e.Tags) != 0 || !e.Approval.Change {
			t.Errorf("a change by an author waits: %+v", e.Item)
		}
		if got := s.titles("mia", library.Filter{Tags: []string{"New"}}); !slices.Equal(got, []string{"Own"}) {
			t.Error(got)
		}
		got, err = s.room.TagMany(t.Context(), s.as("ines"), []string{org.ID}, []string{"x"}, nil)
		if s.is(err, fine); got.Done != 0 || got.Items[0].Title != "Shared" || got.Items[0].Sentence == "" {
			t.Errorf("%+v", got)
		}
		got, err = s.room.Questions.DeleteMany(t.Context(), s.as("sol"), ids)
		if s.is(err, fine); got.Done != 1 {
			t.Errorf("%+v", got)
		}
		if got := s.titles("kit", library.Filter{}); !slices.Equal(got, []string{"Theirs"}) {
			t.Error(got)
		}
		for _, bad := range [][]string{nil, {"a", "a"}} {
			_, err = s.room.Questions.DeleteMany(t.Context(), s.as("sol"), bad)
			s.is(err, invalid)
		}
	})
}

// "One's own things: the kind's :view", which a key has to hold.
func TestKeysNeedViewForOnesOwn(t *testing.T) {
	each(t, func(s *shelf) {
		q := s.ask("mia", library.Question{Title: "Own"})
		blind := s.as("mia").WithKey(access.SetOf(access.QuestionsUpdate, access.QuestionsPublish))
		_, err := s.room.Questions.Get(t.Context(), blind, q.ID)
		s.is(err, hidden)
		_, err = s.room.Questions.Publish(t.Context(), blind, q.ID)
		s.is(err, hidden)
		_, err = s.room.Questions.Create(t.Context(), blind, library.Question{Title: "Unseen"})
		s.is(err, refused)
		_, err = s.room.Questions.List(t.Context(), blind, library.Filter{}, all())
		s.is(err, refused)
		reads := s.as("mia").WithKey(access.SetOf(access.QuestionsView))
		_, err = s.room.Questions.Get(t.Context(), reads, q.ID)
		s.is(err, fine)
		_, err = s.room.Questions.Publish(t.Context(), reads, q.ID)
		s.is(err, refused)
		_, err = s.room.Questions.Create(t.Context(), reads, library.Question{Title: "No"})
		s.is(err, refused)
	})
}

func TestFilters(t *testing.T) {
	each(t, func(s *shelf) {
		c, err := s.room.CreateCategory(t.Context(), s.as("sol"), library.Category{Name: "Logic", Color: "teal"})
		s.is(err, fine)
		skill := s.competency("Judgement")
		s.shared("Zebra 100%")
		q := s.ask("sol", library.Question{Title: "Ärger im Team", Tags: []string{"Team", "Conflict"}, Difficulty: library.Hard, Answer: library.Discussion, CategoryID: c.ID, Competencies: []string{skill}})
		s.ask("kit", library.Question{Title: "Ärger von kit", Tags: []string{"team"}, CategoryID: c.ID})
		for _, f := range []struct {
			library.Filter
			want []string
		}{
			{library.Filter{}, []string{"Ärger im Team", "Zebra 100%"}},
			{library.Filter{Sort: library.ByTitle}, []string{"Ärger im Team", "Zebra 100%"}},
			{library.Filter{Q: "TEAM arger"}, []string{"Ärger im Team"}},
			{library.Filter{Q: "%"}, []string{"Zebra 100%"}},
			{library.Filter{Q: "_"}, nil},
			{library.Filter{Bank: library.Mine}, []string{"Ärger im Team"}},
			{library.Filter{Bank: library.OrgBank}, []string{"Zebra 100%"}},
			{library.Filter{Bank: library.PendingBank}, nil},
			{library.Filter{Tags: []string{"TEAM", "conflict"}}, []string{"Ärger im Team"}},
			{library.Filter{Tags: []string{"team", "other"}}, nil},
			{library.Filter{Difficulty: library.Hard}, []string{"Ärger im Team"}},
			{library.Filter{Difficulty: library.Easy}, nil},
			{library.Filter{Answer: library.Discussion}, []string{"Ärger im Team"}},
			{library.Filter{CategoryID: c.ID}, []string{"Ärger im Team"}},
			{library.Filter{CompetencyID: skill}, []string{"Ärger im Team"}},
		} {
			if got := s.titles("sol", f.Filter); !slices.Equal(got, append([]string{}, f.want...)) {
				t.Errorf("%+v: %v", f.Filter, got)
			}
		}
		tags, err := s.room.Questions.Tags(t.Context(), s.as("sol"), "te", 10)
		if s.is(err, fine); len(tags) != 1 || tags[0] != (library.Tag{Tag: "Team", Items: 1}) {
			t.Error(tags)
		}
		for _, bad := range []library.Filter{{Bank: "theirs"}, {Difficulty: "mild"}, {Sort: "color"}, {Answer: "song"}} {
			_, err = s.room.Questions.List(t.Context(), s.as("sol"), bad, all())
			s.is(err, invalid)
		}
		_, err = s.room.Questions.List(t.Context(), s.as("nora"), library.Filter{}, all())
		s.is(err, refused)
		_ = q
	})
}

// Pages one by one are the whole list, in both orders.
func TestPagesAreOneBigPage(t *testing.T) {
	each(t, func(s *shelf) {
		for n := range 9 {
			s.ask([]string{"sol", "kit"}[n%2], library.Question{Title: strings.Repeat("x", (n*5)%9+1)})
		}
		for _, sort := range []library.Sort{library.Newest, library.ByTitle} {
			f := library.Filter{Sort: sort}
			want, got := s.titles("sol", f), []string{}
			for page := (db.Page{Limit: 2}); ; {
				list, err := s.room.Questions.List(t.Context(), s.as("sol"), f, page)
				s.is(err, fine)
				for _, i := range list.Items {
					got = append(got, i.Title)
				}
				if page.Cursor = list.Next; page.Cursor == "" {
					break
				}
			}
			if !slices.Equal(got, want) || len(got) != 5 {
				t.Errorf("%s: %v, %v", sort, got, want)
			}
		}
	})
}

// Forms: fields keep their ids, what is wrong is said at its field.
func TestForms(t *testing.T) {
	each(t, func(s *shelf) {
		fs := s.room.Forms
		f, err := fs.Create(t.Context(), s.as("mia"), library.Form{Name: "Feedback", Fields: []library.Field{
			{Kind: library.RatingField, Label: "Depth", Options: []string{"gone"}}, {Kind: library.RecommendationField, Label: "Hire?"}}})
		s.is(err, fine)
		first, second := f.Content.Fields[0], f.Content.Fields[1]
		if f.Parts != 2 || first.ID == "" || first.Options != nil || len(second.Options) != 4 || f.Content.Scale.Kind != library.OrganisationScale {
			t.Errorf("%+v", f)
		}
		f, err = fs.Edit(t.Context(), s.as("mia"), f.ID, 0, func(f *library.Form) {
			f.Fields = []library.Field{second, first, {ID: "made up", Kind: library.TextField, Label: "Notes"}}
			f.Scale = library.Scale{Kind: library.LabelledScale, Labels: []string{"Weak", "Strong"}}
		})
		if s.is(err, fine); f.Content.Fields[0].ID != second.ID || f.Content.Fields[1].ID != first.ID || f.Content.Fields[2].ID == "made up" {
			t.Errorf("%+v", f.Content)
		}
		diff, err := fs.Diff(t.Context(), s.as("mia"), f.ID, 1, 2)
		if s.is(err, fine); len(diff) != 2 || diff[0].Name != "scale" || diff[1].Name != "fields" {
			t.Errorf("%+v", diff)
		}
		_, err = fs.Create(t.Context(), s.as("mia"), library.Form{Fields: []library.Field{{Kind: "song"}, {Kind: library.SelectField, Label: "One", Options: []string{"a", "A"}}},
			Scale: library.Scale{Kind: library.NumericScale, Levels: 11}})
		s.is(err, invalid)
		for _, words := range []string{"needs a name", "needs a label", "a rating, a select", "is there twice", "2 to 10 levels"} {
			if !strings.Contains(err.Error(), words) {
				t.Errorf("%q is not in %v", words, err)
			}
		}
		c, err := fs.Clone(t.Context(), s.as("mia"), f.ID)
		if s.is(err, fine); c.Title != "Feedback" || c.Content.Fields[0].ID != second.ID {
			t.Errorf("%+v", c)
		}
	})
}
