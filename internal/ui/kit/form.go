package kit

import "github.com/a-h/templ"

func formAttrs(p FormProps) templ.Attributes {
	a := templ.Attributes{}
	set(a, "id", p.ID)
	set(a, "action", p.Action)
	if p.Upload {
		a["enctype"] = "multipart/form-data"
	}
	if p.Guard {
		a["data-do"] = "guard"
	}
	return merge(a, p.Attrs)
}

func summaryTitle(problems Problems) string {
	if len(problems) == 1 {
		return "One thing needs your attention"
	}
	return Plural(len(problems), "thing needs", "things need") + " your attention"
}

func (p MoneyProps) amount() Field {
	return Field{
		Name: p.Name + "_amount", Label: p.Label, Help: p.Help, Error: p.Error,
		Optional: p.Optional, InputMode: "decimal", Autocomplete: "off", Width: "medium",
	}
}
