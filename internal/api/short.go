package api

import (
	"strings"

	"candor/internal/db"
)

// shortList pages and searches what a verb gives whole because it is short by nature (one's sessions, tasks that were
// given up): the door of a list takes the same parameters whatever stands behind it.
func shortList[T any](all []T, in *Paging, sort string, id, text func(T) string) (db.List[T], error) {
	page := in.Page()
	var after struct{ ID string }
	further, err := page.After(sort, &after)
	if err != nil {
		return db.List[T]{}, err
	}
	var found, rest []T
	passed := !further
	for _, item := range all {
		if !strings.Contains(db.Key(text(item)), db.Key(in.Q)) {
			continue
		}
		found = append(found, item)
		if passed {
			rest = append(rest, item)
		}
		passed = passed || id(item) == after.ID
	}
	if int64(len(rest)) > page.Want() {
		rest = rest[:page.Want()]
	}
	out := db.Cut(page, sort, rest, func(item T) any { return struct{ ID string }{id(item)} })
	if page.Count {
		out = out.Counted(len(found))
	}
	return out, nil
}
