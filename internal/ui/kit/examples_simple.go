package kit

import "github.com/a-h/templ"

func buttonExamples() []Example {
	b := func(state string, p ButtonProps) Example { return Example{"Button", state, Button(p), false} }
	return []Example{
		b("primary", ButtonProps{Label: "Invite 3 people", Variant: Primary, Icon: "user-plus"}),
		b("plain", ButtonProps{Label: "Add note", Icon: "message-square"}),
		b("quiet", ButtonProps{Label: "Cancel", Variant: Quiet}),
		b("danger", ButtonProps{Label: "Reject application", Variant: Danger}),
		b("with key", ButtonProps{Label: "New position", Variant: Primary, Icon: "plus", Keys: "c"}),
		b("link", ButtonProps{Label: "Open careers page", Icon: "globe", Href: "#"}),
		b("small", ButtonProps{Label: "Copy link", Icon: "copy", Small: true}),
		b("icon only", ButtonProps{Label: "More actions", Icon: "ellipsis", IconOnly: true, Variant: Quiet}),
		b("opens a menu", ButtonProps{Label: "Open", More: true}),
		b("disabled", ButtonProps{Label: "Send offer", Disabled: true}),
		b("refused, with reason", ButtonProps{Label: "Move on", Reason: "Only the hiring manager, the recruiter and admins move it from here."}),
		b("busy", ButtonProps{Label: "Saving", Variant: Primary, Busy: true}),
		{"Button", "wide", Button(ButtonProps{Label: "Sign in", Variant: Primary, Wide: true}), false},
		{"ButtonGroup", "", with(ButtonGroup(), both(Button(ButtonProps{Label: "Previous", Small: true, Icon: "arrow-left"}), Button(ButtonProps{Label: "Next", Small: true, Icon: "arrow-right"}))), false},
	}
}

func statusExamples() []Example {
	var list []Example
	for _, group := range []struct {
		state string
		names []string
	}{
		{"position", []string{"draft", "open", "closed"}},
		{"application", []string{"applied", "in_review", "offer", "hired", "rejected", "withdrawn"}},
		{"phase and interview", []string{"locked", "available", "planned", "scheduled", "in_progress", "completed", "cancelled"}},
		{"candidate", []string{"active", "on_hold", "archived"}},
		{"member", []string{"active", "pending", "expired", "deactivated"}},
		{"library", []string{"personal", "pending_approval", "approved", "org"}},
		{"machinery", []string{"waiting", "sent", "failed", "dead"}},
	} {
		var marks []templ.Component
		for _, n := range group.names {
			marks = append(marks, StatusMark(n))
		}
		list = append(list, Example{"StatusMark", group.state, exampleRow(both(marks...)), false})
	}
	return append(list,
		Example{"Badge", "", exampleRow(both(PrivateBadge(), PublicBadge(), Badge("", "Owner"))), false},
		Example{"Tag", "", exampleRow(both(Tag("Go"), Tag("remote"), Tag("referral by Ben"))), false},
		Example{"HueChip", "nine hues", exampleRow(both(HueChip("teal", "Systems"), HueChip("blue", "Backend"), HueChip("violet", "Design"), HueChip("pink", "Brand"), HueChip("red", "Incidents"), HueChip("orange", "Sales"), HueChip("amber", "Support"), HueChip("green", "People"), HueChip("slate", "General"))), false},
		Example{"Count", "quiet and waiting", exampleRow(both(Count(12480), Alert(3))), false},
		Example{"Keys", "", exampleRow(both(Keys("g", "p"), Keys("Ctrl K"))), false},
		Example{"Avatar", "six tints", exampleRow(both(Avatar("Ada Lovelace"), Avatar("Ben Okafor"), Avatar("Żaneta Nowak"), Avatar("Ines"), Avatar("Kit de Vries"), Avatar("Rui Campos"), AvatarLarge("Hana Sato"))), false},
		Example{"Avatars", "more than four", Avatars([]string{"Ada Lovelace", "Ben Okafor", "Ines Duarte", "Otto Lang", "Kit de Vries", "Mia Rossi"}), false},
		Example{"Person", "", both(Person(PersonProps{Name: "Grace Hopper", Href: "#", Meta: "Compiler engineer, New York"})), false},
		Example{"Time", "", exampleRow(both(Time(shown, ago(5*60e9)), Time(shown, ago(3*day)), Time(shown, ago(90*day)), Date(shown, shown.Now.Add(5*day)))), false},
		Example{"Notice", "neutral", Notice(Neutral, "Interviews already created keep their own scale."), false},
		Example{"Notice", "wait", Notice(Wait, "Making this position public again will show 42 people its history."), false},
		Example{"Notice", "good", Notice(Good, "Your application has arrived."), false},
		Example{"Notice", "bad", Notice(Bad, "The mail server refused the message. Check the address in Settings."), false},
		Example{"Withheld", "", Withheld("Only the hiring manager, the recruiter and admins see activity in Offer."), false},
		Example{"Empty", "", with(Empty(EmptyProps{Icon: "briefcase", Title: "No open positions", Text: "A position is what people are hired for. Open the first one and put it on your careers page."}), Button(ButtonProps{Label: "New position", Variant: Primary, Icon: "plus", Href: "#"})), false},
		Example{"Empty", "small", Empty(EmptyProps{Title: "Nobody here", Text: "Cards that reach this phase appear here.", Small: true}), false},
	)
}
