package crash

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	code := m.Run()
	if built != "" {
		os.RemoveAll(filepath.Dir(built))
	}
	os.Exit(code)
}

var built string

// program is the binary, built once for all tests of this package.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "candor-crash-")
	if err != nil {
		return "", err
	}
	built = filepath.Join(dir, "candor")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-o", built, "candor/cmd/candor")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return built, nil
})

// process is a running server.
type process struct {
	t       *testing.T
	cmd     *exec.Cmd
	address string
	said    *lines
	ended   chan error
}

// start runs the program and waits until it is ready.
func start(t *testing.T, address string, args ...string) *process {
	t.Helper()
	p := &process{t: t, address: address, said: &lines{}, ended: make(chan error, 1)}
	p.cmd = command(t, append([]string{"serve", "--listen", address}, args...)...)
	p.cmd.Stdout, p.cmd.Stderr = p.said, p.said
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.ended <- p.cmd.Wait() }()
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	deadline := time.Now().Add(30 * time.Second)
	for {
		res, err := http.Get("http://" + address + "/readyz")
		if err == nil {
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return p
			}
		}
		select {
		case err := <-p.ended:
			t.Fatalf("the program ended before it was ready: %v\n%s", err, p.said)
		case <-time.After(5 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			t.Fatalf("the program does not get ready:\n%s", p.said)
		}
	}
}

// command is the program with some arguments, away from the settings of whoever runs the tests.
func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), name, args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "HOME=" + os.TempDir()}
	return cmd
}

// kill ends the process as a power cut would.
func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	<-p.ended
}

// end asks the process to end, and wants it to end well.
func (p *process) end() {
	p.t.Helper()
	p.ask()
	p.wantEnd(30 * time.Second)
}

func (p *process) ask() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
}

func (p *process) wantEnd(most time.Duration) {
	p.t.Helper()
	select {
	case err := <-p.ended:
		if err != nil {
			p.t.Fatalf("the program ended badly: %v\n%s", err, p.said)
		}
	case <-time.After(most):
		p.t.Fatalf("the program does not end:\n%s", p.said)
	}
}

// freeAddress is one that nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// lines keeps what a process says.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
