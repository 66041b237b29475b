// Package auth holds the pages around being signed in: set-up, sign-in, invitation, forgotten password. They stand
// outside the application and work without script.
package auth

import (
	"candor/internal/org"
	"candor/internal/ui/kit"
)

// SetUpPage is /set-up, the first page of an empty installation.
type SetUpPage struct {
	Form     SetUpForm
	AskCode  bool
	Zones    []string
	Problems kit.Problems
}

// SetUpForm is what its form sends.
type SetUpForm struct {
	Organization string `form:"organization"`
	Slug         string `form:"slug"`
	TimeZone     string `form:"time_zone"`
	Name         string `form:"name"`
	Email        string `form:"email"`
	Password     string `form:"password,raw"`
	Approve      bool   `form:"approve"`
	Code         string `form:"code"`
}

// SignInPage is /sign-in.
type SignInPage struct {
	Email, Next string
	Problems    kit.Problems
	Flashes     []kit.FlashProps
}

// ChoosePage is /organizations, for somebody who belongs to several.
type ChoosePage struct {
	Places []org.Membership
	Next   string
}

// ForgotPage is /forgot; Sent says that a letter is on its way, if there is an account.
type ForgotPage struct {
	Email    string
	Sent     bool
	Problems kit.Problems
}

// ResetPage is where a link for a new password leads.
type ResetPage struct {
	Email    string
	Problems kit.Problems
}

// VerifyPage asks to confirm an address: opening a link must not do it, since mail programs open links too.
type VerifyPage struct {
	Email    string
	Problems kit.Problems
}

// InvitePage is /invite/{token}.
type InvitePage struct {
	org.Welcome
	Token    string
	Form     InviteForm
	Zones    []string
	Problems kit.Problems
}

// InviteForm is what its form sends.
type InviteForm struct {
	Name     string `form:"name"`
	Password string `form:"password,raw"`
	TimeZone string `form:"time_zone"`
}

// DeadLinkPage says that a link does not work any more, and what to do.
type DeadLinkPage struct {
	Title, Text string
	Href, Link  string
}

// zones are the choices of a time zone. Where script runs, the browser's own is chosen until somebody says otherwise.
func zones(names []string) []kit.Option {
	out := make([]kit.Option, len(names))
	for i, n := range names {
		out[i] = kit.Option{Value: n, Label: n}
	}
	return out
}

func ticked(on bool) []string {
	if on {
		return []string{"true"}
	}
	return nil
}

func (p InvitePage) lead() string {
	return p.InvitedBy + " invites you to join " + p.Organization + " as " + p.Role + "."
}
