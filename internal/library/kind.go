package library

import (
	"context"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/db"
	"candor/internal/errs"
)

// Shelf is one kind of items with the verbs that they all have. K names the kind to the rules, C is what is in an item.
type Shelf[K access.Kind, C any] struct {
	kind[K, C]
	db     *db.DB
	asking *approvals.Room
	users  []InUse
}

// kind is what differs between questions, templates and forms. The rules carry the strings of the kind's domain, so that
// no verb can ask one kind with the strings of another.
type kind[K access.Kind, C any] struct {
	name string // in tables, records, signals, requests
	word string // in sentences

	see, update, publish, approve access.Permission

	view, edit, editLive, remove, submit, atOnce, clone, use access.Rule[K]

	// settle tidies content and says what is wrong with it; was is the content before, whose references may stay.
	settle func(ctx context.Context, tx db.Tx, a access.Actor, c *C, was C) (problems, error)
	// shareable refuses (422) content that the organisation cannot take yet.
	shareable func(ctx context.Context, tx db.Tx, a access.Actor, c, was C) error
	// digest is what lists show and filter by.
	digest func(C) digest
	// copied is the content of a clone.
	copied func(C) C
	// dress adds what is read with the content and not kept in it.
	dress func(ctx context.Context, tx db.Tx, a access.Actor, creatorID string, c *C) error
	// parts are the fields of the content as text, for comparing two revisions.
	parts func(names, C) []Part
}

// digest is the part of a content that stands in the tables that lists read.
type digest struct {
	title          string
	category       string
	difficulty     Difficulty
	answer         AnswerKind
	tags           []string
	competencies   []string
	parts, minutes int
	uses           []string // questions
}

// InUse answers what uses an item, outside of the library: the names that the actor sees, and whether there are others.
type InUse func(ctx context.Context, tx db.Tx, a access.Actor, itemID string) (visible []string, hidden bool, err error)

// UsedBy adds something that uses items of this kind and keeps them from being deleted, before serving begins.
func (s *Shelf[K, C]) UsedBy(u InUse) { s.users = append(s.users, u) }

// Sees reports whether the actor sees an item now: what a live signal about it asks.
func (s *Shelf[K, C]) Sees(ctx context.Context, tx db.Tx, a access.Actor, id string) (bool, error) {
	_, err := s.find(ctx, tx, a, id, false)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// strict: publication by somebody who could approve it goes to another approver.
func strict(ctx context.Context, tx db.Tx, orgID string) (on bool, err error) {
	err = tx.NewRaw(`SELECT second_reviewer FROM organizations WHERE id = ?`, orgID).Scan(ctx, &on)
	return on, errs.Wrap(err, "read second_reviewer")
}
