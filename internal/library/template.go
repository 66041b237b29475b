package library

import (
	"fmt"
	"strings"

	"candor/internal/access"
)

// Template is the plan of an interview. Guidance is Markdown for the interviewer.
type Template struct {
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	Guidance    string    `json:"guidance,omitempty"`
	Sections    []Section `json:"sections,omitempty"`
}

// Section is a part of an interview.
type Section struct {
	Title     string  `json:"title"`
	Questions []Asked `json:"questions,omitempty"`
}

// Minutes planned for the section.
func (s Section) Minutes() (n int) {
	for _, q := range s.Questions {
		n += q.Minutes
	}
	return n
}

// Asked is a question in its place. It pins the revision that was live when it was put there; 0, when it is saved, keeps
// the pinned one, or takes the live one where the question is new here.
type Asked struct {
	QuestionID string `json:"question_id"`
	Revision   int    `json:"revision"`
	Title      string `json:"title"` // as of that revision
	Minutes    int    `json:"minutes,omitempty"`
	Note       string `json:"note,omitempty"`

	// What is read with it. State is where the question stands now, empty where it is gone or the reader does not see
	// it; Latest is its live revision, newer than Revision where it has been edited since; Text is the pinned revision.
	State  Visibility `json:"-"`
	Latest int        `json:"-"`
	Text   *Question  `json:"-"`
}

// Newer reports that the question has been edited since it was put here.
func (q Asked) Newer() bool { return q.Latest > q.Revision }

// Minutes add up.
func (t Template) Minutes() (n int) {
	for _, s := range t.Sections {
		n += s.Minutes()
	}
	return n
}

// asked are the questions in their order.
func (t *Template) asked() (out []*Asked) {
	for i := range t.Sections {
		for j := range t.Sections[i].Questions {
			out = append(out, &t.Sections[i].Questions[j])
		}
	}
	return out
}

func (t *Template) questionIDs() (ids []string) {
	for _, q := range t.asked() {
		ids = append(ids, q.QuestionID)
	}
	return each(ids)
}

var templateKind = kind[access.Template, Template]{
	name: "template", word: "template", see: access.TemplatesView, update: access.TemplatesUpdate, publish: access.TemplatesPublish, approve: access.TemplatesApprove,
	view: access.TemplateView, edit: access.TemplateEdit, editLive: access.TemplateEditLive, remove: access.TemplateDelete,
	submit: access.TemplatePublish, atOnce: access.TemplatePublishAtOnce, clone: access.TemplateClone, use: access.TemplateUse,
	settle:    settleTemplate,
	shareable: onlyOrgQuestions,
	digest: func(t Template) digest {
		return digest{title: t.Name, parts: len(t.asked()), minutes: t.Minutes(), uses: t.questionIDs()}
	},
	copied: func(t Template) Template {
		const suffix = " (Copy)"
		if r := []rune(t.Name); len(r) > maxTitle-len(suffix) {
			t.Name = strings.TrimSpace(string(r[:maxTitle-len(suffix)]))
		}
		t.Name += suffix
		return t
	},
	dress: dressTemplate,
	parts: func(_ names, t Template) []Part {
		return []Part{
			{Name: "name", Label: "Name", Text: t.Name},
			{Name: "description", Label: "Description", Text: t.Description},
			{Name: "guidance", Label: "Guidance", Text: t.Guidance},
			{Name: "sections", Label: "Questions", Text: t.text()},
		}
	},
}

// text is the plan as lines.
func (t Template) text() string {
	var out strings.Builder
	for _, s := range t.Sections {
		fmt.Fprintf(&out, "%s (%d min)\n", s.Title, s.Minutes())
		for _, q := range s.Questions {
			fmt.Fprintf(&out, "- %s, %d min", q.Title, q.Minutes)
			if q.Note != "" {
				out.WriteString(": " + q.Note)
			}
			out.WriteString("\n")
		}
	}
	return strings.TrimSpace(out.String())
}

// Gone reports that the question has left the library.
func (q Asked) Gone() bool { return q.State == archived }
