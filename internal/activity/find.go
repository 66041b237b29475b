package activity

import (
	"strings"

	"candor/internal/db"
)

// Lines keep the names of their day as they were written, without a key to search by: what is asked for is looked for as
// it was typed, and in small letters.

func named(column string) string {
	return "lower(" + column + ") LIKE ? ESCAPE '!' OR " + column + " LIKE ? ESCAPE '!'"
}

func inName(asked string) []any {
	escape := strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")
	return []any{"%" + escape.Replace(db.Key(asked)) + "%", "%" + escape.Replace(strings.TrimSpace(asked)) + "%"}
}
