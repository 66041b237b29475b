package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"
)

// says runs a command and gives its status and all that it printed.
func says(t *testing.T, args ...string) (status int, words string) {
	t.Helper()
	words = printed(t, func() { status = run(t.Context(), args) })
	return status, words
}

// printed is what goes to standard output and error meanwhile.
func printed(t *testing.T, fn func()) string {
	t.Helper()
	out, in, back := divert(t)
	all := make(chan string)
	go func() {
		b, _ := io.ReadAll(out)
		all <- string(b)
	}()
	fn()
	back()
	in.Close()
	return <-all
}

// divert leads standard output and error into a pipe until back is called.
func divert(t *testing.T) (out, in *os.File, back func()) {
	t.Helper()
	out, in, err := os.Pipe()
	must(t, err)
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = in, in
	return out, in, func() { os.Stdout, os.Stderr = stdout, stderr }
}

// serving starts a server and waits until it says the word. What it printed until then is returned; end asks it to end
// and gives its status.
func serving(t *testing.T, word string, args ...string) (words string, end func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in, back := divert(t)
	status := make(chan int, 1)
	go func() {
		got := run(ctx, args)
		in.Close()
		status <- got
	}()
	t.Cleanup(cancel)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		words += lines.Text() + "\n"
		if strings.Contains(lines.Text(), word) {
			back()
			go io.Copy(io.Discard, out)
			return words, func() int {
				cancel()
				select {
				case got := <-status:
					return got
				case <-time.After(time.Minute):
					t.Fatal("the server does not end")
					return -1
				}
			}
		}
	}
	back()
	t.Fatalf("the server ended with %d:\n%s", <-status, words)
	return
}

// freeAddress is one that nobody listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer ln.Close()
	return ln.Addr().String()
}
