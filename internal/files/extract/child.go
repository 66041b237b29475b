package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"

	"candor/internal/errs"
)

// Child reads documents in a second process of this program, one process a document: what a hostile file can take with
// it is that process only. It is told the kind as its last argument, reads the document from its standard input, and has
// no environment, no open files and no rights to more than MaxTime of processor time and childMemory of memory.
type Child struct {
	Path string   // the program; empty: the one that is running
	Args []string // before the kind; empty: "extract"
	Time time.Duration
}

// childMemory is what a child may use beyond what the Go runtime reserves at start.
const childMemory = 512 << 20

// reply is what a child says on its standard output.
type reply struct {
	Text     string
	Sentence string    // for people, when there is no text
	Kind     errs.Kind // of that sentence
	Cause    string    // for the log
}

// Text is the function Text in a child process.
func (c Child) Text(ctx context.Context, kind Kind, r io.ReaderAt, size int64) (string, error) {
	if err := acceptable(kind, size); err != nil {
		return "", err
	}
	if c.Time <= 0 {
		c.Time = MaxTime
	}
	limited, cancel := context.WithTimeout(ctx, c.Time)
	defer cancel()
	cmd, err := c.command(limited, kind)
	if err != nil {
		return "", err
	}
	var out, trouble capped
	out.most, trouble.most = 4*MaxText, 4096
	cmd.Stdin, cmd.Stdout, cmd.Stderr = io.NewSectionReader(r, 0, size), &out, &trouble
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("start extraction: %w", err)
	}
	failed := cmd.Wait()
	if errors.Is(ctx.Err(), context.Canceled) {
		return "", ctx.Err()
	}
	if failed != nil {
		return "", ended(limited, kind, fmt.Errorf("%w: %s", failed, trouble.String()))
	}
	return out.reply()
}

func (c Child) command(ctx context.Context, kind Kind) (*exec.Cmd, error) {
	if c.Path == "" {
		path, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("find the program: %w", err)
		}
		c.Path = path
	}
	if len(c.Args) == 0 {
		c.Args = []string{"extract"}
	}
	cmd := exec.CommandContext(ctx, c.Path, append(c.Args[:len(c.Args):len(c.Args)], string(kind))...)
	cmd.Env = []string{"GOMAXPROCS=1", "GOTRACEBACK=none"} // no secret of the server's environment
	cmd.WaitDelay = time.Second
	return cmd, nil
}

// ended puts into a sentence why a child ended without an answer.
func ended(ctx context.Context, kind Kind, cause error) error {
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return tooLong(kind).With(cause)
	case !errors.As(cause, &exit):
		return fmt.Errorf("extraction: %w", cause) // the machine's fault: worth another try
	case strings.Contains(cause.Error(), "memory"):
		return tooMuch(kind).With(cause)
	case exit.ExitCode() < 0:
		return tooLong(kind).With(cause) // killed: its processor time was used up
	}
	return damaged(kind).With(cause)
}

// capped keeps the beginning of what a child writes.
type capped struct {
	bytes.Buffer
	most int
}

func (c *capped) Write(p []byte) (int, error) {
	c.Buffer.Write(p[:max(0, min(len(p), c.most-c.Len()))])
	return len(p), nil
}

func (c *capped) reply() (string, error) {
	var r reply
	if err := json.Unmarshal(c.Bytes(), &r); err != nil {
		return "", fmt.Errorf("answer of extraction: %w", err)
	}
	if r.Sentence != "" {
		return "", errs.Of(r.Kind, r.Sentence).With(errors.New(r.Cause))
	}
	return r.Text, nil
}

// ServeChild is the child's side: `candor extract KIND`. It answers the status to exit with.
func ServeChild(kind string, in io.Reader, out io.Writer) int {
	if err := confine(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	doc, err := io.ReadAll(io.LimitReader(in, MaxInput+1))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var r reply
	r.Text, err = Text(context.Background(), Kind(kind), bytes.NewReader(doc), int64(len(doc)))
	if err != nil {
		told := errs.As(err)
		r = reply{Sentence: told.Message, Kind: told.Kind, Cause: fmt.Sprint(told.Unwrap())}
	}
	if err := json.NewEncoder(out).Encode(r); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
