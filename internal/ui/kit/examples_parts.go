package kit

import (
	"time"

	"github.com/a-h/templ"
)

func fieldExamples() []Example {
	levels := []Option{{Value: "junior", Label: "Junior"}, {Value: "senior", Label: "Senior"}, {Value: "staff", Label: "Staff", Disabled: true}}
	people := []Option{{Value: "ada", Label: "Ada Lovelace", Help: "Admin"}, {Value: "ben", Label: "Ben Okafor", Help: "Admin"}, {Value: "hana", Label: "Hana Sato", Help: "Interviewer"}, {Value: "rui", Label: "Rui Campos", Help: "Staffing"}}
	f := func(name, state string, c templ.Component) Example { return Example{name, state, c, false} }
	return []Example{
		f("TextField", "plain", TextField(Field{Name: "t1", Label: "Title", Placeholder: "Backend engineer", Help: "As applicants will read it."})),
		f("TextField", "filled, optional", TextField(Field{Name: "t2", Label: "Department", Value: "Engineering", Optional: true})),
		f("TextField", "error", TextField(Field{Name: "t3", Label: "Slug", Value: "a", Error: "At least 2 characters.", Help: "Part of the careers address."})),
		f("TextField", "disabled", TextField(Field{Name: "t4", Label: "Owner", Value: "Ada Lovelace", Disabled: true})),
		f("TextField", "prefix and suffix", TextField(Field{Name: "t5", Label: "Careers address", Prefix: "/careers/", Value: "northwind", Suffix: "free"})),
		f("EmailField", "", EmailField(Field{Name: "e1", Label: "E-mail", Autocomplete: "email"})),
		f("PhoneField", "", PhoneField(Field{Name: "p1", Label: "Phone", Autocomplete: "tel", Optional: true})),
		f("LinkField", "", LinkField(Field{Name: "l1", Label: "Website", Optional: true})),
		f("PasswordField", "", PasswordField(Field{Name: "pw", Label: "Password", Autocomplete: "new-password", Help: "At least 12 characters; a sentence is fine."})),
		f("NumberField", "", NumberField(Field{Name: "n1", Label: "Duration", Value: "45", Suffix: "minutes", Width: "short", Min: "5", Max: "480"})),
		f("DateField", "", DateField(Field{Name: "d1", Label: "Start date", Value: "2025-04-01", Width: "medium"})),
		f("TimeField", "", TimeField(Field{Name: "d2", Label: "Interview", Value: "2025-03-11T14:00", Suffix: "Europe/Lisbon"})),
		f("SearchField", "", SearchField(Field{Name: "q1", Label: "Search", Hide: true, Placeholder: "Search positions"})),
		f("SelectField", "", SelectField(Field{Name: "s1", Label: "Level", Value: "senior", Options: levels})),
		f("SelectField", "error", SelectField(Field{Name: "s2", Label: "Level", Blank: "Choose a level", Options: levels, Error: "Choose a level."})),
		f("ComboField", "one", ComboField(Field{Name: "c1", Label: "Hiring manager", Blank: "Nobody yet", Options: people, Placeholder: "Type a name"})),
		f("ComboField", "several", ComboField(Field{Name: "c2", Label: "Interviewers", Options: people, Multiple: true, Values: []string{"ada", "hana"}, Placeholder: "Type a name"})),
		f("TagsField", "", TagsField(Field{Name: "g1", Label: "Tags", Value: "go, databases", Options: []Option{{Value: "go"}, {Value: "remote"}}})),
		f("TextArea", "", TextArea(Field{Name: "a1", Label: "Private note", Help: "Only people who see this application read it."})),
		f("MarkdownField", "", MarkdownField(Field{Name: "m1", Label: "Description", Preview: "#", Value: "You will own the **ledger**.", Rows: 5})),
		f("FileField", "", FileField(Field{Name: "f1", Label: "Résumé", Accept: ".pdf,.docx,.odt,.rtf,.txt", Limit: 10 << 20, Help: "PDF, DOCX, ODT, RTF or TXT, up to 10 MB."})),
		f("CheckField", "", CheckField(Field{Name: "k1", Label: "I have read the privacy notice", Help: "We keep your application for six months."})),
		f("CheckField", "error", CheckField(Field{Name: "k2", Label: "I have read the privacy notice", Error: "Please read it first."})),
		f("SwitchField", "off and on", both(SwitchField(Field{Name: "w1", Label: "Private position", Help: "Only admins and the hiring team see it."}), SwitchField(Field{Name: "w2", Label: "On the careers page", Values: []string{"true"}}))),
		f("ChecksField", "", ChecksField(Field{Name: "ks", Label: "Work from", Values: []string{"remote"}, Options: []Option{{Value: "office", Label: "Office"}, {Value: "remote", Label: "Remote"}, {Value: "mars", Label: "Mars", Disabled: true}}})),
		f("RadioField", "with help", RadioField(Field{Name: "r1", Label: "Active applications", Value: "keep", Options: []Option{{Value: "keep", Label: "Keep them", Help: "They stay where they are."}, {Value: "reject", Label: "Reject them", Help: "Those in Offer and Hired are kept."}}})),
		f("HueField", "", HueField(Field{Name: "hue", Label: "Colour", Value: "violet", Options: []Option{{Value: "teal", Label: "Teal"}, {Value: "blue", Label: "Blue"}, {Value: "violet", Label: "Violet"}, {Value: "slate", Label: "Slate"}}})),
		f("SegmentField", "", SegmentField(Field{Name: "sg", Label: "View", Hide: true, Value: "board", Options: []Option{{Value: "board", Label: "Board", Icon: "square-kanban"}, {Value: "table", Label: "Table", Icon: "table"}}})),
	}
}

func formExamples() []Example {
	return []Example{
		{"Form", "with problems", exampleForm(), true},
		{"SettingsCard", "", exampleSettings(), true},
		{"Sheet", "as a page", exampleSheet(), true},
	}
}

func pageExamples() []Example {
	facts := []Fact{{Label: "Department", Text: "Engineering"}, {Label: "Status", Value: StatusMark("open")}, {Label: "Opened", Value: Date(shown, ago(12*day))}, {Label: "Level"}}
	return []Example{
		{"PageHeader", "", exampleHeader(), true},
		{"Section", "", with(Section("Hiring team", Button(ButtonProps{Label: "Edit team", Small: true, Href: "#"})), Text("Three people see this position.")), true},
		{"Card", "", exampleCard(), false},
		{"DefinitionList", "", DefinitionList(facts), false},
		{"Timeline", "", exampleTimeline(), true},
		{"Prose", "", with(exampleProseBox(), exampleProse()), true},
		{"Figures", "", Figures([]Figure{{Label: "Open positions", Count: 6, Href: "#"}, {Label: "Active applications", Count: 1284, Href: "#", Note: "38 this week"}, {Label: "Interviews today", Count: 3, Href: "#"}, {Label: "Offers out", Count: 2, Href: "#"}}), true},
		{"SegmentBar", "", SegmentBar("Pipeline", []Segment{{Label: "Applied", Count: 64, Href: "#"}, {Label: "Screening", Count: 22, Href: "#"}, {Label: "Interview", Count: 11, Href: "#"}, {Label: "Offer", Count: 3, Href: "#"}, {Label: "Hired", Count: 2, Href: "#", Tone: Good}}), true},
		{"Progress", "", Progress("Phases complete", 2, 5), false},
	}
}

func tableExamples() []Example {
	return []Example{
		{"Toolbar", "filters set", exampleToolbar(), true},
		{"Table", "", exampleTable(), true},
		{"Pager", "in the middle", Pager(PagerProps{Prev: "#", Next: "#", Says: "51–100 of 1,240", Label: "Pages of the second list"}), true},
	}
}

func navExamples() []Example {
	return []Example{
		{"Tabs", "", Tabs("Views of this position", []Tab{{Label: "Board", Href: "#", Icon: "square-kanban", Current: true}, {Label: "Table", Href: "#", Icon: "table"}, {Label: "Team", Href: "#", Icon: "users", Count: N(3)}, {Label: "Settings", Href: "#", Icon: "settings"}}), true},
		{"Steps", "", Steps("Set-up", []Step{{Label: "Organisation", Href: "#", State: "done"}, {Label: "Your account", State: "current"}, {Label: "Invite people"}}), true},
		{"Menu", "closed", Menu(MenuProps{Start: true, Button: ButtonProps{Label: "Open", More: true}, Head: "Status", Items: []MenuItem{{Label: "Draft", Post: "#", Icon: "pencil"}, {Label: "Open", Post: "#", Icon: "check", Current: true}, {Label: "Close…", Href: "#", Icon: "ban", Rule: true, Danger: true, Note: "Active applications are asked about"}}}), false},
	}
}

func boardExamples() []Example {
	return []Example{{"Board", "cards to drag", exampleBoard(), true}}
}

func floatExamples() []Example {
	flash := func(state string, p FlashProps) Example { return Example{"Flash", state, Flash(p), false} }
	return []Example{
		flash("undo", FlashProps{Tone: Good, Text: "Grace Hopper rejected.", Undo: "#"}),
		flash("link", FlashProps{Tone: Neutral, Text: "Position created.", Href: "#", Link: "Open board"}),
		flash("failed", FlashProps{Tone: Bad, Text: "Somebody else moved this card first."}),
		{"Palette", "results", with(examplePalette(), PaletteResults([]CommandGroup{
			{Title: "Candidates", Commands: []Command{{Label: "Grace Hopper", Note: "Backend engineer · In review", Icon: "user", Href: "#"}, {Label: "Grace Kim", Note: "Designer · Applied", Icon: "user", Href: "#"}}},
			{Title: "Go to", Commands: []Command{{Label: "Positions", Icon: "briefcase", Href: "#", Keys: []string{"g", "p"}}}},
		})), true},
	}
}

type exampleCandidate struct {
	name, headline, position, status, score string
	at                                      time.Time
}

var exampleCandidates = []exampleCandidate{
	{"Grace Hopper", "Compiler engineer, New York", "Backend engineer", "in_review", "4.2", ago(2 * time.Hour)},
	{"Katherine Johnson", "Orbital analyst", "Data analyst", "offer", "4.8", ago(day)},
	{"Mary Jackson", "Aerospace engineer", "Backend engineer", "applied", "—", ago(3 * day)},
	{"Radia Perlman", "Networks, Boston", "Platform lead", "hired", "4.6", ago(9 * day)},
	{"Konrad Zuse", "Machine builder", "Backend engineer", "rejected", "2.9", ago(20 * day)},
}

var exampleColumns = []struct {
	column ColumnProps
	cards  []BoardCardProps
}{
	{ColumnProps{ID: "col-screen", Title: "Screening", Count: 3, Name: "to", Value: "1"}, []BoardCardProps{
		{ID: "card-1", Name: "Grace Hopper", Href: "#", Line: "Compiler engineer, New York", Source: "Careers page", Since: ago(2 * day), Limit: 10 * day, Move: "/move"},
		{ID: "card-2", Name: "Mary Jackson", Href: "#", Line: "Needs decision", Action: true, Source: "Referral by Ben", Since: ago(8 * day), Limit: 10 * day, Move: "/move", Starred: true},
		{ID: "card-3", Name: "Konrad Zuse", Href: "#", Line: "Machine builder", Source: "Careers page", Since: ago(16 * day), Limit: 10 * day, Move: "/move"},
	}},
	{ColumnProps{ID: "col-tech", Title: "Technical interview", Count: 2, Name: "to", Value: "2", Note: "In parallel"}, []BoardCardProps{
		{ID: "card-4", Name: "Radia Perlman", Href: "#", Line: "Waiting for feedback", Action: true, Source: "Agency", Since: ago(5 * day), Limit: 10 * day, Move: "/move"},
		{ID: "card-5", Name: "Annie Easley", Href: "#", Line: "Rocket scientist, Cleveland", Source: "Added by hand", Since: ago(3 * time.Hour), Limit: 10 * day, Move: "/move"},
	}},
	{ColumnProps{ID: "col-case", Title: "Case study", Count: 1, Name: "to", Value: "2b", Note: "In parallel"}, []BoardCardProps{
		{ID: "card-8", Name: "Margaret Hamilton", Href: "#", Line: "Schedule", Action: true, Source: "Careers page", Since: ago(day), Limit: 10 * day, Move: "/move"},
	}},
	{ColumnProps{ID: "col-final", Title: "Final round", Count: 0, Name: "to", Value: "3"}, nil},
	{ColumnProps{ID: "col-offer", Title: "Offer", Status: "offer", Count: 1, Name: "to", Value: "offer", Drop: "Offer: its activity will close for you"}, []BoardCardProps{
		{ID: "card-6", Name: "Katherine Johnson", Href: "#", Line: "Orbital analyst", Source: "Careers page", Since: ago(day), Limit: 14 * day},
	}},
	{ColumnProps{ID: "col-hired", Title: "Hired", Status: "hired", Count: 1}, []BoardCardProps{
		{ID: "card-7", Name: "Kit de Vries", Href: "#", Line: "Product designer", Source: "Referral", Since: ago(40 * day)},
	}},
}
