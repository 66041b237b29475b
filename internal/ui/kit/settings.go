package kit

import (
	"maps"
	"slices"

	"github.com/a-h/templ"
)

// form is sent and answered inside the card: htmx takes the card of the same
// id out of the answered page.
func (p SettingsProps) form() FormProps {
	return FormProps{
		ID: p.ID + "-form", Action: p.Action, Problems: p.Problems, Inside: true, Guard: true, Upload: p.Upload, class: "settings-card__form",
		Attrs: templ.Attributes{
			"hx-target": "#" + p.ID, "hx-select": "#" + p.ID,
			"hx-swap": "outerMorph show:none", "hx-push-url": "false",
		},
	}
}

// filterState says whether a filter narrows the list.
func filterState(f Field) string {
	if f.Value != "" && len(f.Options) > 1 || len(f.Values) > 0 {
		return "set"
	}
	return "any"
}

func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
