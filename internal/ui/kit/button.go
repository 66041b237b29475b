package kit

import "github.com/a-h/templ"

func (p ButtonProps) class() string {
	class := "button"
	if p.Variant != Plain {
		class += " button--" + string(p.Variant)
	}
	if p.IconOnly {
		class += " button--icon"
	}
	if p.Small {
		class += " button--small"
	}
	if p.Wide {
		class += " button--wide"
	}
	return class
}

// kind is the button's type. A button that can't be used does not send.
func (p ButtonProps) kind() string {
	if p.Reason != "" || p.Href != "" {
		return "button"
	}
	return or(p.Type, "submit")
}

func (p ButtonProps) attrs() templ.Attributes {
	a := templ.Attributes{}
	set(a, "id", p.ID)
	if p.Href == "" {
		set(a, "name", p.Name)
		set(a, "value", p.Value)
		set(a, "form", p.Form)
		set(a, "formaction", p.Action)
	}
	if p.Href != "" && p.Dialog {
		set(a, "data-dialog", "open")
	}
	if p.IconOnly {
		set(a, "title", p.Label)
	}
	if p.Reason != "" {
		set(a, "aria-disabled", "true")
		set(a, "title", p.Reason)
	}
	if p.Busy {
		set(a, "aria-busy", "true")
		set(a, "aria-disabled", "true")
	}
	set(a, "aria-keyshortcuts", p.Keys)
	return merge(a, p.Attrs)
}
