package settings

import (
	"candor/internal/access"
	"candor/internal/org"
	"candor/internal/ui/kit"
)

// MembersPage is /settings/members.
type MembersPage struct {
	Frame
	Q, Status, RoleID string // the filter
	Roles             []org.Role
	Giveable          []org.Role // what the role of a member can be changed to
	People            []org.Listed
	Total             int
	Next, Here        string // addresses
	Me                string
	Invite            bool
	Leaderless        []org.Name // positions whose lead has left
}

func (p MembersPage) statuses() []kit.Option {
	var out []kit.Option
	for _, s := range org.Statuses {
		out = append(out, kit.Option{Value: string(s), Label: s.Label()})
	}
	return out
}

func (p MembersPage) roles() []kit.Option {
	out := roleOptions(p.Roles)
	for i := range out {
		out[i].Help = ""
	}
	return out
}

func (p MembersPage) clear() string {
	if p.Q+p.Status+p.RoleID == "" {
		return ""
	}
	return "/settings/members"
}

func (p MembersPage) says() string {
	if p.Next != "" || len(p.People) < p.Total {
		return kit.Number(len(p.People)) + " of " + kit.Plural(p.Total, "person", "people")
	}
	return kit.Plural(p.Total, "person", "people")
}

var memberHeads = []kit.Head{{Label: "Member", Width: "wide"}, {Label: "Role"}, {Label: "Status"}, {Label: "Last seen"}, {Label: "More", Hide: true, Width: "icon"}}

// mostInMenu is how many roles a dropdown in a row offers; with more of them it opens the page that asks.
const mostInMenu = 15

// roleChoices are the lines of the dropdown behind a member's role; each leads to what the change means.
func (p MembersPage) roleChoices(m org.Member) (out []kit.MenuItem) {
	for _, r := range p.Giveable {
		if r.ID == m.RoleID {
			out = append(out, kit.MenuItem{Label: r.Name, Href: memberHref(m.ID) + "/role", Current: true, Dialog: true})
			continue
		}
		out = append(out, kit.MenuItem{Label: r.Name, Href: memberHref(m.ID) + "/role?role_id=" + r.ID, Dialog: true})
	}
	return out
}

// memberMenu holds what can be done to somebody; empty for nothing.
func memberMenu(m org.Member, can org.Grants) (out []kit.MenuItem) {
	if can.Edit {
		out = append(out, kit.MenuItem{Label: "Edit", Icon: "pencil", Href: memberHref(m.ID)})
	}
	if can.Reactivate {
		out = append(out, kit.MenuItem{Label: "Reactivate", Icon: "undo-2", Post: memberHref(m.ID) + "/reactivate"})
	}
	if can.Deactivate {
		out = append(out, kit.MenuItem{Label: "Deactivate…", Icon: "ban", Href: memberHref(m.ID) + "/deactivate", Dialog: true, Rule: len(out) > 0})
	}
	if can.Remove {
		out = append(out, kit.MenuItem{Label: "Remove…", Icon: "trash-2", Href: memberHref(m.ID) + "/remove", Dialog: true, Danger: true})
	}
	return out
}

func invitationMenu(i org.Invitation, can org.Grants) (out []kit.MenuItem) {
	if can.Resend {
		out = append(out, kit.MenuItem{Label: "Send again", Icon: "send", Post: "/settings/invitations/" + i.ID + "/resend", Note: "A new link, for seven days"})
	}
	if can.Revoke {
		out = append(out, kit.MenuItem{Label: "Revoke", Icon: "x", Post: "/settings/invitations/" + i.ID + "/revoke", Danger: true})
	}
	return out
}

// rolesYouMayGive explains a list of roles that is shorter than all of them.
const rolesYouMayGive = "Only roles that you may give are listed: those whose permissions you hold yourself."

// titled is what stands under a member's name.
func titled(m org.Member) string {
	if m.Title == "" {
		return m.Email
	}
	return m.Title + " · " + m.Email
}

func moreButton(name string) kit.ButtonProps {
	return kit.ButtonProps{Label: "More for " + name, Icon: "ellipsis", IconOnly: true, Variant: kit.Quiet, Small: true}
}

func roleOr(name string) string {
	if name == "" {
		return "Default role"
	}
	return name
}

// InvitePage asks whom to invite, and with which role.
type InvitePage struct {
	Frame
	Emails, RoleID string
	Roles          []org.Role
	Default        string // what no role means, "" where one must be chosen
	Domains        []org.Domain
	Problems       kit.Problems
}

func (p InvitePage) help() string {
	if len(p.Domains) == 0 {
		return "One per line, or separated by commas."
	}
	words := "One per line, or separated by commas. Addresses here end in "
	for i, d := range p.Domains {
		if i > 0 {
			words += ", "
		}
		words += d.Domain
	}
	return words + "."
}

// MemberPage is about one member.
type MemberPage struct {
	Frame
	org.Seen
	Self        bool
	Name, Title string // as typed
	Problems    kit.Problems
}

func (p MemberPage) facts() []kit.Fact {
	facts := []kit.Fact{{Label: "Status", Value: kit.StatusMark(string(p.Status))}, {Label: "Role", Text: p.Role}}
	facts = append(facts, kit.Fact{Label: "Last seen", Value: kit.Time(p.Clock, p.LastSeenAt.Time)}, kit.Fact{Label: "Joined", Value: kit.Date(p.Clock, p.JoinedAt.Time)})
	return facts
}

// RolePage asks to confirm another role, or which one it should be.
type RolePage struct {
	Frame
	Member   org.Member
	Impact   *org.MemberImpact // nil while no role is chosen
	Giveable []org.Role
	Problems kit.Problems
}

func (p RolePage) lead() string {
	if p.Impact == nil {
		return p.Member.Name + " has the role " + p.Member.Role + "."
	}
	return p.Member.Name + " changes from " + p.Impact.From.Name + " to " + p.Impact.To.Name + ". It is in force at their next request; they need not sign in again."
}

// LeavePage asks to confirm that somebody is deactivated or removed.
type LeavePage struct {
	Frame
	org.LeavingImpact
	Remove   bool
	Problems kit.Problems
}

func (p LeavePage) title() string {
	if p.Remove {
		return "Remove " + p.Member.Name + "?"
	}
	return "Deactivate " + p.Member.Name + "?"
}

func (p LeavePage) what() []string {
	out := []string{"Their sessions here and API keys end at once, and for good."}
	if p.Remove {
		out = append(out, "They leave every hiring team and interview. What they did stays under their name.")
	} else {
		out = append(out, "Their team roles rest until they are reactivated. What they did stays under their name.")
	}
	if p.Keys > 0 {
		out = append(out, kit.Plural(p.Keys, "API key of theirs stops", "API keys of theirs stop")+" working.")
	}
	if p.Teams > 0 {
		out = append(out, "They are on "+kit.Plural(int(p.Teams), "hiring team", "hiring teams")+".")
	}
	if p.Interviews > 0 {
		out = append(out, "They are assigned to "+kit.Plural(int(p.Interviews), "interview", "interviews")+".")
	}
	return out
}

// gained is a heading over strings that come or go.
func gained(n int, does string) string {
	return does + " " + kit.Plural(n, "permission", "permissions")
}

func hold(n int) bool { return n > 8 }

func listed(ps []access.Permission) []domain { return byDomain(ps) }

func nothing(a, b []access.Permission) bool { return len(a)+len(b) == 0 }
