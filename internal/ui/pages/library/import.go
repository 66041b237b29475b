package library

import (
	"github.com/a-h/templ"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// ImportPage takes questions from a file or from what is pasted.
type ImportPage struct {
	Shell    shell.AppProps
	Choices  library.Choices
	Format   string // csv or json
	Text     string
	Problems kit.Problems
}

// most is how many lines of what is wrong are said at once.
const most = 40

// wrong are the lines that stopped an import, and how many more there are.
func (p ImportPage) wrong() (lines []string, rest int) {
	for _, f := range p.Problems {
		if f.Name != "file" && f.Name != "text" && f.Name != "" {
			lines = append(lines, f.Message)
		}
	}
	return lines[:min(len(lines), most)], max(0, len(lines)-most)
}

// fields are the problems that belong to a field of the form.
func (p ImportPage) fields() (out kit.Problems) {
	for _, f := range p.Problems {
		if f.Name == "file" || f.Name == "text" || f.Name == "" {
			out = append(out, f)
		}
	}
	return out
}

const exampleJSON = `[{"title": "How do you decide what not to build?",
  "description": "Ask for a real case.",
  "model_answer": "Names a cost, a person who disagreed, and what happened after.",
  "category": "", "tags": ["product"], "difficulty": "medium",
  "answer_kind": "discussion", "competencies": []}]`

func vocabulary(c library.Choices) (categories, competencies []string) {
	for _, x := range c.Categories {
		categories = append(categories, x.Name)
	}
	for _, x := range c.Competencies {
		competencies = append(competencies, x.Name)
	}
	return categories, competencies
}

var code = templ.Attributes{"spellcheck": "false"}
