package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"runtime"
	"time"

	"candor/internal/config"
	"candor/internal/db"
	"candor/internal/files"
	"candor/internal/mail"
)

// doctorCmd checks everything an installation stands on, and says what to do about what is wrong.
type doctorCmd struct {
	config.Config
	Thorough bool `help:"Also read every record and every file, and compare them with what the database keeps of them."`
}

// finding is one thing looked at: what is so, or what is wrong and what to do.
type finding struct {
	about, says string
	wrong       error
}

func (c *doctorCmd) Run(ctx context.Context) error {
	if err := c.Prepare(); err != nil {
		return usage{err}
	}
	checks := []func(context.Context) finding{c.database, c.files, c.mail, c.address, c.clock}
	most := 30 * time.Second
	if c.Thorough {
		checks, most = append(checks, c.records, c.contents), 24*time.Hour
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	fmt.Printf("candor %s (%s, %s)\n%s\n\n", version, revision(), runtime.Version(), c.Config)
	sick := 0
	for _, check := range checks {
		f := check(ctx)
		if f.wrong != nil {
			sick++
			fmt.Printf("✗ %-10s %s\n", f.about, f.wrong)
			continue
		}
		fmt.Printf("✓ %-10s %s\n", f.about, f.says)
	}
	if sick > 0 {
		return fmt.Errorf("%d of %d need attention", sick, len(checks))
	}
	return nil
}

func (c *doctorCmd) database(ctx context.Context) finding {
	f := finding{about: "database"}
	d, err := db.Open(ctx, c.Database, nil)
	if err != nil {
		f.wrong = fmt.Errorf("cannot be opened: %w. Check --database", err)
		return f
	}
	defer d.Close()
	if err := d.Ping(ctx); err != nil {
		f.wrong = fmt.Errorf("does not answer: %w. Is the server up, and do name and password fit?", err)
		return f
	}
	have, want, err := d.Version(ctx)
	switch {
	case err != nil:
		f.wrong = err
	case have > want:
		f.wrong = fmt.Errorf("schema %d is newer than this program's %d. Run the newer candor", have, want)
	case have < want:
		f.says = fmt.Sprintf("%s, schema %d; the next start migrates it to %d. Back up first.", d.Engine(), have, want)
	default:
		f.says = fmt.Sprintf("%s, schema %d, up to date", d.Engine(), have)
	}
	return f
}

func (c *doctorCmd) files(ctx context.Context) finding {
	f := finding{about: "files", says: "can be written, read and deleted"}
	blobs, err := files.OpenBlobs(c.Files)
	if err == nil {
		err = blobs.Check(ctx)
	}
	if err != nil {
		f.wrong = fmt.Errorf("%w. Check --files", err)
	}
	return f
}

func (c *doctorCmd) mail(ctx context.Context) finding {
	f := finding{about: "mail", says: "no server: letters go to the log. Set --smtp to send them"}
	if c.SMTP == "" {
		return f
	}
	server, err := mail.SMTP(c.SMTP)
	if err == nil {
		err = server.Check(ctx)
	}
	if err != nil {
		f.wrong = fmt.Errorf("%w. Check --smtp", err)
		return f
	}
	f.says = "the server takes our name and password"
	return f
}

func (c *doctorCmd) address(context.Context) finding {
	f := finding{about: "address", says: c.PublicURL}
	u, err := url.Parse(c.PublicURL)
	if err != nil {
		f.wrong = err
		return f
	}
	if u.Scheme != "https" && !loopback(net.JoinHostPort(u.Hostname(), "0")) {
		f.wrong = errors.New(c.PublicURL + " is not encrypted: passwords and résumés would travel in the open. Put a proxy with TLS in front and set --public-url https://…")
	}
	return f
}

// clock compares this machine's clock with the database server's, which stamps nothing itself but may be shared.
func (c *doctorCmd) clock(ctx context.Context) finding {
	f := finding{about: "clock", says: time.Now().Format(time.RFC3339) + ", sane"}
	if y := time.Now().Year(); y < 2026 || y > 2100 {
		f.wrong = fmt.Errorf("it is %d here. Set the clock, best by NTP: sessions, invitations and tasks live by it", y)
	}
	return f
}
