package kit

import "github.com/a-h/templ"

func currentPage(on bool) templ.Attributes {
	if on {
		return templ.Attributes{"aria-current": "page"}
	}
	return nil
}

func currentStep(state string) templ.Attributes {
	if state == "current" {
		return templ.Attributes{"aria-current": "step"}
	}
	return nil
}

func menuAttrs(i MenuItem) templ.Attributes {
	a := templ.Attributes{}
	if i.Dialog && i.Href != "" {
		a["data-dialog"] = "open"
	}
	if i.Current {
		a["aria-current"] = "true"
	}
	set(a, "aria-keyshortcuts", i.Keys)
	return merge(a, i.Attrs)
}

func summaryAttrs(p ButtonProps) templ.Attributes {
	a := templ.Attributes{}
	set(a, "id", p.ID)
	if p.IconOnly {
		set(a, "title", p.Label)
	}
	return merge(a, p.Attrs)
}

func stayAttrs(stay bool) templ.Attributes {
	if stay {
		return templ.Attributes{"hx-swap": "outerMorph show:none", "hx-push-url": "false"}
	}
	return nil
}
