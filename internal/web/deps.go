package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/url"
	"time"

	"candor/internal/access"
	"candor/internal/activity"
	"candor/internal/api"
	"candor/internal/approvals"
	"candor/internal/candidates"
	"candor/internal/dashboard"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/library"
	"candor/internal/library/profiles"
	"candor/internal/mail"
	"candor/internal/org"
	"candor/internal/positions"
	"candor/internal/search"
)

// Authenticate turns the token of a session into the member it speaks for in the organisation that the
// session has chosen, with facts of this moment; see api.Authenticate.
type Authenticate = api.Authenticate

// Deps is what the pages are made of.
type Deps struct {
	Version    string
	PublicURL  string // https://jobs.example.com: decides on secure cookies and strict transport
	Secret     []byte // the installation's: signs flashes
	Log        *slog.Logger
	Now        func() time.Time
	TrustProxy bool // believe the last X-Forwarded-For: a proxy of ours sets it
	Demo       bool // has the pages of the demo
	GatesOff   bool // tests only: the declared needs are not checked, so the verbs alone must refuse

	Org        *org.Room
	Approvals  *approvals.Room
	Library    *library.Room
	Profiles   *profiles.Room
	Positions  *positions.Room
	Candidates *candidates.Room
	Files      *files.Room
	Dashboard  *dashboard.Room
	Mail       *mail.Room
	Search     *search.Room

	DB           *db.DB
	Hub          *activity.Hub // live signals; nil for none
	API          *api.Server
	Authenticate Authenticate
	Frame        func(ctx context.Context, a access.Actor) (Frame, error) // what stands around every page
}

// Frame is what the shell shows of the member and the organisation, whatever the page.
type Frame struct {
	Organisation  string // name
	Role          string // name
	Appearance    string // light, dark, or "" for the system's
	Palette       string // slate, or "" for paper
	Organisations []Place
}

// Place is another organisation that the person is a member of.
type Place struct{ ID, Name string }

func (d Deps) withDefaults() Deps {
	if d.Version == "" {
		d.Version = "dev"
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Now == nil {
		d.Now = time.Now
	}
	if len(d.Secret) == 0 { // flashes are then lost at a restart, no more
		d.Secret = make([]byte, 32)
		rand.Read(d.Secret)
	}
	return d
}

// secure reports whether browsers reach us over TLS.
func (d Deps) secure() bool {
	u, err := url.Parse(d.PublicURL)
	return err == nil && u.Scheme == "https"
}

func (d Deps) origin() string {
	u, err := url.Parse(d.PublicURL)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
