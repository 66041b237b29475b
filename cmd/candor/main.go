// Command candor is the whole product in one binary: it serves, migrates, checks, backs up and restores.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"candor/internal/config"
	"candor/internal/web"
)

// Set by the release build.
var (
	version = "dev"
	commit  = ""
)

// program is the command line. Flags follow the command and have twins in the environment.
type program struct {
	Serve   serveCmd   `cmd:"" default:"withargs" help:"Migrate, then serve (what bare candor does)."`
	Demo    demoCmd    `cmd:"" help:"Fill an empty database with the demo company and serve it."`
	Migrate migrateCmd `cmd:"" help:"Bring the database to this version's schema."`
	Doctor  doctorCmd  `cmd:"" help:"Check configuration, database, mail, files and clock, and say what to do."`
	Backup  backupCmd  `cmd:"" help:"Write everything into one file, also while serving."`
	Restore restoreCmd `cmd:"" help:"Restore such a file into an empty installation."`
	Member  memberCmd  `cmd:"" help:"First steps without a browser: members."`
	Key     keyCmd     `cmd:"" help:"First steps without a browser: API keys."`
	Openapi openapiCmd `cmd:"" help:"Print the API description (OpenAPI 3.1)."`
	Docs    docsCmd    `cmd:"" hidden:"" help:"Write the generated documents of this repository."`
	Extract extractCmd `cmd:"" hidden:"" help:"Read the words of one document from standard input."`

	Version versionFlag `help:"Print version, commit and Go version."`
}

type versionFlag bool

func (versionFlag) BeforeReset(app *kong.Kong) error {
	fmt.Fprintf(app.Stdout, "candor %s (%s, %s)\n", version, revision(), runtime.Version())
	app.Exit(0)
	return nil
}

// revision is the commit the binary was built from.
func revision() string {
	if commit != "" {
		return commit
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				return s.Value[:12]
			}
		}
	}
	return "unknown commit"
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run is the program without the process: 0 is well, 1 failed, 2 was asked for something that does not exist.
func run(ctx context.Context, args []string) int {
	var p program
	parser, err := kong.New(&p, kong.Name("candor"), kong.Description("The open, self-hosted hiring platform."),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		return complain(err, 1)
	}
	if err := config.CheckEnvironment(os.Environ()); err != nil {
		return complain(err, 2)
	}
	call, err := parser.Parse(args)
	if err != nil {
		return complain(err, 2)
	}
	if err := call.Run(); err != nil {
		return complain(err, status(err))
	}
	return 0
}

// usage marks errors of what was asked for: exit status 2.
type usage struct{ error }

func (u usage) Unwrap() error { return u.error }

func status(err error) int {
	if _, ok := errors.AsType[usage](err); ok { // kong joins what a command returns with its own
		return 2
	}
	return 1
}

// complain says it in one line.
func complain(err error, code int) int {
	fmt.Fprintln(os.Stderr, "candor: "+inOneLine(err))
	return code
}

// logger writes what an operator reads; never bodies, tokens or secrets.
func logger() *slog.Logger {
	return slog.New(web.RequestLog(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo})))
}
