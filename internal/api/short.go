package api

import (
	"strings"

	"candor/internal/db"
)

// place is where a page of a short list ends: behind a thing, which may be gone when the next page is asked for, and
// behind so many.
type place struct {
	ID string
	N  int
}

// shortList pages and searches what a verb gives whole because it is short by nature (one's sessions, the phases of a
// position): the door of a list takes the same parameters whatever stands behind it. sort names the list, with the id
// of what it belongs to: a cursor of one is none of another.
func shortList[T any](all []T, in *Paging, sort string, id, text func(T) string) (db.List[T], error) {
	page := in.Page()
	var after place
	further, err := page.After(sort, &after)
	if err != nil {
		return db.List[T]{}, err
	}
	var found []T
	begin := 0
	for _, item := range all {
		if !strings.Contains(db.Key(text(item)), db.Key(in.Q)) {
			continue
		}
		found = append(found, item)
		if further && id(item) == after.ID {
			begin = len(found)
		}
	}
	if further && begin == 0 { // what the page before ended with is gone: one less stands before this page
		begin = min(max(after.N-1, 0), len(found))
	}
	rest := found[begin:]
	if int64(len(rest)) > page.Want() {
		rest = rest[:page.Want()]
	}
	out := db.Cut(page, sort, rest, func(item T) any { return place{id(item), begin + page.Size()} })
	if page.Count {
		out = out.Counted(len(found))
	}
	return out, nil
}
