package kit

import (
	"strings"

	"github.com/a-h/templ"
)

// Live makes an element fetch href again, and take the element of its own id
// out of the answer, whenever a signal names one of the topics: a kind
// ("application"), one thing ("application:ID"), all under a position
// ("position:ID").
func Live(id, href string, topics ...string) templ.Attributes {
	return templ.Attributes{
		"id": id, "data-live": strings.Join(topics, " "),
		"hx-get": href, "hx-trigger": "live", "hx-target": "this", "hx-select": "#" + id,
		"hx-swap": "outerMorph show:none ignoreTitle:true", "hx-push-url": "false",
	}
}
