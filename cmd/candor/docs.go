package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"candor/internal/access"
	"candor/internal/api"
)

// docsCmd writes the documents that are made from the program: permissions and the API description.
type docsCmd struct {
	Check bool `help:"Write nothing; fail if a document differs."`
}

func (c docsCmd) Run() error {
	description, err := api.Describe("1")
	if err != nil {
		return err
	}
	var stale []string
	for path, want := range map[string][]byte{
		"docs/permissions.md":   []byte(permissionsPage()),
		"docs/api/openapi.json": append(description, '\n'),
	} {
		have, _ := os.ReadFile(path)
		if bytes.Equal(have, want) {
			continue
		}
		stale = append(stale, path)
		if c.Check {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, want, 0o644); err != nil {
			return err
		}
	}
	if c.Check && len(stale) > 0 {
		return fmt.Errorf("%s: not what the program says; run make generate", strings.Join(stale, ", "))
	}
	return nil
}

// permissionsPage is the catalogue with who holds what.
func permissionsPage() string {
	var b strings.Builder
	n := func(r access.SystemRole) int { return access.OfSystemRole(r).Len() }
	fmt.Fprintf(&b, `# Permissions

Made from internal/access/permissions.csv by `+"`make generate`"+`. %d strings in 14 domains; Admin holds %d, Staffing %d, Interviewer %d. The three team roles grant
their strings on one position only, and suffice there without any string of the organisation role. No string implies another.

What one sees of a position, an application or an offer, and what closes or hides it, is told in [using/access.md](using/access.md); who may do what, action by action and person by
person, is the golden table internal/apptest/guards/testdata/matrix.txt.

| permission | means | Admin | Staffing | Interviewer | Hiring Manager | Recruiter | Team Member |
|---|---|---|---|---|---|---|---|
`, len(access.Catalogue()), n(access.Admin), n(access.Staffing), n(access.Interviewer))
	for _, e := range access.Catalogue() {
		fmt.Fprintf(&b, "| `%s` | %s |", e.Permission, strings.ReplaceAll(e.Meaning, "access.md", "[access.md](using/access.md)"))
		for _, r := range access.SystemRoles {
			b.WriteString(mark(e.System[r]))
		}
		for _, r := range access.TeamRoles {
			b.WriteString(mark(e.Team[r]))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func mark(yes bool) string {
	if yes {
		return " yes |"
	}
	return " |"
}
