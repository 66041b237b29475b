package candidates

import (
	"slices"
	"testing"
)

// A letter says an answer as people write it: no colon behind a question mark, Yes and not yes.
func TestAnswersInALetter(t *testing.T) {
	f := &checkedForm{Name: "Zoë", Email: "z@x.example", Answers: []Answer{{Question: "What have you built?", Kind: "short", Text: "Again."},
		{Question: "Do you need a permit?", Kind: "yes_no", Text: "yes"}, {Question: "Tool", Kind: "choice", Text: "saw"}}}
	want := []string{"Name: Zoë", "E-mail: z@x.example", "What have you built? Again.", "Do you need a permit? Yes", "Tool: saw"}
	if got := f.lines(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
