package library

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"candor/internal/access"
	"candor/internal/db"
	"candor/internal/errs"
)

// Question is what is asked and what a good answer holds. Description and ModelAnswer are Markdown.
type Question struct {
	Title        string     `json:"title"`
	Description  string     `json:"description,omitempty"`
	ModelAnswer  string     `json:"model_answer,omitempty"`
	CategoryID   string     `json:"category_id,omitempty"`
	Difficulty   Difficulty `json:"difficulty,omitempty"`
	Answer       AnswerKind `json:"answer_kind,omitempty"`
	Tags         []string   `json:"tags,omitempty"`
	Competencies []string   `json:"competencies,omitempty"` // ids
}

var questionKind = kind[access.Question, Question]{
	name: "question", word: "question", see: access.QuestionsView, update: access.QuestionsUpdate, publish: access.QuestionsPublish, approve: access.QuestionsApprove,
	view: access.QuestionView, edit: access.QuestionEdit, editLive: access.QuestionEditLive, remove: access.QuestionDelete,
	submit: access.QuestionPublish, atOnce: access.QuestionPublishAtOnce, clone: access.QuestionClone, use: access.QuestionUse,
	settle: settleQuestion,
	shareable: func(context.Context, db.Tx, access.Actor, Question, Question) error {
		return nil
	},
	digest: func(q Question) digest {
		return digest{title: q.Title, category: q.CategoryID, difficulty: q.Difficulty, answer: q.Answer, tags: q.Tags, competencies: q.Competencies}
	},
	copied: func(q Question) Question { return q },
	dress:  func(context.Context, db.Tx, access.Actor, string, *Question) error { return nil },
	parts: func(n names, q Question) []Part {
		var skills []string
		for _, id := range q.Competencies {
			skills = append(skills, n.competencies[id])
		}
		slices.Sort(skills)
		return []Part{
			{Name: "title", Label: "Title", Text: q.Title},
			{Name: "description", Label: "Description", Text: q.Description},
			{Name: "model_answer", Label: "Model answer", Text: q.ModelAnswer},
			{Name: "category", Label: "Category", Text: n.categories[q.CategoryID].Name},
			{Name: "difficulty", Label: "Difficulty", Text: q.Difficulty.Label()},
			{Name: "answer_kind", Label: "Kind of answer", Text: q.Answer.Label()},
			{Name: "tags", Label: "Tags", Text: strings.Join(q.Tags, ", ")},
			{Name: "competencies", Label: "Competencies", Text: strings.Join(skills, ", ")},
		}
	},
}

func settleQuestion(ctx context.Context, tx db.Tx, a access.Actor, q *Question, was Question) (p problems, err error) {
	q.Title = p.title("title", q.Title, "A question needs a title.")
	q.Description = p.text("description", q.Description, maxText)
	q.ModelAnswer = p.text("model_answer", q.ModelAnswer, maxText)
	q.Tags = p.tags("tags", q.Tags)
	oneOf(&p, "difficulty", q.Difficulty, Difficulties, "A question is easy, medium or hard.")
	oneOf(&p, "answer_kind", q.Answer, AnswerKinds, "A question is for discussion, coding or an exercise.")
	if q.CategoryID != "" && q.CategoryID != was.CategoryID {
		if !a.Holds(access.QuestionsView) {
			p.add("category_id", "There is no such category.")
		} else if _, err := openCategory(ctx, tx, a.OrgID(), q.CategoryID, false); errs.Is(err, errs.NotFound) {
			p.add("category_id", "There is no such category.")
		} else if err != nil {
			return p, err
		}
	}
	q.Competencies = each(q.Competencies)
	if len(q.Competencies) > maxSkills {
		p.add("competencies", fmt.Sprintf("At most %d competencies fit.", maxSkills))
		return p, nil
	}
	var fresh []string
	for _, id := range q.Competencies {
		if !slices.Contains(was.Competencies, id) {
			fresh = append(fresh, id)
		}
	}
	known, err := openCompetencies(ctx, tx, a, fresh)
	for _, id := range fresh {
		if err == nil && !slices.Contains(known, id) {
			p.add("competencies", "There is no such competency.")
			break
		}
	}
	return p, err
}
