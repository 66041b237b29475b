package careers

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"candor/internal/positions"
	"candor/internal/ui/kit"
	"candor/internal/ui/shell"
)

// ListPage is /careers/{org}.
type ListPage struct {
	Shell   shell.CareersProps
	Home    string // its own address
	Company string
	Text    string // safe HTML
	Board   positions.Board
	Wanted  positions.Wanted
}

// PostingPage is /careers/{org}/{position}: the posting and its form.
type PostingPage struct {
	Shell   shell.CareersProps
	Here    string // its own address
	Posting positions.Posting
	Body    string // safe HTML
	Company string
	Consent string // what the applicant agrees to; empty asks nothing
	Form    Filled
}

// Filled is the application form as it was filled in so far.
type Filled struct {
	Token, Name, Email, Phone, Links string
	Consent                          bool
	Answers                          map[string]string  // by question
	Resume                           *Chosen            // kept from the last time it was sent
	Files                            map[string]*Chosen // by question
	Problems                         kit.Problems
}

// Chosen is a file that was sent with a form which came back.
type Chosen struct {
	Name   string
	Size   int64
	Ticket string // sealed; the form carries it
}

// ReceivedPage says what was received.
type ReceivedPage struct {
	Shell   shell.CareersProps
	Company string
	Title   string
	Name    string
	Email   string
	Copy    bool // a copy goes to that address
	Facts   []kit.Fact
}

func (p ReceivedPage) lead() string {
	words := p.Company + " has received your application for " + p.Title + "."
	if p.Copy {
		words += " A copy is on its way to " + p.Email + "."
	}
	return words
}

// Trap is the name of a field that people do not see and do not fill in.
const Trap = "homepage"

// group is the postings of one department.
type group struct {
	title    string
	postings []positions.Posting
}

// groups puts the postings under their departments where there are several and nothing was asked for.
func (p ListPage) groups() []group {
	if p.Wanted != (positions.Wanted{}) || p.Board.More || len(p.Board.Departments) < 2 {
		return []group{{postings: p.Board.Postings}}
	}
	var out []group
	for _, posting := range p.Board.Postings {
		i := slices.IndexFunc(out, func(g group) bool { return g.title == posting.Department })
		if i < 0 {
			out = append(out, group{title: posting.Department})
			i = len(out) - 1
		}
		out[i].postings = append(out[i].postings, posting)
	}
	slices.SortStableFunc(out, func(a, b group) int {
		if (a.title == "") != (b.title == "") { // without a department: last
			return cmp.Compare(b.title, a.title)
		}
		return cmp.Compare(strings.ToLower(a.title), strings.ToLower(b.title))
	})
	return out
}

// many is when a list wants to be narrowed.
func (p ListPage) many() bool {
	return p.Board.All > 7 || p.filtered()
}

func (p ListPage) filtered() bool {
	return p.Wanted.Department != "" || p.Wanted.Location != "" || p.Wanted.Q != ""
}

func (p ListPage) next() string {
	if !p.Board.More {
		return ""
	}
	q := url.Values{"after": {p.Board.Postings[len(p.Board.Postings)-1].Slug}}
	for name, v := range map[string]string{"department": p.Wanted.Department, "location": p.Wanted.Location, "q": p.Wanted.Q} {
		if v != "" {
			q.Set(name, v)
		}
	}
	return p.Home + "?" + q.Encode()
}

func (p ListPage) clear() string {
	if p.filtered() {
		return p.Home
	}
	return ""
}

func (p ListPage) href(posting positions.Posting) string { return p.Home + "/" + posting.Slug }

// says is the count of the list in words.
func (p ListPage) says() string { return kit.Plural(p.Board.All, "open position", "open positions") }

// facts of a posting in one line, most telling first; department only where no heading says it.
func facts(p positions.Posting, department bool) string {
	var out []string
	if department && p.Department != "" {
		out = append(out, p.Department)
	}
	if place := where(p); place != "" {
		out = append(out, place)
	}
	out = append(out, p.Employment.Label())
	if p.Pay != nil {
		out = append(out, p.Pay.String())
	}
	return strings.Join(out, " · ")
}

// where is the place of work in words.
func where(p positions.Posting) string {
	places := strings.Join(p.Locations, ", ")
	switch {
	case places == "":
		return p.Remote.Label()
	case p.Remote == positions.OnSite:
		return places
	}
	return places + " (" + strings.ToLower(p.Remote.Label()) + ")"
}

func choices(list []string) []kit.Option {
	out := make([]kit.Option, len(list))
	for i, v := range list {
		out[i] = kit.Option{Value: v, Label: v}
	}
	return out
}

// summary is what stands above the form: of a question, which one it is.
func (p PostingPage) summary() kit.Problems {
	out := slices.Clone(p.Form.Problems)
	for i, bad := range out {
		for _, q := range p.Posting.Form.Questions {
			if bad.Name == "answers."+q.ID {
				out[i].Message = "“" + short(q.Label) + "”: " + bad.Message
			}
		}
	}
	return out
}

// short is the beginning of a long question.
func short(label string) string {
	if r := []rune(label); len(r) > 80 {
		return strings.TrimSpace(string(r[:79])) + "…"
	}
	return label
}

// field is the form field of a question.
func (f Filled) field(q positions.Question) kit.Field {
	name := "answers." + q.ID
	return kit.Field{Name: name, Label: q.Label, Help: q.Help, Value: f.Answers[q.ID], Error: f.Problems.Of(name), Optional: !q.Required,
		Options: choices(q.Choices)}
}

func yesNo(f kit.Field) kit.Field {
	f.Options = []kit.Option{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}
	return f
}

func size(bytes int64) string {
	if bytes < 1_000_000 {
		return kit.Number(int(max(1, bytes/1000))) + " kB"
	}
	return kit.Number(int(bytes/1_000_000)) + " MB"
}

// resume is the file field of the résumé.
func (p PostingPage) resume() kit.Field {
	return kit.Field{Name: "resume", Label: "Résumé", Help: "PDF, DOCX, ODT, RTF or TXT, up to 10 MB.", Error: p.Form.Problems.Of("resume"),
		Optional: p.Posting.Form.Resume == positions.Optional, Accept: ".pdf,.docx,.odt,.rtf,.txt", Limit: 10 << 20}
}

func upload(f kit.Field) kit.Field {
	f.Accept, f.Limit = ".pdf,.docx,.odt,.rtf,.txt,.png,.jpg,.jpeg", 25<<20
	f.Help = strings.TrimSpace(f.Help + " PDF, DOCX, ODT, RTF, TXT, PNG or JPEG, up to 25 MB.")
	return f
}

// again words the field of a file that was sent already.
func again(f kit.Field, c *Chosen) kit.Field {
	if c != nil {
		f.Help = "The file below is kept. Choose another one only to replace it."
	}
	return f
}

func longer(f kit.Field) kit.Field { f.Rows = 5; return f }

func blank(f kit.Field) kit.Field { f.Blank = "Choose an answer"; return f }

func ticked(on bool) []string {
	if on {
		return []string{"true"}
	}
	return nil
}

func sortedIDs(m map[string]*Chosen) []string {
	var ids []string
	for id, c := range m {
		if c != nil {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
