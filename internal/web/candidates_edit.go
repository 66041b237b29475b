package web

import (
	"net/http"
	"strings"

	"candor/internal/candidates"
	"candor/internal/errs"
	pages "candor/internal/ui/pages/candidates"
)

// editForm is what the sheet of details sends; the fields that its reader may not change are not in it.
type editForm struct {
	Name     *string `form:"name"`
	Headline string  `form:"headline"`
	Location string  `form:"location"`
	Tags     string  `form:"tags"`
	Phone    string  `form:"phone"`

	emails []string
	links  []candidates.Link
}

// read takes the repeated fields: addresses, and links with their names, in the order of the form.
func (f *editForm) read(r *Request) error {
	if err := r.Decode(f); err != nil {
		return err
	}
	f.emails = r.PostForm["emails"]
	labels := r.PostForm["link_labels"]
	for i, url := range r.PostForm["links"] {
		l := candidates.Link{URL: strings.TrimSpace(url)}
		if i < len(labels) {
			l.Label = strings.TrimSpace(labels[i])
		}
		if l.URL != "" {
			f.links = append(f.links, l)
		}
	}
	return nil
}

func (f editForm) typed() pages.EditForm {
	out := pages.EditForm{Headline: f.Headline, Location: f.Location, Tags: f.Tags, Phone: f.Phone, Links: f.links}
	if f.Name != nil {
		out.Name = *f.Name
	}
	for _, e := range f.emails {
		if strings.TrimSpace(e) != "" {
			out.Emails = append(out.Emails, e)
		}
	}
	return out
}

// patch changes what the sheet showed to whoever sent it.
func (f editForm) patch(can candidates.CandidateCan) (p candidates.CandidatePatch) {
	typed := f.typed()
	if can.Update {
		tags := splitTags(f.Tags)
		p.Name, p.Headline, p.Location, p.Tags = &typed.Name, &f.Headline, &f.Location, &tags
	}
	if can.Contact {
		links := append([]candidates.Link{}, f.links...)
		p.Emails, p.Phone, p.Links = &typed.Emails, &f.Phone, &links
	}
	return p
}

// splitTags reads words separated by commas.
func splitTags(text string) (out []string) {
	for t := range strings.SplitSeq(text, ",") {
		if t = strings.TrimSpace(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

func mayEdit(c candidates.CandidateCan) bool { return c.Update || c.Contact }

func (s *Server) candidateEditAsk(w http.ResponseWriter, r *Request) error {
	p, err := s.known(r, mayEdit)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.Edit(pages.EditSheet{Shell: s.Shell(r, "Edit details"), Path: candidatePath(r), Back: r.Next(candidatePath(r)), Can: p.Can, Form: pages.EditOf(p.Candidate)}))
}

func (s *Server) candidateEdit(w http.ResponseWriter, r *Request) error {
	p, err := s.known(r, mayEdit)
	if err != nil {
		return err
	}
	var form editForm
	if err = form.read(r); err == nil {
		_, err = s.Candidates.Edit(r.Context(), r.Actor, p.ID, form.patch(p.Can))
	}
	if bad, ok := Problems(err); ok {
		return s.Invalid(w, r, pages.Edit(pages.EditSheet{Shell: s.Shell(r, "Edit details"), Path: candidatePath(r), Back: r.Next(candidatePath(r)), Can: p.Can,
			Form: form.typed(), Problems: bad}))
	}
	if err != nil {
		return err
	}
	return s.SeeOther(w, r, r.Next(candidatePath(r)), "Details saved.")
}

func mayLink(c candidates.CandidateCan) bool { return c.Link }

func (s *Server) linkAsk(w http.ResponseWriter, r *Request) error {
	sheet, err := s.linkSheet(r)
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.LinkTo(sheet))
}

func (s *Server) linkSheet(r *Request) (sheet pages.LinkSheet, err error) {
	p, err := s.known(r, mayLink)
	if err != nil {
		return sheet, err
	}
	sheet = pages.LinkSheet{Shell: s.Shell(r, "Link to a member"), Name: p.Name, Path: candidatePath(r)}
	sheet.Members, err = s.Candidates.Linkable(r.Context(), r.Actor, p.ID, "")
	return sheet, err
}

func (s *Server) linkMembers(w http.ResponseWriter, r *Request) error {
	found, err := s.Candidates.Linkable(r.Context(), r.Actor, r.PathValue("id"), r.FormValue("q"))
	if err != nil {
		return err
	}
	return s.Show(w, r, pages.MemberChoices(found))
}

func (s *Server) linkTo(w http.ResponseWriter, r *Request) error {
	member := r.FormValue("member_id")
	var p candidates.Profile
	err := errs.Bad(errs.F("member_id", "Choose a member."))
	if member != "" {
		p, err = s.Candidates.Link(r.Context(), r.Actor, r.PathValue("id"), member)
	}
	if bad, ok := Problems(err); ok {
		sheet, cause := s.linkSheet(r)
		if cause != nil {
			return cause
		}
		sheet.Chosen, sheet.Problems = member, bad
		return s.Invalid(w, r, pages.LinkTo(sheet))
	}
	if err != nil {
		return err
	}
	if p.LinkedMember == "" { // whoever links themselves sees no more than name and status from now on
		return s.SeeOther(w, r, candidatePath(r), "Linked.")
	}
	return s.SeeOther(w, r, candidatePath(r), "Linked to "+p.LinkedMember+".")
}

func (s *Server) unlinkAsk(w http.ResponseWriter, r *Request) error {
	p, err := s.known(r, mayLink)
	if err != nil {
		return err
	}
	if p.LinkedID == "" {
		return errs.Of(errs.Conflict, "This candidate is not linked to a member.")
	}
	return s.Show(w, r, pages.Confirm(pages.ConfirmSheet{Shell: s.Shell(r, "Unlink"), Title: "Unlink " + p.Name + " from " + p.LinkedMember + "?",
		Lead:   p.LinkedMember + " will see these applications as their rights allow. An equal e-mail address does not link the two again. The audit log keeps who unlinked them.",
		Action: candidatePath(r) + "/unlink", Back: candidatePath(r), Button: "Unlink member"}))
}

func (s *Server) unlink(w http.ResponseWriter, r *Request) error {
	if _, err := s.Candidates.Unlink(r.Context(), r.Actor, r.PathValue("id")); err != nil {
		return err
	}
	return s.SeeOther(w, r, candidatePath(r), "Unlinked.")
}
