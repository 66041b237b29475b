package mail

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"
	"unicode"
)

//go:embed templates
var content embed.FS

var (
	texts = template.Must(template.ParseFS(content, "templates/*.txt"))
	frame = htmltemplate.Must(htmltemplate.ParseFS(content, "templates/frame.html"))
)

// facts is what a template is written with.
type facts struct {
	Data
	Organization string
	Link         string
	Private      bool
}

// written is a letter in words.
type written struct{ subject, body, html string }

// labels are what the button of a letter says.
var labels = map[Template]string{
	Invitation: "Accept the invitation", Verification: "Confirm the address", Reset: "Choose a new password", NewApplication: "Open in Candor",
	Mention: "Open in Candor", ApprovalWanted: "Review", ApprovalDecided: "Open in Candor",
}

// needs are the values without which a template makes no sense.
func (t Template) needs(f facts) error {
	for what, missing := range map[string]bool{
		"a known template": texts.Lookup(string(t)+".txt") == nil,
		"Candidate":        f.Candidate == "" && (t == Received || t == Rejection),
		"Position":         f.Position == "" && (t == Received || t == Rejection),
		"Inviter":          f.Inviter == "" && (t == Invitation || t == Mention || t == ApprovalWanted || t == ApprovalDecided),
		"Days":             f.Days == 0 && t == Invitation,
		"a Path":           !strings.HasPrefix(f.Path, "/") && labels[t] != "",
	} {
		if missing {
			return fmt.Errorf("letter %q needs %s", t, what)
		}
	}
	return nil
}

// secret letters hold a link that opens something.
func (t Template) secret() bool { return t == Invitation || t == Verification || t == Reset }

// write puts a letter into words: the first line of the template is the subject.
func write(t Template, f facts) (written, error) {
	f.Data = f.Data.clean()
	f.Organization = line(f.Organization)
	if err := t.needs(f); err != nil {
		return written{}, err
	}
	var b strings.Builder
	if err := texts.ExecuteTemplate(&b, string(t)+".txt", f); err != nil {
		return written{}, fmt.Errorf("write letter %s: %w", t, err)
	}
	subject, body, _ := strings.Cut(b.String(), "\n")
	w := written{subject: line(subject), body: tidy(body)}
	var html bytes.Buffer
	err := frame.ExecuteTemplate(&html, "frame.html", map[string]any{"Subject": w.subject, "Blocks": blocks(w.body, f.Link, labels[t])})
	if err != nil {
		return written{}, fmt.Errorf("write letter %s: %w", t, err)
	}
	w.html = html.String()
	return w, nil
}

// clean takes out of every value what could change the shape of a letter.
func (d Data) clean() Data {
	d.Candidate, d.Position, d.Inviter, d.Role, d.Name = line(d.Candidate), line(d.Position), line(d.Inviter), line(d.Role), line(d.Name)
	d.Text = tidy(d.Text)
	received := make([]string, 0, len(d.Received))
	for _, r := range d.Received {
		received = append(received, line(r))
	}
	d.Received = received
	return d
}

// line is s on one line, without characters that are not seen, and not longer than a name has a right to be.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 200 {
		s = string(r[:199]) + "…"
	}
	return s
}

// tidy keeps lines and paragraphs, with at most one blank line between them.
func tidy(s string) string {
	var out []string
	for l := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		l = strings.TrimRight(strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\t' {
				return -1
			}
			return r
		}, strings.ToValidUTF8(l, "")), " \t")
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// block is a paragraph of the HTML part: lines, a list, or the letter's own link. Only that link becomes one: an address
// that somebody wrote into a name stays text.
type block struct {
	Lines, Items []string
	Link, Label  string
}

func blocks(body, link, label string) (list []block) {
	for p := range strings.SplitSeq(body, "\n\n") {
		var b block
		for l := range strings.SplitSeq(p, "\n") {
			switch item, is := strings.CutPrefix(l, "- "); {
			case l == link && link != "":
				b.Link, b.Label = link, label
			case is:
				b.Items = append(b.Items, item)
			default:
				b.Lines = append(b.Lines, l)
			}
		}
		if len(b.Items) > 0 && len(b.Lines) > 0 {
			list = append(list, block{Lines: b.Lines})
		}
		list = append(list, b)
	}
	return list
}
