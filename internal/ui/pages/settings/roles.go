package settings

import (
	"candor/internal/access"
	"candor/internal/org"
	"candor/internal/ui/kit"
)

// RolesPage is /settings/roles.
type RolesPage struct {
	Frame
	Q      string
	Roles  []org.Role
	Next   string
	Here   string
	Create bool
	Mine   string // id of the reader's own role
	Count  int    // strings in the catalogue
}

var roleHeads = []kit.Head{{Label: "Role", Width: "wide"}, {Label: "Members", Number: true}, {Label: "Permissions", Number: true}}

func members(r org.Role) int {
	if r.MemberCount == nil {
		return 0
	}
	return *r.MemberCount
}

// EditorPage is a new role, or one that is edited or only looked at.
type EditorPage struct {
	Frame
	Role     org.Role // as it is; zero for a new one
	Can      org.RoleGrants
	Form     RoleForm
	Lacks    access.Set // what the reader may not add
	Starts   []Start    // of a new role: what it can begin with
	Problems kit.Problems
}

// Start is something a new role can begin with.
type Start struct {
	Label, Note, Href string
	Current           bool
}

// RoleForm is what the editor sends.
type RoleForm struct {
	Name        string   `form:"name"`
	Description string   `form:"description"`
	Permissions []string `form:"permissions"`
	Confirmed   bool     `form:"confirmed"` // who gains and loses has been read
	Back        bool     `form:"back"`      // from there to the editor again
}

// Set is what is ticked.
func (f RoleForm) Set() access.Set { return access.SetOf(f.List()...) }

// List is what is ticked, as it came.
func (f RoleForm) List() []access.Permission {
	out := make([]access.Permission, len(f.Permissions))
	for i, p := range f.Permissions {
		out[i] = access.Permission(p)
	}
	return out
}

func (p EditorPage) title() string {
	if p.Role.ID == "" {
		return "New role"
	}
	return p.Role.Name
}

func (p EditorPage) action() string {
	if p.Role.ID == "" {
		return "/settings/roles"
	}
	return roleHref(p.Role.ID)
}

func (p EditorPage) editing() bool { return p.Role.ID == "" || p.Can.Edit }

// locked says that the reader can't add a string: they lack it, and the role does not hold it yet.
func (p EditorPage) locked(e access.Entry) bool {
	return p.Lacks.Has(e.Permission) && !p.Role.Permissions.Has(e.Permission) && !p.Form.Set().Has(e.Permission)
}

func (p EditorPage) anyLocked() bool {
	for _, d := range domains {
		for _, e := range d.Entries {
			if p.locked(e) {
				return true
			}
		}
	}
	return false
}

func (p EditorPage) chosen() string {
	return kit.Number(p.Form.Set().Len()) + " of " + kit.Number(access.Everything().Len()) + " permissions"
}

// ConfirmPage shows who gains and loses what before a role is saved.
type ConfirmPage struct {
	Frame
	Role   org.Role // as it is
	Form   RoleForm
	Impact org.RoleImpact
}

func (p ConfirmPage) who() string {
	if p.Impact.Members == 1 && len(p.Impact.Names) == 1 {
		return p.Impact.Names[0].Name + " holds this role. From their next request they"
	}
	return kit.Plural(p.Impact.Members, "member holds", "members hold") + " this role. From their next request they"
}

// DeletePage asks to confirm that a role goes.
type DeletePage struct {
	Frame
	Role     org.Role
	Problems kit.Problems
}

// keeps says why a role cannot be deleted, as far as its member count tells.
func (p EditorPage) keeps() string {
	if n := members(p.Role); n > 0 {
		return "Held by " + kit.Plural(n, "member", "members") + ". Give them another role first."
	}
	return ""
}
