package library_test

import (
	"testing"

	"candor/internal/library"
)

// One click adds the set, a second nothing; what is Personal is no reason to leave anything out, and is not told of.
func TestTheStarterSetIsAddedOnce(t *testing.T) {
	each(t, func(s *shelf) {
		s.ask("mia", library.Question{Title: "Work you are proud of"})
		s.shared("Practical matters")
		added, err := s.room.AddStarterSet(t.Context(), s.as("ada"))
		s.is(err, fine)
		if added != (library.StarterSet{Categories: 8, Competencies: 5, Levels: 4, JobRoles: 1, Questions: 59, Templates: 6, Forms: 3}) {
			t.Errorf("%+v", added)
		}
		if added, err = s.room.AddStarterSet(t.Context(), s.as("sol")); err != nil || added != (library.StarterSet{}) {
			t.Errorf("%+v %v", added, err)
		}
		if got := s.titles("ines", library.Filter{Bank: library.OrgBank}); len(got) != 60 {
			t.Error(len(got))
		}
		ts, err := s.room.Templates.List(t.Context(), s.as("ines"), library.Filter{}, all())
		if s.is(err, fine); len(ts.Items) != 6 || ts.Items[0].Minutes == 0 || !ts.Items[0].May.Use {
			t.Errorf("%+v", ts.Items)
		}
		fs, err := s.room.Forms.List(t.Context(), s.as("ines"), library.Filter{}, all())
		if s.is(err, fine); len(fs.Items) != 3 {
			t.Errorf("%+v", fs.Items)
		}
		_, err = s.room.AddStarterSet(t.Context(), s.as("mia"))
		s.is(err, refused)
	})
}
