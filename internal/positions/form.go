package positions

import (
	"fmt"
	"strings"

	"candor/internal/errs"
)

// Ask says whether the application form asks for something.
type Ask string

const (
	Off      Ask = "off"
	Optional Ask = "optional"
	Required Ask = "required"
)

// Asks in the order in which forms offer them.
var Asks = []Ask{Off, Optional, Required}

// Label is the choice as people read it.
func (a Ask) Label() string {
	return map[Ask]string{Off: "Off", Optional: "Optional", Required: "Required"}[a]
}

// QuestionKind is how an applicant answers a question.
type QuestionKind string

const (
	Short  QuestionKind = "short"  // one line
	Long   QuestionKind = "long"   // several lines
	Choice QuestionKind = "choice" // one of Choices
	File   QuestionKind = "file"
	YesNo  QuestionKind = "yes_no"
)

// QuestionKinds in the order in which the form builder offers them.
var QuestionKinds = []QuestionKind{Short, Long, Choice, YesNo, File}

// Label is the kind as people read it.
func (k QuestionKind) Label() string {
	return map[QuestionKind]string{Short: "Short answer", Long: "Long answer", Choice: "Choice", File: "File", YesNo: "Yes or no"}[k]
}

// Form is what an application asks for. Name and e-mail address are always asked and always required. The consent
// text comes from the organisation.
type Form struct {
	Phone     Ask        `json:"phone"`
	Resume    Ask        `json:"resume"`
	Links     Ask        `json:"links"`
	Questions []Question `json:"questions"`
}

// Question is one that the position asks beside the standard ones. Its id stays when it is edited, so that
// answers given earlier find it.
type Question struct {
	ID       string       `json:"id"`
	Kind     QuestionKind `json:"kind"`
	Label    string       `json:"label"`
	Help     string       `json:"help,omitempty"`
	Choices  []string     `json:"choices,omitempty"`
	Required bool         `json:"required"`
}

// Limits of the application form.
const (
	MaxQuestions = 30
	MaxChoices   = 30
)

// settle makes empty parts their defaults, names new questions, and reports what is wrong, by field.
func (f *Form) settle() (wrong []errs.Field) {
	for _, ask := range []struct {
		name string
		is   *Ask
		def  Ask
	}{{"phone", &f.Phone, Optional}, {"resume", &f.Resume, Required}, {"links", &f.Links, Optional}} {
		if *ask.is == "" {
			*ask.is = ask.def
		}
		if !known(Asks, *ask.is) {
			wrong = append(wrong, errs.F("form."+ask.name, "This is off, optional or required."))
		}
	}
	if len(f.Questions) > MaxQuestions {
		return append(wrong, errs.F("form.questions", fmt.Sprintf("A form has at most %d questions.", MaxQuestions)))
	}
	taken := map[string]bool{}
	for i := range f.Questions {
		q := &f.Questions[i]
		if !askable(q.ID) || taken[q.ID] {
			q.ID = shortID()
		}
		taken[q.ID] = true
		wrong = append(wrong, q.settle(fmt.Sprintf("form.questions.%d.", i))...)
	}
	return wrong
}

// settle tidies one question.
func (q *Question) settle(at string) (wrong []errs.Field) {
	q.Label, q.Help = strings.TrimSpace(q.Label), strings.TrimSpace(q.Help)
	if q.Kind == "" {
		q.Kind = Short
	}
	wrong = append(wrong, lengths(at+"label", q.Label, 1, 300, "Say what the question is.")...)
	wrong = append(wrong, lengths(at+"help", q.Help, 0, 1000, "")...)
	if !known(QuestionKinds, q.Kind) {
		wrong = append(wrong, errs.F(at+"kind", "A question is answered short, long, by choice, by yes or no, or with a file."))
	}
	if q.Kind != Choice {
		q.Choices = nil
		return wrong
	}
	q.Choices = tidyList(q.Choices)
	if len(q.Choices) < 2 || len(q.Choices) > MaxChoices {
		wrong = append(wrong, errs.F(at+"choices", fmt.Sprintf("Give 2 to %d choices.", MaxChoices)))
	}
	for _, c := range q.Choices {
		wrong = append(wrong, lengths(at+"choices", c, 1, 200, "")...)
	}
	return wrong
}

// askable keeps ids that came from us: they become names of form fields.
func askable(id string) bool {
	if len(id) < 4 || len(id) > 40 {
		return false
	}
	return strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}
