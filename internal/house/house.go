// Package house puts the rooms together: one database, one queue, one set of doors. The command line and the tests
// build the same house, so that what is tested is what runs.
package house

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
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
	"candor/internal/queue"
	"candor/internal/search"
	"candor/internal/web"
)

// Plan is what a house is built from.
type Plan struct {
	Version    string
	PublicURL  string
	Letters    mail.Transport // nil writes letters to the log
	Secret     []byte         // 32 bytes; signs cursors, flashes, links
	TrustProxy bool           // a proxy of ours stands in front: believe the address it names
	AskCode    bool           // an empty installation asks for the code printed at start
	Demo       bool           // request limits off, the outbox and the parts of the interface have pages
	GatesOff   bool           // tests only: doors do not check their needs, the verbs alone must refuse

	Log     *slog.Logger
	Now     func() time.Time
	DB      *db.DB
	Blobs   files.Blobs
	Extract files.Reader
}

// House is the product, built and not yet running.
type House struct {
	Plan
	Org        *org.Room
	Approvals  *approvals.Room
	Library    *library.Room
	Profiles   *profiles.Room
	Positions  *positions.Room
	Candidates *candidates.Room
	Files      *files.Room
	Mail       *mail.Room
	Search     *search.Room
	Dashboard  *dashboard.Room
	Hub        *activity.Hub
	Worker     *queue.Worker
	API        *api.Server
	Web        *web.Server
}

// Build puts the rooms together over a migrated database.
func Build(p Plan) (*House, error) {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	h := &House{Plan: p}
	h.Org = org.New(p.DB, org.Config{PublicURL: p.PublicURL, AskCode: p.AskCode})
	h.Approvals = approvals.New(p.DB)
	h.Library = library.New(p.DB, h.Approvals)
	h.Profiles = profiles.New(p.DB)
	h.Positions = positions.New(p.DB)
	h.Library.Templates.UsedBy(positions.UsesTemplate)
	h.Library.Forms.UsedBy(positions.UsesForm)
	if p.Demo {
		h.Positions.PerHour = -1
	}
	h.Files = files.New(p.DB, p.Blobs, p.Extract)
	if p.Letters == nil {
		p.Letters = mail.Log{Log: p.Log}
	}
	h.Mail = mail.New(p.DB, p.Letters, p.PublicURL)
	h.Mail.Demo = p.Demo
	h.Candidates = candidates.New(p.DB, h.Files)
	h.Search = search.New(p.DB)
	h.Dashboard = dashboard.New(p.DB)
	h.Hub = activity.NewHub(p.DB)
	h.Worker = queue.NewWorker(p.DB, p.Log)
	h.Files.Work(h.Worker)
	h.Mail.Work(h.Worker)
	h.Org.Tasks(h.Worker)
	api.Tasks(h.Worker, p.DB)
	h.API = h.makeAPI()
	var err error
	if h.Web, err = h.makeWeb(); err != nil {
		h.Hub.Close()
		return nil, fmt.Errorf("build the web: %w", err)
	}
	return h, nil
}

func (h *House) makeAPI() *api.Server {
	perMinute := 0
	if h.Demo {
		perMinute = -1
	}
	return api.New(api.Deps{Version: h.Version, Secret: h.Secret, Log: h.Log, Now: h.Now, PerMinute: perMinute, GatesOff: h.GatesOff,
		DB: h.DB, Authenticate: web.Noting(h.authenticate), Org: h.Org, Approvals: h.Approvals, Library: h.Library, Profiles: h.Profiles, Positions: h.Positions, Candidates: h.Candidates, Files: h.Files, Search: h.Search, Dashboard: h.Dashboard})
}

func (h *House) makeWeb() (*web.Server, error) {
	return web.New(web.Deps{Version: h.Version, PublicURL: h.PublicURL, Secret: h.Secret, Log: h.Log, Now: h.Now, TrustProxy: h.TrustProxy,
		Demo: h.Demo, GatesOff: h.GatesOff, DB: h.DB, Hub: h.Hub, API: h.API, Authenticate: h.authenticate, Frame: h.frame,
		Org: h.Org, Approvals: h.Approvals, Library: h.Library, Profiles: h.Profiles, Positions: h.Positions, Candidates: h.Candidates, Files: h.Files, Dashboard: h.Dashboard, Mail: h.Mail, Search: h.Search})
}

// frame is what stands around every page of a member.
func (h *House) frame(ctx context.Context, a access.Actor) (web.Frame, error) {
	s, err := h.Org.Surroundings(ctx, a)
	if err != nil {
		return web.Frame{}, err
	}
	f := web.Frame{Organisation: s.Organization, Role: s.Role}
	if s.Appearance != "system" {
		f.Appearance = s.Appearance
	}
	if s.Theme != "paper" {
		f.Palette = s.Theme
	}
	for _, o := range s.Elsewhere {
		f.Organisations = append(f.Organisations, web.Place{ID: o.OrgID, Name: o.Organization})
	}
	return f, nil
}

func (h *House) authenticate(ctx context.Context, token, organisation string) (access.Actor, error) {
	a, _, err := h.Org.Authenticate(ctx, token, organisation)
	return a, err
}

// Start begins the work in the background.
func (h *House) Start(ctx context.Context) error { return h.Worker.Start(ctx) }

// Stop ends the background work gracefully: what runs may finish until ctx ends.
func (h *House) Stop(ctx context.Context) error {
	err := h.Worker.Stop(ctx)
	h.Web.Close()
	h.Hub.Close()
	if errors.Is(err, context.DeadlineExceeded) {
		return nil // the tasks are back in the queue
	}
	return err
}
