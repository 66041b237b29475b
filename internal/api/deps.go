package api

import (
	"context"
	"crypto/rand"
	"log/slog"
	"time"

	"candor/internal/access"
	"candor/internal/approvals"
	"candor/internal/candidates"
	"candor/internal/dashboard"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/library"
	"candor/internal/library/profiles"
	"candor/internal/org"
	"candor/internal/positions"
	"candor/internal/search"
)

// Authenticate turns the token of an API key or a session into the member it speaks for, with facts of
// this moment. organisation is the slug the client chose, or "". It fails with errs.SignIn for a dead
// token, with code "organization_required" where there are several organisations to choose from, and with
// errs.Hidden for an organisation the person is no member of.
type Authenticate func(ctx context.Context, token, organisation string) (access.Actor, error)

// Deps is what the API is made of. The rooms may be nil while only the description is made.
type Deps struct {
	Version      string
	Secret       []byte // the installation's: signs cursors, seals remembered answers
	Log          *slog.Logger
	Now          func() time.Time
	PerMinute    int  // requests a minute per credential; 0 is 600, negative is without limit (the demo)
	GatesOff     bool // tests only: the declared needs are not checked, so the verbs alone must refuse
	DB           *db.DB
	Authenticate Authenticate

	Approvals  *approvals.Room
	Candidates *candidates.Room
	Dashboard  *dashboard.Room
	Files      *files.Room
	Library    *library.Room
	Profiles   *profiles.Room
	Org        *org.Room
	Positions  *positions.Room
	Search     *search.Room
}

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
	if d.PerMinute == 0 {
		d.PerMinute = 600
	}
	if len(d.Secret) == 0 { // without one nothing made here is valid after a restart, or on another replica
		d.Secret = make([]byte, 32)
		rand.Read(d.Secret)
	}
	return d
}
