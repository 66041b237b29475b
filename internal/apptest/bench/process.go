package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"candor/internal/db"
)

// process measures the release binary from outside: how soon it serves, what it holds in memory when nobody asks, how large it is.
func process(ctx context.Context, binary string, w *world) ([]table, error) {
	info, err := os.Stat(binary)
	if err != nil {
		return nil, fmt.Errorf("%w; make build makes it", err)
	}
	t := table{title: "The binary", about: "Start: from the start of the process to the first 200 of /readyz, on an embedded database that exists; the median of ten. Memory: resident, ten seconds after the start.",
		head: []string{"", "measured", "goal"}}
	t.row("size of the binary", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "45 MB")
	empty := filepath.Join(w.folder, "empty.db")
	defer func() {
		for _, end := range []string{"", "-wal", "-shm"} {
			os.Remove(empty + end)
		}
	}()
	if err := migrated(ctx, "sqlite:"+empty); err != nil {
		return nil, err
	}
	for _, d := range []struct{ name, url string }{{"empty", "sqlite:" + empty}, {fmt.Sprintf("%d candidates", w.size), w.url}} {
		var starts []time.Duration
		var resident []int
		for i := range 10 {
			idle := time.Duration(0)
			if i < 2 {
				idle = 10 * time.Second
			}
			start, kb, err := startOnce(ctx, binary, d.url, w.folder, idle)
			if err != nil {
				return nil, err
			}
			starts = append(starts, start)
			if idle > 0 {
				resident = append(resident, kb)
			}
		}
		t.row("start, "+d.name, short(quantile(starts, 0.5)), "300 ms")
		t.row("idle memory, "+d.name, fmt.Sprintf("%.0f MB", float64(slices.Max(resident))/1024), "80 MB")
	}
	return []table{t}, nil
}

func migrated(ctx context.Context, url string) error {
	d, err := db.Open(ctx, url, nil)
	if err != nil {
		return err
	}
	return firstOf(d.Migrate(ctx), d.Close())
}

func startOnce(ctx context.Context, binary, url, folder string, idle time.Duration) (took time.Duration, kb int, err error) {
	address, err := freeAddress()
	if err != nil {
		return 0, 0, err
	}
	cmd := exec.CommandContext(ctx, binary, "serve", "--listen", address, "--database", url, "--data", filepath.Join(folder, "process"))
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	defer func() {
		cmd.Process.Signal(syscall.SIGTERM)
		if stopped := cmd.Wait(); err == nil {
			err = stopped
		}
	}()
	for {
		res, err := http.Get("http://" + address + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				break
			}
		}
		if time.Since(began) > 20*time.Second {
			return 0, 0, fmt.Errorf("%s does not serve", binary)
		}
		time.Sleep(time.Millisecond)
	}
	took = time.Since(began)
	if idle > 0 {
		time.Sleep(idle)
		kb, err = resident(cmd.Process.Pid)
	}
	return took, kb, err
}

func freeAddress() (string, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer ln.Close()
	return ln.Addr().String(), nil
}

// resident is what the kernel says of a process, in kB.
func resident(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			return strconv.Atoi(strings.Fields(rest)[0])
		}
	}
	return 0, fmt.Errorf("process %d has no memory", pid)
}
