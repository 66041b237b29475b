//go:build unix

package testdb

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// The test processes of one user share one server. Who does what is agreed by
// locks on files, which the kernel gives back however a process ends:
//
//	lock    held while a server is started or stopped
//	users   shared by every test process for its whole life
//	keeper  held by the keeper, the process that runs the server and stops it
//	        when nobody has been there for a while
//	run/    the server's data and socket; gone when it is

// keeperEnv makes a test binary a keeper instead: there is no other program
// that could be relied on.
const keeperEnv = "CANDOR_TESTDB_KEEPER"

func init() {
	if dir := os.Getenv(keeperEnv); dir != "" {
		keep(dir)
		os.Exit(0)
	}
}

// using holds the server for this process: a lock is never closed.
var using []*os.File

// sharedServer finds the running server or starts one.
func sharedServer() (dsn string, err error) {
	if _, err := binaries(); err != nil {
		return "", err
	}
	dir, err := sharedDir()
	if err != nil {
		return "", err
	}
	lock, err := lockFile(dir, "lock", syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer lock.Close()
	if free, err := lockFile(dir, "keeper", syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
		free.Close() // nobody keeps a server
		if err := startKeeper(dir); err != nil {
			return "", err
		}
	}
	hold, err := lockFile(dir, "users", syscall.LOCK_SH)
	if err != nil {
		return "", err
	}
	using = append(using, hold)
	return serverDSN(dir), nil
}

func serverDSN(dir string) string {
	return "postgres://postgres@/postgres?host=" + filepath.Join(dir, "run")
}

// sharedDir has a short name, since a socket's path may have about a hundred
// characters. It must be ours: /tmp belongs to everybody.
func sharedDir() (string, error) {
	parent := os.Getenv("CANDOR_TEST_DIR")
	switch {
	case parent != "":
	case roomInMemory():
		parent = "/dev/shm" // copying a database is five times as fast there
	case os.Getuid() == 0 || len(os.TempDir()) > 60:
		parent = "/tmp" // the server runs as somebody else, who must get there
	default:
		parent = os.TempDir()
	}
	dir := filepath.Join(parent, fmt.Sprintf("candor-testdb-%d", os.Getuid()))
	if err := os.Mkdir(dir, 0o755); err != nil && !os.IsExist(err) {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if s, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(s.Uid) != os.Getuid() || info.Mode().Perm()&0o022 != 0 {
		return "", fmt.Errorf("%s belongs to somebody else", dir)
	}
	return dir, nil
}

func lockFile(dir, name string, how int) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// startKeeper starts this same binary as keeper and waits for its first line.
func startKeeper(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), keeperEnv+"="+dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} // a Ctrl-C is not for the keeper
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil && err != io.EOF {
		return err
	}
	if line = strings.TrimSpace(line); line != "ready" {
		return fmt.Errorf("start PostgreSQL for the tests: %s", line)
	}
	return nil
}

// binaries finds the folder with initdb and postgres; the newest if several.
func binaries() (string, error) {
	var dirs []string
	if out, err := exec.Command("pg_config", "--bindir").Output(); err == nil {
		dirs = append(dirs, strings.TrimSpace(string(out)))
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	for i := len(found) - 1; i >= 0; i-- {
		dirs = append(dirs, found[i])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	for _, dir := range dirs {
		_, errInit := os.Stat(filepath.Join(dir, "initdb"))
		_, errServe := os.Stat(filepath.Join(dir, "postgres"))
		if errInit == nil && errServe == nil {
			return dir, nil
		}
	}
	return "", errNone
}

func processLives(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || err == syscall.EPERM
}
