package main

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"candor/internal/config"
	"candor/internal/db"
)

// What was asked for and does not exist ends with one clear line and status 2, whoever finds it out.
func TestStatusOfWhatDoesNotExist(t *testing.T) {
	p := newPlace(t, db.SQLite)
	p.found(t)
	file := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(file, nil, 0o600))
	at := []string{"--data", p.data, "--database", p.database}
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"nonsense"}, "nonsense"},
		{[]string{"serve", "--nonsense"}, "unknown flag --nonsense"},
		{[]string{"serve", "--listen", "8080"}, "--listen (CANDOR_LISTEN)"},
		{append([]string{"serve", "--smtp", "smtp://u:hunter2@h:99999?from=a@b.example"}, at...), "--smtp (CANDOR_SMTP)"},
		{append([]string{"serve", "--smtp", "smtp://u:hunter2@h?from=a@b.example&colour=red"}, at...), "--smtp (CANDOR_SMTP)"},
		{append([]string{"serve", "--files", "s3://k:hunter2@h/bucket?colour=red"}, at...), "--files (CANDOR_FILES)"},
		{[]string{"serve", "--data", filepath.Join(file, "data")}, "--data (CANDOR_DATA): the folder cannot be made"},
		{[]string{"serve", "--database", "sqlite:x?mode=rw"}, "--database (CANDOR_DATABASE)"},
		{append([]string{"member", "add", "notanemail"}, at...), ""},
		{append([]string{"member", "add", "otto@hire.example", "--role", "Nope"}, at...), "Nope"},
		{append([]string{"key", "create", "--member", "nobody@hire.example"}, at...), "nobody@hire.example"},
		{append([]string{"key", "create", "--member", "olivia@hire.example", "--permission", "everything"}, at...), "everything"},
	} {
		status, words := says(t, c.args...)
		last := words[strings.LastIndex(strings.TrimSpace(words), "\n")+1:]
		if status != 2 || !strings.HasPrefix(last, "candor: ") || !strings.Contains(last, c.says) || strings.Contains(words, "hunter2") {
			t.Errorf("candor %s ends with %d and says\n%s", strings.Join(c.args, " "), status, words)
		}
	}
	t.Setenv("CANDOR_NONSENSE", "1")
	if status, words := says(t, "doctor"); status != 2 || !strings.Contains(words, "CANDOR_NONSENSE") {
		t.Error(status, words)
	}
}

// Whatever can be set stands in docs/running, by flag and by variable.
func TestEverySettingIsTold(t *testing.T) {
	page, err := os.ReadFile("../../docs/running/README.md")
	must(t, err)
	for f := range reflect.TypeFor[config.Config]().Fields() {
		if row := "| `--" + f.Tag.Get("name") + "` | `" + f.Tag.Get("env") + "` | "; !strings.Contains(string(page), row) {
			t.Errorf("docs/running has no row %s", row)
		}
	}
}

// People's data stays out of a build's context, and an image knows its version.
func TestTheImage(t *testing.T) {
	recipe, err := os.ReadFile("../../Containerfile")
	must(t, err)
	for _, part := range []string{"ARG VERSION=", "-X main.version=$VERSION", "-X main.commit=$COMMIT"} {
		if !strings.Contains(string(recipe), part) {
			t.Errorf("the Containerfile lacks %s", part)
		}
	}
	left, err := os.ReadFile("../../.dockerignore")
	must(t, err)
	kept, err := os.ReadFile("../../.gitignore")
	must(t, err)
	for line := range strings.Lines(string(kept)) {
		name := strings.Trim(strings.TrimSpace(line), "/")
		if !strings.Contains("\n"+string(left), "\n"+name+"\n") && !strings.Contains(string(left), "\n**/"+name+"\n") {
			t.Errorf("%s is not committed, and gets into the build", name)
		}
	}
}

func TestDoctorsJudgement(t *testing.T) {
	for version, fine := range map[int]bool{90624: false, 140011: false, 150000: true, 150004: true, 180001: true} {
		if err := tooOld(version); (err == nil) != fine {
			t.Errorf("%d: %v", version, err)
		}
	}
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		before, after, server time.Time
		says                  string
	}{
		{now, now, time.Time{}, ""},
		{now, now, now.Add(3 * time.Second), ""},
		{now, now.Add(20 * time.Second), now.Add(10 * time.Second), ""}, // a slow answer is no wrong clock
		{now, now, now.Add(time.Minute), "12:00:00 here and 12:01:00 on the database server"},
		{now, now, now.Add(-time.Minute), "11:59:00 on the database server"},
		{now.AddDate(-20, 0, 0), now.AddDate(-20, 0, 0), time.Time{}, "it is 2006 here"},
	} {
		if err := insane(c.before, c.after, c.server); (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if got := advise(errors.New("connect:\n\tdial tcp: connection refused:"), "cannot be opened", "Check --database").Error(); got != "cannot be opened: connect: dial tcp: connection refused. Check --database" {
		t.Error(got)
	}
	if got := advise(errors.New("It cannot be read."), "", "Check --smtp").Error(); got != "It cannot be read. Check --smtp" {
		t.Error(got)
	}
}

// The doctor says what is set so that it will hurt.
func TestDoctorOnAProxy(t *testing.T) {
	onEach(t, func(t *testing.T, p *place) {
		p.found(t)
		at := []string{"doctor", "--data", p.data, "--database", p.database, "--public-url", "https://hiring.example.com"}
		if status, words := says(t, at...); status != 1 || !strings.Contains(words, "✗ address") || !strings.Contains(words, "CANDOR_TRUST_PROXY") {
			t.Error(status, words)
		}
		status, words := says(t, append(at, "--trust-proxy")...)
		if status != 0 {
			t.Error(status, words)
		}
		if p.database[:8] == "postgres" && !strings.Contains(words, "as the database server's") {
			t.Error(words)
		}
	})
}
