//go:build unix

package testdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// linger is how long a server without users stays: the packages of one run
// come one after the other, with compiling between them.
const linger = 45 * time.Second

// keep is the keeper's life: start the server, say so on the first line of
// standard output, stay until nobody uses it any more, clean up.
func keep(dir string) {
	runtime.LockOSThread() // the server dies with the thread that started it
	signal.Ignore(syscall.SIGHUP, syscall.SIGINT)
	held, err := lockFile(dir, "keeper", syscall.LOCK_EX|syscall.LOCK_NB)
	if err != nil {
		fmt.Println("another keeper is there already")
		return
	}
	defer held.Close()
	run := filepath.Join(dir, "run")
	clearRun(run)
	server, err := startServer(run)
	if err != nil {
		fmt.Println(strings.ReplaceAll(err.Error(), "\n", " | "))
		return
	}
	fmt.Println("ready")
	os.Stdout.Close()
	gone := make(chan struct{})
	go func() { server.Wait(); close(gone) }()
	lock := waitUntilUnused(dir, gone)
	server.Process.Signal(syscall.SIGQUIT) // nothing is worth saving
	select {
	case <-gone:
	case <-time.After(10 * time.Second):
		server.Process.Kill()
		<-gone
	}
	os.RemoveAll(run)
	if lock != nil {
		lock.Close()
	}
}

// clearRun removes what a killed keeper left, with its server if it lives on.
func clearRun(run string) {
	if b, err := os.ReadFile(filepath.Join(run, "data", "postmaster.pid")); err == nil {
		first, _, _ := strings.Cut(string(b), "\n")
		if pid, err := strconv.Atoi(first); err == nil && pid > 1 && isServerOf(pid, run) {
			syscall.Kill(pid, syscall.SIGQUIT)
			for i := 0; i < 100 && processLives(pid); i++ {
				time.Sleep(50 * time.Millisecond)
			}
		}
	}
	os.RemoveAll(run)
}

// isServerOf makes sure that the number still belongs to our server.
func isServerOf(pid int, run string) bool {
	args, err := exec.Command("ps", "-o", "args=", "-p", strconv.Itoa(pid)).Output()
	return err == nil && strings.Contains(string(args), run)
}

func startServer(run string) (*exec.Cmd, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	who, err := serverUser()
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(run, 0o700); err != nil {
		return nil, err
	}
	if who != nil {
		if err := os.Chown(run, int(who.Uid), int(who.Gid)); err != nil {
			return nil, err
		}
	}
	data := filepath.Join(run, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "--auth=trust",
		"--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C.UTF-8")
	initdb.Dir, initdb.SysProcAttr = run, &syscall.SysProcAttr{Credential: who}
	if out, err := initdb.CombinedOutput(); err != nil {
		// Not every system has C.UTF-8; C does as well here.
		os.RemoveAll(data)
		again := exec.Command(initdb.Path, append(initdb.Args[1:len(initdb.Args)-1], "--locale=C")...)
		again.Dir, again.SysProcAttr = run, initdb.SysProcAttr
		if out2, err2 := again.CombinedOutput(); err2 != nil {
			return nil, fmt.Errorf("initdb: %w: %s%s", err, out, out2)
		}
	}
	server := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", run, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off",
		"-c", "wal_level=minimal", "-c", "max_wal_senders=0", "-c", "checkpoint_timeout=1h", "-c", "jit=off", "-c", "max_connections=500", "-c", "shared_buffers=128MB", "-c", "autovacuum=off", "-c", "max_wal_size=256MB",
		"-c", "logging_collector=off", "-c", "log_min_messages=fatal", "-c", "unix_socket_permissions=0700")
	server.Dir = run
	server.SysProcAttr = dieTogether(&syscall.SysProcAttr{Credential: who, Setsid: true})
	log, err := os.Create(filepath.Join(run, "server.log"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		return nil, err
	}
	if err := waitForServer(filepath.Dir(run)); err != nil {
		server.Process.Kill()
		said, _ := os.ReadFile(log.Name())
		return nil, fmt.Errorf("%w: %s", err, said)
	}
	return server, nil
}

// serverUser is who the server runs as: PostgreSQL refuses to be root.
func serverUser() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err := errors.Join(err1, err2); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
}

func waitForServer(dir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, serverDSN(dir))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL did not start: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// waitUntilUnused returns when nobody has used the server for a while, with
// the lock held, so that nobody can come in between; or when the server died.
func waitUntilUnused(dir string, gone <-chan struct{}) *os.File {
	unusedSince := time.Now()
	for {
		select {
		case <-gone:
			return nil
		case <-time.After(time.Second):
		}
		if !unused(dir) {
			unusedSince = time.Now()
		}
		if time.Since(unusedSince) < linger {
			continue
		}
		lock, err := lockFile(dir, "lock", syscall.LOCK_EX|syscall.LOCK_NB)
		if err != nil {
			continue
		}
		if unused(dir) {
			return lock
		}
		lock.Close()
	}
}

func unused(dir string) bool {
	f, err := lockFile(dir, "users", syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		f.Close()
	}
	return err == nil
}
