package starter

import (
	"reflect"
	"strings"
	"testing"
)

// good is a file with one question; its lines are counted from 1.
const good = `# Coding
color: blue

## Add two numbers
tags: sums, warm-up
difficulty: easy
answer: coding
competencies: Craft and quality

### Ask
Add *two* numbers.

### Look for
In a fence, headings are code:

` + "```" + `python
# not a category
## nor a question
` + "```" + `

#### A smaller heading is text
`

func TestParse(t *testing.T) {
	category, questions, err := parse("x.md", good)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Category{"Coding", "blue"}); category != want {
		t.Errorf("category %+v, want %+v", category, want)
	}
	want := []Question{{
		Title: "Add two numbers", Category: "Coding", Difficulty: "easy", AnswerKind: "coding",
		Tags: []string{"sums", "warm-up"}, Competencies: []string{"Craft and quality"},
		Description: "Add *two* numbers.",
		Answer: "In a fence, headings are code:\n\n```python\n# not a category\n## nor a question\n```\n\n" +
			"#### A smaller heading is text",
	}}
	if !reflect.DeepEqual(questions, want) {
		t.Errorf("got  %+v\nwant %+v", questions, want)
	}
	if _, windows, err := parse("x.md", strings.ReplaceAll(good, "\n", "\r\n")); err != nil || !reflect.DeepEqual(windows, want) {
		t.Errorf("with line ends of Windows: %+v, %v", windows, err)
	}
}

func TestParseNamesTheLine(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"empty file", good, "", "x.md:1: the file is empty"},
		{"text before the category", "# Coding", "Coding", "x.md:1: a file begins with"},
		{"question before the category", "# Coding\ncolor: blue\n", "", "x.md:2: a file begins with"},
		{"category without a name", "# Coding", "#", "x.md:1: a file begins with"},
		{"second category", "\n### Ask", "\n# Design\n### Ask", "x.md:10: a file has one category"},
		{"no question", good, "# Coding\ncolor: blue\n", "x.md:3: the file has no question"},
		{"no colour", "color: blue", "", "x.md:4: color is missing"},
		{"unknown colour", "blue", "beige", `x.md:2: "beige" is none of teal, blue`},
		{"key of a question on top", "color: blue", "color: blue\ntags: a", "x.md:3: tags means nothing here"},
		{"title missing", "## Add two numbers", "##", "x.md:4: expected key: value"},
		{"unknown key", "answer: coding", "answers: coding", "x.md:7: answers means nothing here"},
		{"key twice", "answer: coding", "difficulty: easy", "x.md:7: difficulty is given twice"},
		{"key without a value", "tags: sums, warm-up", "tags:", "x.md:5: expected key: value"},
		{"text among the keys", "answer: coding", "answer coding", "x.md:7: expected key: value"},
		{"key missing", "tags: sums, warm-up", "", "x.md:4: tags is missing"},
		{"unknown difficulty", "easy", "Easy", `x.md:6: "Easy" is none of easy, medium, hard`},
		{"unknown kind of answer", "answer: coding", "answer: essay", `x.md:7: "essay" is none of discussion`},
		{"empty item", "sums, warm-up", "sums,,warm-up", `x.md:5: "sums,,warm-up" has an empty or a repeated item`},
		{"repeated item", "sums, warm-up", "sums, sums", `x.md:5: "sums, sums" has an empty or a repeated item`},
		{"unknown part", "### Look for", "### Answer", "x.md:13: ### Answer does not belong here"},
		{"parts in the wrong order", "### Ask", "### Look for", "x.md:10: ### Look for does not belong here"},
		{"part twice", "### Look for", "### Ask", "x.md:13: ### Ask does not belong here"},
		{"no description", "Add *two* numbers.", "", `x.md:4: "Add two numbers" needs`},
		{"no parts", good[strings.Index(good, "### Ask"):], "", `x.md:4: "Add two numbers" has no ### Ask`},
		{"no answer", good[strings.Index(good, "### Look"):], "", `x.md:4: "Add two numbers" has no ### Look for`},
		{"next question too early", "### Look for", "## Subtract", `x.md:4: "Add two numbers" has no ### Look for`},
		{"fence never closed", "```\n\n####", "\n####", "x.md:16: the code fence opened here is never closed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(good, c.old, c.new, 1)
			if text == good {
				t.Fatal("nothing was replaced")
			}
			_, _, err := parse("x.md", text)
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s …", err, c.want)
			}
		})
	}
}
