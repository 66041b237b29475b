package web

import (
	"encoding/json"
	"strings"

	"candor/internal/activity"
)

// positionEvents are the lines of a position's history in words that follow somebody's name.
var positionEvents = map[string]struct{ icon, what string }{
	"position.created":     {"plus", "created this position"},
	"position.updated":     {"pencil", "changed the details"},
	"position.plan":        {"list-ordered", "changed the phases"},
	"position.team":        {"users", "changed the hiring team"},
	"position.opened":      {"circle-check", "opened it"},
	"position.reopened":    {"refresh-cw", "opened it again"},
	"position.closed":      {"ban", "closed it"},
	"position.private":     {"lock", "made it private"},
	"position.not_private": {"lock-open", "made it visible to everybody who sees positions"},
	"position.published":   {"globe", "put it on the careers page"},
	"position.unpublished": {"globe", "took it off the careers page"},
}

var fieldWords = map[string]string{"title": "the title", "job_role": "the job role", "level": "the level", "description": "the description",
	"department": "the department", "locations": "the locations", "remote": "the place of work", "employment_type": "the employment type",
	"form": "the application form"}

// changedFields names what a change of text touched: "the title and the level".
func changedFields(l activity.Shown) string {
	var data struct {
		Fields []string `json:"fields"`
	}
	if json.Unmarshal(l.Data, &data) != nil || len(data.Fields) == 0 {
		return "the details"
	}
	var words []string
	for _, f := range data.Fields {
		if w := fieldWords[f]; w != "" {
			words = append(words, w)
		}
	}
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

func textOf(l activity.Shown, name string) string {
	var data map[string]any
	if json.Unmarshal(l.Data, &data) != nil {
		return ""
	}
	text, _ := data[name].(string)
	return text
}
