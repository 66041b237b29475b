package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
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
	if err := c.Look(); err != nil { // a doctor begins no installation
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
			fmt.Printf("✗ %-10s %s\n", f.about, inOneLine(f.wrong))
			continue
		}
		fmt.Printf("✓ %-10s %s\n", f.about, f.says)
	}
	if sick > 0 {
		return fmt.Errorf("%d of %d checks found something to do", sick, len(checks))
	}
	return nil
}

func (c *doctorCmd) database(ctx context.Context) finding {
	f := finding{about: "database"}
	d, err := db.OpenExisting(ctx, c.Database, nil)
	if errors.Is(err, db.ErrNothing) {
		f.wrong = fmt.Errorf("there is no installation at %s. Name it with --data or --database; candor serve or candor migrate makes a new one", c.DatabaseShown())
		return f
	}
	if err != nil {
		f.wrong = advise(err, "cannot be opened", "Check --database; is the server up, and do name and password fit?")
		return f
	}
	defer d.Close()
	server, err := d.Server(ctx)
	if err != nil {
		f.wrong = advise(err, "does not answer", "Is the server up?")
		return f
	}
	name := d.Engine().String()
	if d.Engine() == db.Postgres {
		if f.wrong = tooOld(server.Version); f.wrong != nil {
			return f
		}
		name = fmt.Sprintf("%s %d.%d", name, server.Version/10000, server.Version%10000)
	}
	have, want, err := d.Version(ctx)
	switch {
	case err != nil:
		f.wrong = err
	case have > want:
		f.wrong = fmt.Errorf("schema %d is newer than this program's %d. Run the newer candor", have, want)
	case have < want:
		f.says = fmt.Sprintf("%s, schema %d; the next start migrates it to %d. Back up first.", name, have, want)
	default:
		f.says = fmt.Sprintf("%s, schema %d, up to date", name, have)
	}
	return f
}

// oldest is the first major version of PostgreSQL that we are tested with.
const oldest = 15

func tooOld(server int) error {
	if server/10000 >= oldest {
		return nil
	}
	return fmt.Errorf("this is PostgreSQL %d.%d, and Candor needs %d or newer. Upgrade the server", server/10000, server%10000, oldest)
}

func (c *doctorCmd) files(ctx context.Context) finding {
	f := finding{about: "files", says: "can be written, read and deleted"}
	if !strings.Contains(c.Files, "://") {
		if _, err := os.Stat(c.Files); errors.Is(err, fs.ErrNotExist) {
			f.says = "the folder is not there yet: the next start makes it"
			return f
		}
	}
	blobs, err := files.OpenBlobs(c.Files)
	if err == nil {
		err = blobs.Check(ctx)
	}
	if err != nil {
		f.wrong = advise(err, "", "Check --files")
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
		f.wrong = advise(err, "", "Check --smtp")
		return f
	}
	f.says = "the server takes our name and password"
	return f
}

func (c *doctorCmd) address(context.Context) finding {
	f := finding{about: "address", says: c.PublicURL}
	local := config.Config{Listen: "localhost:0", PublicURL: c.PublicURL}
	switch {
	case !c.Encrypted() && !local.Loopback():
		f.wrong = errors.New(c.PublicURL + " is not encrypted: passwords and résumés would travel in the open. Put a proxy with TLS in front and set --public-url https://…")
	case proxyWarning(&c.Config) != "":
		f.wrong = errors.New(proxyWarning(&c.Config))
	}
	return f
}

// clock looks at this machine's clock, and compares it with the database server's, where there is one: replicas that
// stand on different machines live by their own.
func (c *doctorCmd) clock(ctx context.Context) finding {
	f := finding{about: "clock", says: time.Now().Format(time.RFC3339) + ", sane"}
	var server time.Time
	before := time.Now()
	if c.SQLiteFile() == "" {
		if d, err := db.OpenExisting(ctx, c.Database, nil); err == nil { // what is wrong there is said above
			defer d.Close()
			before = time.Now()
			if s, err := d.Server(ctx); err == nil {
				server = s.Now
			}
		}
	}
	if f.wrong = insane(before, time.Now(), server); f.wrong == nil && !server.IsZero() {
		f.says += ", as the database server's"
	}
	return f
}

// apart is how far two clocks may be from one another.
const apart = 5 * time.Second

// insane judges our clock, read before and after the server was asked for its own (zero: there is none).
func insane(before, after, server time.Time) error {
	if y := after.Year(); y < 2026 || y > 2100 {
		return fmt.Errorf("it is %d here. Set the clock, best by NTP: sessions, invitations and tasks live by it", y)
	}
	if server.IsZero() || server.After(before.Add(-apart)) && server.Before(after.Add(apart)) {
		return nil
	}
	return fmt.Errorf("it is %s here and %s on the database server. Set both clocks, best by NTP: sessions, invitations and tasks live by them",
		after.UTC().Format(time.TimeOnly), server.UTC().Format(time.TimeOnly))
}

// advise makes one sentence of what is wrong and one of what to do.
func advise(err error, what, todo string) error {
	says := strings.TrimRight(inOneLine(err), ".: ")
	if what != "" {
		says = what + ": " + says
	}
	return errors.New(says + ". " + todo)
}

// inOneLine is what a driver says on several lines.
func inOneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
