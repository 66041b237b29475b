package oracle

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"

	"github.com/cedar-policy/cedar-go"
)

//go:embed permissions.csv
var permissionsCSV []byte

// The columns of permissions.csv that are sets of strings, under the names of the columns.
var (
	systemRoles = []string{"admin", "staffing", "interviewer"}
	teamRoles   = []string{"hiring_manager", "recruiter", "team_member"}
)

// catalogue is permissions.csv as read by this package for itself.
type catalogue struct {
	strings []string            // all, in the order of the file
	added   map[string]bool     // those of origin "added"; the others are "listed"
	sets    map[string][]string // by column
	values  map[string]cedar.Value
}

// RoleSet returns the strings of a system role (admin, staffing, interviewer) or of a team role (hiring_manager,
// recruiter, team_member), in the order of permissions.csv. It panics on any other name.
func (o *Oracle) RoleSet(name string) []string {
	if !slices.Contains(systemRoles, name) && !slices.Contains(teamRoles, name) {
		panic(fmt.Sprintf("oracle: there is no role %q", name))
	}
	return slices.Clone(o.catalogue.sets[name])
}

// Permissions returns every string of the catalogue, in the order of permissions.csv.
func (o *Oracle) Permissions() []string { return slices.Clone(o.catalogue.strings) }

func readCatalogue() catalogue {
	rows, err := csv.NewReader(bytes.NewReader(permissionsCSV)).ReadAll()
	must(err)
	c := catalogue{added: map[string]bool{}, sets: map[string][]string{}, values: map[string]cedar.Value{}}
	head := rows[0]
	column := func(name string) int {
		at := slices.Index(head, name)
		if at < 0 {
			panic(fmt.Sprintf("oracle: permissions.csv has no column %q", name))
		}
		return at
	}
	for _, row := range rows[1:] {
		name := row[column("permission")]
		c.strings = append(c.strings, name)
		c.values[name] = cedar.String(name)
		c.added[name] = row[column("origin")] == "added"
		for _, role := range slices.Concat(systemRoles, teamRoles) {
			if row[column(role)] == "1" {
				c.sets[role] = append(c.sets[role], name)
			}
		}
	}
	return c
}

// declareRoles makes the system roles known to the policies, which measure others by them.
func (o *Oracle) declareRoles() {
	for _, role := range systemRoles {
		uid := cedar.NewEntityUID("Role", cedar.String(role))
		o.fixed[uid] = cedar.Entity{UID: uid, Attributes: cedar.NewRecord(cedar.RecordMap{"strings": o.catalogue.set(o.catalogue.sets[role])})}
	}
}

// set makes a Cedar set of strings. A string that is not in the catalogue is a slip of the asking test: it panics.
func (c catalogue) set(lists ...[]string) cedar.Set {
	values := make([]cedar.Value, 0, len(c.strings))
	for _, list := range lists {
		for _, name := range list {
			value, known := c.values[name]
			if !known {
				panic(fmt.Sprintf("oracle: %q is not in the catalogue", name))
			}
			values = append(values, value)
		}
	}
	return cedar.NewSet(values...)
}
