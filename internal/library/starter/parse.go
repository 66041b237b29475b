package starter

import (
	"fmt"
	"slices"
	"strings"
)

// A file of questions is written like this; blank lines are free, the rest is not:
//
//	# Problem solving
//	color: teal
//
//	## A number looks wrong
//	tags: analysis, data
//	difficulty: medium
//	answer: discussion
//	competencies: Problem solving
//
//	### Ask
//	Markdown: what the interviewer says.
//
//	### Look for
//	Markdown: what good, middling and weak answers show.
//
// Headings of these three ranks mean something to the parser, except between ``` fences, where they are code.

var (
	colors       = []string{"teal", "blue", "violet", "pink", "red", "orange", "amber", "green", "slate"}
	difficulties = []string{"easy", "medium", "hard"}
	answerKinds  = []string{"discussion", "coding", "exercise"}
)

// reader goes through one file, line by line, and knows which part it is in.
type reader struct {
	file      string
	category  Category
	questions []Question
	seen      map[string]bool // keys of the question, or of the file's top
	part      part
	line      int // of the file, from 1
	heading   int // where the question began
	fence     int // where the open fence began, or 0
	text      []string
}

// part is where in a question, or before the first one, the reader is.
type part int

const (
	start part = iota // nothing read yet
	top               // below the category's heading
	keys              // below a question's heading
	ask               // in the description
	look              // in the model answer
)

// parse reads the text of one file; name is for the errors.
func parse(name, text string) (Category, []Question, error) {
	r := &reader{file: name}
	for i, line := range strings.Split(text, "\n") {
		r.line = i + 1
		if err := r.read(strings.TrimRight(line, " \t\r")); err != nil {
			return Category{}, nil, err
		}
	}
	if r.fence > 0 {
		return Category{}, nil, r.fail(r.fence, "the code fence opened here is never closed")
	}
	if err := r.finish(); err != nil {
		return Category{}, nil, err
	}
	if len(r.questions) == 0 {
		return Category{}, nil, r.fail(r.line, "the file has no question")
	}
	return r.category, r.questions, nil
}

// read takes one line.
func (r *reader) read(line string) error {
	inText := r.part == ask || r.part == look
	if inText && strings.HasPrefix(line, "```") {
		if r.fence > 0 {
			r.fence = 0
		} else {
			r.fence = r.line
		}
	}
	if r.fence == 0 {
		for _, h := range []struct {
			mark string
			take func(string) error
		}{{"# ", r.takeCategory}, {"## ", r.takeQuestion}, {"### ", r.takePart}} {
			if rest, ok := strings.CutPrefix(line, h.mark); ok {
				return h.take(strings.TrimSpace(rest))
			}
		}
	}
	if inText {
		r.text = append(r.text, line)
		return nil
	}
	if line == "" {
		return nil
	}
	if r.part == start {
		return r.fail(r.line, "a file begins with the category's name: # Name")
	}
	return r.takeKey(line)
}

func (r *reader) takeCategory(name string) error {
	if r.part != start {
		return r.fail(r.line, "a file has one category; a question's heading has two marks: ## Title")
	}
	r.category.Name, r.part, r.seen = name, top, map[string]bool{}
	return nil
}

func (r *reader) takeQuestion(title string) error {
	if r.part == start {
		return r.fail(r.line, "a file begins with the category's name: # Name")
	}
	if err := r.finish(); err != nil {
		return err
	}
	r.questions = append(r.questions, Question{Title: title, Category: r.category.Name})
	r.part, r.heading, r.seen = keys, r.line, map[string]bool{}
	return nil
}

// takePart begins the description or the model answer, which stand in this order.
func (r *reader) takePart(name string) error {
	switch {
	case name == "Ask" && r.part == keys:
		r.part = ask
		return r.need(r.heading, "tags", "difficulty", "answer", "competencies")
	case name == "Look for" && r.part == ask:
		r.current().Description = r.taken()
		r.part = look
		return nil
	}
	return r.fail(r.line, "### %s does not belong here: a question has ### Ask and then ### Look for", name)
}

// finish ends what is open, a question or the file's top, and says what is missing.
func (r *reader) finish() error {
	switch r.part {
	case start:
		return r.fail(r.line, "the file is empty")
	case top:
		return r.need(r.line, "color")
	case keys:
		return r.fail(r.heading, "%q has no ### Ask", r.current().Title)
	case ask:
		return r.fail(r.heading, "%q has no ### Look for", r.current().Title)
	}
	q := r.current()
	q.Answer = r.taken()
	if q.Title == "" || q.Description == "" || q.Answer == "" {
		return r.fail(r.heading, "%q needs a title and text below ### Ask and ### Look for", q.Title)
	}
	return nil
}

// takeKey reads one line "key: value".
func (r *reader) takeKey(line string) error {
	key, value, _ := strings.Cut(line, ":")
	value = strings.TrimSpace(value)
	if value == "" {
		return r.fail(r.line, "expected key: value, got %q", line)
	}
	if r.seen[key] {
		return r.fail(r.line, "%s is given twice", key)
	}
	r.seen[key] = true
	switch {
	case r.part == top && key == "color":
		return r.takeOne(&r.category.Color, value, colors)
	case r.part == keys && key == "difficulty":
		return r.takeOne(&r.current().Difficulty, value, difficulties)
	case r.part == keys && key == "answer":
		return r.takeOne(&r.current().AnswerKind, value, answerKinds)
	case r.part == keys && key == "tags":
		return r.takeList(&r.current().Tags, value)
	case r.part == keys && key == "competencies":
		return r.takeList(&r.current().Competencies, value)
	}
	return r.fail(r.line, "%s means nothing here", key)
}

func (r *reader) takeOne(into *string, value string, allowed []string) error {
	if !slices.Contains(allowed, value) {
		return r.fail(r.line, "%q is none of %s", value, strings.Join(allowed, ", "))
	}
	*into = value
	return nil
}

func (r *reader) takeList(into *[]string, value string) error {
	for item := range strings.SplitSeq(value, ",") {
		item = strings.TrimSpace(item)
		if item == "" || slices.Contains(*into, item) {
			return r.fail(r.line, "%q has an empty or a repeated item", value)
		}
		*into = append(*into, item)
	}
	return nil
}

// need fails if one of the keys was not given; line is where to look.
func (r *reader) need(line int, keys ...string) error {
	for _, key := range keys {
		if !r.seen[key] {
			return r.fail(line, "%s is missing", key)
		}
	}
	return nil
}

func (r *reader) current() *Question { return &r.questions[len(r.questions)-1] }

// taken is the text gathered since the last heading.
func (r *reader) taken() string {
	text := strings.TrimSpace(strings.Join(r.text, "\n"))
	r.text = nil
	return text
}

func (r *reader) fail(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.file, line, fmt.Sprintf(format, args...))
}
