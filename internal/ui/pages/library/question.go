package library

import (
	"net/url"

	"github.com/a-h/templ"

	"candor/internal/library"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// QuestionPage is one question.
type QuestionPage struct {
	Shell   shell.AppProps
	Clock   kit.Clock
	Item    library.Item
	Text    QuestionText
	Review  Review
	History []Event
	Uses    []library.Name // templates that ask it, those that the reader sees
}

// QuestionText is what is in a question, its Markdown made safe HTML.
type QuestionText struct{ Description, ModelAnswer string }

func (t QuestionText) empty() bool { return t.Description == "" && t.ModelAnswer == "" }

func (p QuestionPage) path() string { return Questions.Href(p.Item.ID) }

func (p QuestionPage) facts() []kit.Fact {
	i := p.Item
	facts := []kit.Fact{{Label: "Visibility", Value: Standing(i)}}
	if i.Category != nil {
		facts = append(facts, kit.Fact{Label: "Category", Value: categoryLink(i.Category)})
	}
	if i.Difficulty != "" {
		facts = append(facts, kit.Fact{Label: "Difficulty", Value: Difficulty(i.Difficulty)})
	}
	if i.Answer != "" {
		facts = append(facts, kit.Fact{Label: "Answer", Text: i.Answer.Label()})
	}
	if len(i.Tags) > 0 {
		facts = append(facts, kit.Fact{Label: "Tags", Value: Tags(Questions, i.Tags)})
	}
	if len(i.Competencies) > 0 {
		facts = append(facts, kit.Fact{Label: "Competencies", Value: competencyLinks(i.Competencies)})
	}
	facts = append(facts, kit.Fact{Label: "By", Text: or(i.Creator, "Somebody who is gone")}, kit.Fact{Label: "Created", Value: kit.Time(p.Clock, i.CreatedAt.Time)})
	if !i.PublishedAt.IsZero() && i.Visibility == library.Org {
		facts = append(facts, kit.Fact{Label: "Published", Value: kit.Time(p.Clock, i.PublishedAt.Time)})
	}
	if i.UpdatedAt != i.CreatedAt && i.UpdatedAt != i.PublishedAt {
		facts = append(facts, kit.Fact{Label: "Changed", Value: kit.Time(p.Clock, i.UpdatedAt.Time)})
	}
	return facts
}

func filtering(name, value string) templ.SafeURL {
	return templ.SafeURL(Questions.Path + "?" + url.Values{name: {value}}.Encode())
}
