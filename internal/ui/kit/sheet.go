package kit

import (
	"strconv"

	"github.com/a-h/templ"
)

// flashAttrs: a failure is said at once and stays; the rest waits its turn and
// goes.
func flashAttrs(p FlashProps) templ.Attributes {
	a := templ.Attributes{"role": "status"}
	if p.Tone == Bad {
		a["role"] = "alert"
	}
	if p.Seconds > 0 {
		a["data-seconds"] = strconv.Itoa(p.Seconds)
	}
	return a
}
