package api

import (
	"context"
	"time"

	"candor/internal/access"
	"candor/internal/org"
)

// sessionJSON is a device one is signed in on.
type sessionJSON struct {
	ID         string    `json:"id" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Address    string    `json:"address" doc:"Where it was made; of IPv6 the network" example:"192.0.2.7"`
	Agent      string    `json:"agent" doc:"The browser or program, in its own words" example:"curl/8.5"`
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at" doc:"To the minute"`
	ExpiresAt  time.Time `json:"expires_at" doc:"30 days after the last use"`
	Current    bool      `json:"current" doc:"The one that asks"`
}

// signedInJSON is a new session.
type signedInJSON struct {
	Token         string      `json:"token" doc:"Send it as Authorization: Bearer …; it is shown once"`
	ExpiresAt     time.Time   `json:"expires_at" doc:"30 days after the last use"`
	Member        selfJSON    `json:"member" doc:"Who you are: in the only organisation, or in the one that the header chose; else name and email alone"`
	Organizations []placeJSON `json:"organizations" doc:"Those you can enter; with several, send the header Candor-Organization"`
}

// selfJSON is whoever has just signed in: the person, and what they are in the organisation where one is chosen.
type selfJSON struct {
	ID         string            `json:"id,omitempty" doc:"Of the member; absent, with all that follows email, while no organisation is chosen" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	Name       string            `json:"name" example:"Ada Lovelace"`
	Email      string            `json:"email" example:"ada@northwind.example"`
	Title      *string           `json:"title,omitempty" example:"Head of people"`
	Status     org.Status        `json:"status,omitempty" enum:"active"`
	Role       string            `json:"role,omitempty" doc:"Its name" example:"Admin"`
	RoleID     string            `json:"role_id,omitempty" example:"01932c07-23b4-7cc1-9bd1-2f1c6c1d0a11"`
	System     access.SystemRole `json:"system,omitempty" doc:"Which system role it is" enum:"admin,staffing,interviewer"`
	Owner      *bool             `json:"owner,omitempty"`
	JoinedAt   *time.Time        `json:"joined_at,omitempty"`
	LastSeenAt *time.Time        `json:"last_seen_at,omitempty" doc:"To the minute; absent if never"`
}

type credentialsInput struct {
	Email    string `json:"email,omitempty" maxLength:"254" example:"ada@northwind.example"`
	Password string `json:"password,omitempty" maxLength:"800" format:"password"`
}

type signInRequest struct {
	Organization string `header:"Candor-Organization" doc:"Slug of the organisation to enter, where there are several" example:"northwind"`
	Agent        string `header:"User-Agent" hidden:"true"`
	Body         credentialsInput
}

// sessions are the doors of signing in and out.
func (s *Server) sessions() {
	Register(s, Op{Method: "POST", Path: "/sessions", Tag: "sessions", Summary: "Sign in with a password", Status: 201,
		Description:   "Answers the token, who you are, and the organisations you can enter. Who you are is the member where there is one organisation, or where the header Candor-Organization names one (404 for any other); for somebody of several it is name and email until they choose. Failures are throttled by account and by address (429).",
		NotRemembered: "who signs in twice has two sessions",
		Need:          access.Public("whoever signs in is nobody yet"), ShownOnce: true},
		func(ctx context.Context, _ access.Actor, in *signInRequest) (*One[signedInJSON], error) {
			return s.signIn(ctx, in)
		})
	Register(s, Op{Method: "GET", Path: "/sessions", Tag: "sessions", Summary: "List your sessions", Description: "Not with an API key.",
		Need: access.Self("one's own sessions", access.OrgView)},
		func(ctx context.Context, a access.Actor, in *Paging) (*List[sessionJSON], error) {
			all, err := s.Org.Sessions(ctx, a, callOf(ctx).credential)
			if err != nil {
				return nil, err
			}
			found, err := shortList(all, in, "sessions", func(f org.Session) string { return f.ID }, func(f org.Session) string { return f.Agent + " " + f.Address })
			return Listed(found, sessionAsJSON), err
		})
	Register(s, Op{Method: "DELETE", Path: "/sessions/{id}", Tag: "sessions", Summary: "End a session",
		Description: "One of your own. Not with an API key.", Need: access.Self("one's own sessions", access.OrgView)},
		func(ctx context.Context, a access.Actor, in *ByID) (*None, error) {
			return nil, s.Org.EndSession(ctx, a, in.ID)
		})
	Register(s, Op{Method: "DELETE", Path: "/sessions", Tag: "sessions", Summary: "End all other sessions",
		Description: "Every session of yours but the one that asks. Not with an API key.", Need: access.Self("one's own sessions", access.OrgView)},
		func(ctx context.Context, a access.Actor, _ *struct{}) (*None, error) {
			return nil, s.Org.EndOtherSessions(ctx, a, callOf(ctx).credential)
		})
}

func (s *Server) signIn(ctx context.Context, in *signInRequest) (*One[signedInJSON], error) {
	session, all, err := s.Org.SignIn(ctx, org.Credentials{Email: in.Body.Email, Password: in.Body.Password,
		Address: clientAddress(callOf(ctx).r), Agent: in.Agent})
	if err != nil {
		return nil, err
	}
	out := signedInJSON{Token: session.Token, ExpiresAt: session.ExpiresAt, Organizations: []placeJSON{}, Member: selfJSON{Name: session.Name, Email: session.Email}}
	for _, m := range all {
		out.Organizations = append(out.Organizations, placeJSON{m.OrgID, m.Slug, m.Organization})
	}
	if len(all) == 1 || in.Organization != "" {
		if out.Member, err = s.selfIn(ctx, session.Token, in.Organization); err != nil {
			return nil, firstOf(s.Org.SignOut(ctx, session.Token), err) // nobody learns its token
		}
	}
	return Answer(out), nil
}

// selfIn is who a token speaks for in one organisation.
func (s *Server) selfIn(ctx context.Context, token, organization string) (selfJSON, error) {
	a, err := s.Authenticate(ctx, token, organization)
	if err != nil {
		return selfJSON{}, err
	}
	m, err := s.Org.Member(ctx, a, a.MemberID())
	if err != nil {
		return selfJSON{}, err
	}
	p := memberAsJSON(m)
	return selfJSON{p.ID, p.Name, p.Email, &p.Title, p.Status, p.Role, p.RoleID, p.System, &p.Owner, &p.JoinedAt, p.LastSeenAt}, nil
}

func sessionAsJSON(f org.Session) sessionJSON {
	return sessionJSON{f.ID, f.Address, f.Agent, f.CreatedAt, f.LastSeenAt, f.ExpiresAt, f.Current}
}
