package library

import (
	"strconv"
	"strings"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// FormPage is one feedback form.
type FormPage struct {
	Shell       shell.AppProps
	Clock       kit.Clock
	Item        library.Item
	Form        library.Form
	Description string // made safe HTML
	Review      Review
	History     []Event
	Problems    kit.Problems
}

func (p FormPage) path() string { return Forms.Href(p.Item.ID) }

func (p FormPage) facts() []kit.Fact {
	facts := []kit.Fact{{Label: "Visibility", Value: Standing(p.Item)}, {Label: "Fields", Text: kit.Number(len(p.Form.Fields))}, {Label: "Ratings", Text: scaleWords(p.Form.Scale)}}
	return append(facts, originFacts(p.Clock, p.Item)...)
}

// scaleWords say what ratings are given on.
func scaleWords(s library.Scale) string {
	switch s.Kind {
	case library.NumericScale:
		return "1 to " + strconv.Itoa(s.Levels)
	case library.LabelledScale:
		return strings.Join(s.Labels, " · ")
	}
	return s.Kind.Label()
}

// usualLevels are those of the scale that organisations begin with.
const usualLevels = 5

// scaleOptions are the answers to a rating.
func scaleOptions(s library.Scale) (out []kit.Option) {
	if s.Kind == library.LabelledScale {
		return choices(s.Labels)
	}
	levels := s.Levels
	if s.Kind != library.NumericScale {
		levels = usualLevels
	}
	for n := range min(max(levels, 2), 10) {
		out = append(out, kit.Option{Value: strconv.Itoa(n + 1), Label: strconv.Itoa(n + 1)})
	}
	return out
}

func choices(words []string) (out []kit.Option) {
	for _, w := range words {
		out = append(out, kit.Option{Value: w, Label: w})
	}
	return out
}

// look is a field as interviewers will answer it. The name is not sent anywhere.
func look(where string, n int, f library.Field) kit.Field {
	return kit.Field{Name: where + "-" + strconv.Itoa(n), Label: or(f.Label, "Field "+strconv.Itoa(n+1)), Help: f.Help, Optional: !f.Required, Value: "-"}
}

func withOptions(f kit.Field, options []kit.Option) kit.Field {
	f.Options = options
	return f
}

func blank(f kit.Field) kit.Field {
	f.Blank, f.Value = "Choose", ""
	return f
}

func empty(f kit.Field) kit.Field {
	f.Value, f.Rows = "", 3
	return f
}
