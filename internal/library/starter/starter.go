// Package starter is what a new organisation can begin with: sixty interview questions with model answers, the competencies
// and levels they refer to, one job role described level by level, six interview templates and three feedback forms.
//
// The questions are Markdown files in the folder questions, one for each category, made to be read and edited by people
// who interview; parse.go says how such a file is written. The rest is small enough to be Go values. Nothing here touches
// a database: whoever adds the set to a library does so through the library's own verbs.
package starter

import (
	"embed"
	"io/fs"
)

//go:embed questions/*.md
var files embed.FS

// Set is everything of the starter set. Things refer to each other by name or title.
type Set struct {
	Categories   []Category
	Competencies []Named
	Levels       []Named // from the first to the last
	JobRole      JobRole
	Questions    []Question
	Templates    []Template
	Forms        []Form
}

// Category groups questions. Color is one of teal, blue, violet, pink, red, orange, amber, green and slate.
type Category struct{ Name, Color string }

// Named is a competency or a level.
type Named struct{ Name, Description string }

// JobRole is a profile people are hired for, with what is expected in each competency at each level.
type JobRole struct {
	Name, Description string
	Cells             map[string]map[string]string // competency → level → guideline
}

// Question is one question to ask. Description and Answer are Markdown; Difficulty is easy, medium or hard; AnswerKind is
// discussion, coding or exercise.
type Question struct {
	Title, Description, Answer, Category, Difficulty, AnswerKind string
	Tags, Competencies                                           []string
}

// Template is the plan of one interview. Guidance is Markdown for the interviewer.
type Template struct {
	Name, Description, Guidance string
	Sections                    []Section
}

// Section is a part of an interview.
type Section struct {
	Title     string
	Questions []Timed
}

// Timed is a question, by its title, and the minutes planned for it.
type Timed struct {
	Title   string
	Minutes int
}

// Form is what an interviewer fills in afterwards.
type Form struct {
	Name, Description string
	Fields            []Field
}

// Field is one line of a form. Kind is rating, select, text or recommendation; only select and recommendation have Options.
// A rating uses the scale of the organisation.
type Field struct {
	Kind, Label, Help string
	Required          bool
	Options           []string
}

// Load reads the set. Every call returns a set of its own. An error names the file and the line of the question that is
// not written as it should be.
func Load() (Set, error) {
	set := Set{
		Competencies: competencies(),
		Levels:       levels(),
		JobRole:      softwareEngineer(),
		Templates:    templates(),
		Forms:        forms(),
	}
	names, err := fs.Glob(files, "questions/*.md") // in order of their names
	if err != nil {
		return Set{}, err
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return Set{}, err
		}
		category, questions, err := parse(name, string(text))
		if err != nil {
			return Set{}, err
		}
		set.Categories = append(set.Categories, category)
		set.Questions = append(set.Questions, questions...)
	}
	return set, nil
}
