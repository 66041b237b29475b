package kit

import "github.com/a-h/templ"

// Avatar is a person's initials; the name is said beside it or by its label.
func Avatar(name string) templ.Component { return drawn(appendAvatar(nil, "avatar", name)) }

// AvatarLarge is for the head of a profile.
func AvatarLarge(name string) templ.Component {
	return drawn(appendAvatar(nil, "avatar avatar--large", name))
}

func appendAvatar(b []byte, class, name string) []byte {
	b = append(append(b, `<span class="`...), class...)
	b = append(append(b, `" data-tint="`...), tint(name)...)
	b = text(append(b, `" aria-hidden="true">`...), Initials(name))
	return append(b, `</span>`...)
}

// AvatarLabelled stands alone and carries its name.
func AvatarLabelled(name string) templ.Component { return drawn(appendLabelled(nil, name)) }

func appendLabelled(b []byte, name string) []byte {
	b = append(append(b, `<span class="avatar" data-tint="`...), tint(name)...)
	b = text(append(b, `" role="img" aria-label="`...), name)
	b = text(append(b, `" title="`...), name)
	b = text(append(b, `">`...), Initials(name))
	return append(b, `</span>`...)
}

// Avatars shows up to four people and how many more.
func Avatars(names []string) templ.Component {
	b := append(make([]byte, 0, 640), `<span class="avatars">`...)
	for _, name := range names[:min(4, len(names))] {
		b = appendLabelled(b, name)
	}
	if len(names) > 4 {
		b = append(append(b, `<span class="avatar avatar--more">+`...), Number(len(names)-4)...)
		b = append(b, `</span>`...)
	}
	return drawn(append(b, `</span>`...))
}

// PersonProps name a person in a row or list.
type PersonProps struct {
	Name string
	Href string // where the name leads
	Meta string // second line: headline, e-mail, "you"
}

// Person is avatar, name and one line about them.
func Person(p PersonProps) templ.Component {
	b := append(make([]byte, 0, 384), `<span class="person">`...)
	b = append(appendAvatar(b, "avatar", p.Name), `<span class="person__words">`...)
	if p.Href != "" {
		b = text(append(b, `<a class="person__name" href="`...), p.Href)
		b = append(text(append(b, `">`...), p.Name), `</a> `...)
	} else {
		b = append(text(append(b, `<span class="person__name">`...), p.Name), `</span> `...)
	}
	if p.Meta != "" {
		b = append(text(append(b, `<span class="person__meta">`...), p.Meta), `</span>`...)
	}
	return drawn(append(b, `</span></span>`...))
}
