package main

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"candor/internal/config"
	"candor/internal/db"
)

const ready = "msg=serving"

// The second server on one file is told; what an operator does beside a server goes on; replicas of PostgreSQL are welcome.
func TestOneServerOnOneFile(t *testing.T) {
	onEach(t, func(t *testing.T, p *place) {
		at := []string{"--data", p.data, "--database", p.database, "--listen", "127.0.0.1:0"}
		_, end := serving(t, ready, append([]string{"serve"}, at...)...)
		file := filepath.Join(t.TempDir(), "today.candor")
		p.wants(0, "member", "add", "olivia@hire.example")
		p.wants(0, "key", "create", "--member", "olivia@hire.example")
		p.wants(0, "backup", file)
		p.wants(0, "migrate")
		p.wants(0, "doctor", "--thorough")
		if strings.HasPrefix(p.database, "sqlite:") {
			p.refused(t, "another candor is serving", "serve", "--listen", "127.0.0.1:0")
			p.refused(t, "another candor is serving", "demo", "--listen", "127.0.0.1:0")
			p.refused(t, "another candor is serving", "restore", "--force", file)
		} else {
			_, endOther := serving(t, ready, append([]string{"serve"}, at...)...)
			if got := endOther(); got != 0 {
				t.Errorf("the replica ended with %d", got)
			}
		}
		if got := end(); got != 0 {
			t.Fatalf("the server ended with %d", got)
		}
		p.wants(0, "restore", "--force", file)
		if _, end := serving(t, ready, append([]string{"serve"}, at...)...); end() != 0 {
			t.Error("the lock stayed")
		}
	})
}

// Whoever cannot listen makes no database and announces nothing.
func TestAPortInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer taken.Close()
	p := newPlace(t, db.SQLite)
	for _, args := range [][]string{{"serve", "--listen", taken.Addr().String()}, {"serve", "--listen", "127.0.0.1:0", "--metrics-listen", taken.Addr().String()},
		{"demo", "--listen", taken.Addr().String()}} {
		p.refused(t, "address already in use", args...)
	}
	if _, err := os.Stat(filepath.Join(p.data, "candor.db")); !os.IsNotExist(err) {
		t.Errorf("a database was made: %v", err)
	}
}

// An empty installation that others get to belongs to whoever reads its output, not to the first stranger.
func TestWhoIsAskedForTheCode(t *testing.T) {
	for _, c := range []struct {
		flags       []string
		asks, https bool
	}{
		{nil, false, false},
		{[]string{"--public-url", "http://localhost:18085"}, false, false},
		{[]string{"--public-url", "https://hiring.example.com"}, true, true},
		{[]string{"--public-url", "https://hiring.example.com", "--trust-proxy"}, true, false},
		{[]string{"--trust-proxy"}, true, false},
	} {
		p := newPlace(t, db.SQLite)
		words, end := serving(t, ready, append([]string{"serve", "--data", p.data, "--database", p.database, "--listen", "127.0.0.1:0"}, c.flags...)...)
		if asks := strings.Contains(words, "Set-up code: "); asks != c.asks {
			t.Errorf("%v: asks %v\n%s", c.flags, asks, words)
		}
		if warns := strings.Contains(words, "CANDOR_TRUST_PROXY"); warns != c.https {
			t.Errorf("%v: warns %v\n%s", c.flags, warns, words)
		}
		if got := end(); got != 0 {
			t.Errorf("ended with %d", got)
		}
	}
	c := config.Config{Listen: "0.0.0.0:8080", Data: t.TempDir()}
	must(t, c.Prepare())
	if p, err := plan(&c, slog.New(slog.DiscardHandler)); err != nil || !p.AskCode {
		t.Errorf("off the loopback nobody is asked: %v", err)
	}
}

// The numbers are read where they were said to be, by variable as by flag, and nowhere else.
func TestMetricsListen(t *testing.T) {
	p := newPlace(t, db.SQLite)
	pages, numbers := freeAddress(t), freeAddress(t)
	t.Setenv("CANDOR_METRICS_LISTEN", numbers)
	_, end := serving(t, ready, "serve", "--data", p.data, "--database", p.database, "--listen", pages)
	for address, want := range map[string]int{numbers + "/metrics": 200, numbers + "/": 404, pages + "/metrics": 404} {
		res, err := http.Get("http://" + address)
		must(t, err)
		body, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != want || want == 200 && !strings.Contains(string(body), `candor_tasks{state="dead"} 0`) {
			t.Errorf("%s: %d\n%s", address, res.StatusCode, body)
		}
	}
	if got := end(); got != 0 {
		t.Errorf("ended with %d", got)
	}
}

// A folder that is said is taken, also the one that would be taken unsaid.
func TestDemoTakesTheFolderItIsTold(t *testing.T) {
	t.Chdir(t.TempDir())
	_, end := serving(t, "Everybody's password", "demo", "--data", "data", "--listen", "127.0.0.1:0")
	if got := end(); got != 0 {
		t.Errorf("ended with %d", got)
	}
	if _, err := os.Stat("data/candor.db"); err != nil {
		t.Error(err)
	}
	if status, words := says(t, "demo", "--data", "data", "--listen", "127.0.0.1:0"); status != 2 || !strings.Contains(words, "needs an empty database") {
		t.Error(status, words)
	}
}
