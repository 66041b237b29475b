package candidates

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/db"
	"candor/internal/errs"
)

// Edit changes a person. Name, headline, location and tags need candidates:update where one visible application is
// (or in the role); e-mail addresses, phone and links need candidates:update_contact there.
func (r *Room) Edit(ctx context.Context, a access.Actor, id string, in CandidatePatch) (out Profile, err error) {
	err = access.Write(ctx, r.DB, a, func(ctx context.Context, tx db.Tx, a access.Actor) error {
		p, row, err := holdPerson(ctx, tx, a, id)
		if err != nil {
			return err
		}
		pass, err := permitEdit(a, row, in)
		if err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		if err := edit(ctx, tx, a, pass, p, in); err != nil {
			return err
		}
		out, err = readAgain(ctx, tx, a, id)
		return err
	})
	return out, err
}

func permitEdit(a access.Actor, row access.Row, in CandidatePatch) (pass access.Pass[access.Candidate], err error) {
	if in.Name != nil || in.Headline != nil || in.Location != nil || in.Tags != nil || in.Shelf != nil {
		if pass, err = access.Permit(a, access.CandidateUpdate, row); err != nil {
			return pass, err
		}
	}
	if in.Emails != nil || in.Phone != nil || in.Links != nil || !pass.Valid() {
		return access.Permit(a, access.CandidateContact, row)
	}
	return pass, nil
}

func (in *CandidatePatch) check() error {
	var p problems
	if in.Name != nil {
		*in.Name = p.name("name", *in.Name)
	}
	for field, text := range map[string]*string{"headline": in.Headline, "location": in.Location, "phone": in.Phone} {
		if text != nil {
			*text = p.line(field, *text, maxLine)
		}
	}
	if in.Tags != nil {
		*in.Tags = p.tags("tags", *in.Tags)
	}
	if in.Emails != nil {
		*in.Emails = p.emails("emails", *in.Emails)
	}
	if in.Links != nil {
		*in.Links = p.links("links", *in.Links)
	}
	if in.Shelf != nil && *in.Shelf != StandingActive && *in.Shelf != StandingOnHold && *in.Shelf != StandingArchived {
		p.add("status", "Choose Active, On Hold or Archived. Hired comes with an application.")
	}
	return p.err()
}

// edit writes what changed, with one line that names the fields.
func edit(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[access.Candidate], p person, in CandidatePatch) error {
	if err := in.shelve(ctx, tx, a, pass, p); err != nil {
		return err
	}
	fields, set, args := in.changes(p)
	if len(set) > 0 {
		if err := changePerson(ctx, tx, pass, set, args...); err != nil {
			return err
		}
	}
	if in.Tags != nil {
		changed, err := setTags(ctx, tx, pass, *in.Tags)
		if err != nil {
			return err
		}
		fields = appendIf(fields, changed, "tags")
	}
	if in.Emails != nil {
		changed, err := setEmails(ctx, tx, pass, *in.Emails)
		if err != nil {
			return err
		}
		fields = appendIf(fields, changed, "emails")
		if p.OwnHow == "" {
			if err := auditByEmail(ctx, tx, a, p.ID, ""); err != nil {
				return err
			}
		}
	}
	if len(fields) == 0 {
		return nil
	}
	slices.Sort(fields)
	return activity.Record(ctx, tx, a, activity.Line{Kind: "candidate.edited", CandidateID: p.ID, Data: map[string]any{"fields": fields}})
}

func appendIf(list []string, yes bool, s string) []string {
	if yes {
		return append(list, s)
	}
	return list
}

// changes are the columns that differ.
func (in CandidatePatch) changes(p person) (fields []string, set string, args []any) {
	column := func(field, column string, to *string, is string) {
		if to == nil || *to == is {
			return
		}
		fields = append(fields, field)
		set, args = set+column+" = ?, ", append(args, *to)
		switch field {
		case "name":
			set, args = set+"name_key = ?, ", append(args, db.Key(*to))
		case "phone":
			set, args = set+"phone_key = ?, ", append(args, phoneKey(*to))
		}
	}
	column("name", "name", in.Name, p.Name)
	column("headline", "headline", in.Headline, p.Headline)
	column("location", "location", in.Location, p.Location)
	column("phone", "phone", in.Phone, p.Phone)
	if in.Links != nil {
		text := asJSON(*in.Links)
		column("links", "links", &text, p.Links)
	}
	return fields, set, args
}

// readAgain is the profile after a change; the zero Profile for whoever does not see the person (any more).
func readAgain(ctx context.Context, tx db.Tx, a access.Actor, id string) (Profile, error) {
	p, err := loadPerson(ctx, tx, a, id)
	if errs.Is(err, errs.NotFound) {
		return Profile{}, nil
	}
	if err != nil {
		return Profile{}, err
	}
	return profile(ctx, tx, a, p)
}

// Shelve puts a person on hold, into the archive, or back among the active. It needs candidates:update as Edit does.
func (r *Room) Shelve(ctx context.Context, a access.Actor, id string, shelf Standing) (Profile, error) {
	return r.Edit(ctx, a, id, CandidatePatch{Shelf: &shelf})
}

func (in CandidatePatch) shelve(ctx context.Context, tx db.Tx, a access.Actor, pass access.Pass[access.Candidate], p person) error {
	if in.Shelf == nil || p.Shelf == string(*in.Shelf) {
		return nil
	}
	if err := changePerson(ctx, tx, pass, "shelf = ?, ", *in.Shelf); err != nil {
		return err
	}
	return activity.Record(ctx, tx, a, activity.Line{Kind: "candidate.status", CandidateID: p.ID, Data: map[string]any{"from": p.Shelf, "to": *in.Shelf}})
}

// tag adds and removes tags of one person and answers their name.
func tag(ctx context.Context, tx db.Tx, a access.Actor, id string, add, remove []string) (string, error) {
	p, row, err := holdPerson(ctx, tx, a, id)
	if err != nil {
		return "", err
	}
	pass, err := access.Permit(a, access.CandidateUpdate, row)
	if err != nil {
		return p.Name, err
	}
	have, err := loadTags(ctx, tx, []string{id})
	if err != nil {
		return p.Name, err
	}
	gone := map[string]bool{}
	for _, t := range remove {
		gone[db.Key(t)] = true
	}
	tags := slices.DeleteFunc(have[id], func(t string) bool { return gone[db.Key(t)] })
	tags = append(tags, add...)
	in := CandidatePatch{Tags: &tags}
	if err := in.check(); err != nil {
		return p.Name, err
	}
	return p.Name, edit(ctx, tx, a, pass, p, in)
}

func asJSON(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("candidates: %v", err)) // only plain values are stored
	}
	return string(raw)
}
