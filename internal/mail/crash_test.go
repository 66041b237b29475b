package mail_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"candor/internal/apptest/testdb"
	"candor/internal/db"
	"candor/internal/mail"
	"candor/internal/queue"
)

// The test binary is also a sender of its own, to be killed.
func TestMain(m *testing.M) {
	if len(os.Args) == 5 && os.Args[1] == "sender" {
		fmt.Fprintln(os.Stderr, beSender(os.Args[2], os.Args[3], os.Args[4]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// mortal is the mail server's transport in a process that dies at the point of no return.
type mortal struct {
	mail.Transport
	when string // "before" or "after" the hand-over is committed; "" never
}

func (d mortal) Deliver(ctx context.Context, m mail.Message, handOver func() error) error {
	return d.Transport.Deliver(ctx, m, func() error {
		if d.when == "before" {
			die()
		}
		err := handOver()
		if d.when == "after" {
			die()
		}
		return err
	})
}

func die() {
	self, _ := os.FindProcess(os.Getpid())
	_ = self.Kill()
	select {}
}

func beSender(database, server, dies string) error {
	ctx := context.Background()
	d, err := db.Open(ctx, database, nil)
	if err != nil {
		return err
	}
	s, err := mail.SMTP(server)
	if err != nil {
		return err
	}
	w := queue.NewWorker(d, slog.New(slog.DiscardHandler))
	mail.New(d, mortal{s, dies}, "https://hire.example").Work(w)
	if err := w.Start(ctx); err != nil {
		return err
	}
	select {}
}

// sender starts a process that sends letters; kill ends it as a power cut would, wait waits until it has ended itself.
func (o *office) sender(dies string) (kill, wait func()) {
	o.t.Helper()
	cmd := exec.Command(os.Args[0], "sender", testdb.URL(o.d), "smtp://"+o.server.address+"?from=jobs@hire.example&tls=none", dies)
	cmd.Stderr = os.Stderr
	must(o.t, cmd.Start())
	wait = func() { _ = cmd.Wait() }
	return func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}, wait
}

// A sender is killed while the server is about to answer each step of the dialogue. Before the letter is complete
// nothing was taken, and the next sender delivers it. Once it is complete the server has it, and no sender gives it a second one.
func TestASenderKilledAtEachStep(t *testing.T) {
	for step, want := range map[string]mail.State{hello: mail.Sent, sender: mail.Sent, recipient: mail.Sent, dataTaken: mail.Uncertain} {
		t.Run(step, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				reached, dead := make(chan bool), make(chan bool)
				first := true
				o.server.when(func(now string) error {
					if now == step && first {
						first = false
						close(reached)
						<-dead
					}
					return nil
				})
				o.send(o.rejection(""))
				kill, _ := o.sender("")
				select {
				case <-reached:
				case <-time.After(30 * time.Second):
					t.Error("the sender never came this far")
				}
				kill()
				close(dead)
				for range 3 { // and however often it is tried afterwards
					o.clock.Advance(12 * time.Hour)
					o.drain()
				}
				if state, reason := o.state(); state != string(want) {
					t.Errorf("%s %s", state, reason)
				}
				o.server.countedOnce(t, 1)
			})
		})
	}
}

// The sender dies on either side of the point of no return, with the whole letter on the wire and its last dot not said.
func TestASenderDyingAtThePointOfNoReturn(t *testing.T) {
	for when, want := range map[string]struct {
		state mail.State
		taken int
	}{"before": {mail.Sent, 1}, "after": {mail.Uncertain, 0}} {
		t.Run(when, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				o.send(o.rejection(""))
				_, wait := o.sender(when)
				wait()
				for range 3 {
					o.clock.Advance(12 * time.Hour)
					o.drain()
				}
				if state, reason := o.state(); state != string(want.state) || len(o.server.letters()) != want.taken {
					t.Errorf("%s %s, %d taken", state, reason, len(o.server.letters()))
				}
			})
		})
	}
}

// Senders are killed at any moment while they send many letters. Each letter reaches the server exactly once, or is
// uncertain and reached it at most once.
func TestSendersKilledAtAnyMoment(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		const letters, deaths = 200, 12
		must(t, o.d.Write(t.Context(), func(ctx context.Context, tx db.Tx) error {
			for i := range letters {
				if err := mail.Enqueue(ctx, tx, o.rejection(fmt.Sprint("letter ", i))); err != nil {
					return err
				}
			}
			return nil
		}))
		for range deaths {
			before := len(o.server.letters())
			kill, _ := o.sender("")
			o.server.waitFor(before+1+rand.IntN(10), 5*time.Second)
			kill()
			o.clock.Advance(time.Hour)
			// What the dead had begun is due again at once: the next sender's clock is the real one.
			o.write(`UPDATE tasks SET lease_until = 0 WHERE state = 'running'`)
		}
		for range 3 {
			o.drain()
			o.clock.Advance(12 * time.Hour)
		}
		states := o.states()
		t.Logf("%v, %d taken by the server", states, len(o.server.letters()))
		if states[mail.Sent]+states[mail.Uncertain] != letters {
			t.Errorf("letters were lost: %v", states)
		}
		if states[mail.Uncertain] > 4*deaths { // what four hands can hold at a time
			t.Errorf("more uncertain letters than could have been under way: %v", states)
		}
		o.server.countedOnce(t, states[mail.Sent])
	})
}

// A sender stands still so long (a frozen machine, a clock that jumped) that another takes its letter over. When it wakes it
// must not say its last word; and if it had said it, its answer still counts.
func TestASenderThatSleptTooLong(t *testing.T) {
	for step, want := range map[string]int{recipient: 1, dataTaken: 1} {
		t.Run(step, func(t *testing.T) {
			each(t, func(t *testing.T, o *office) {
				reached, wake := make(chan bool), make(chan bool)
				first := true
				o.server.when(func(now string) error {
					if now == step && first {
						first = false
						close(reached)
						<-wake
					}
					return nil
				})
				o.send(o.rejection(""))
				slow := queue.NewWorker(o.d, slog.New(slog.DiscardHandler))
				mail.New(o.d, o.server.transport(t, ""), "").Work(slow)
				done := make(chan error)
				go func() { done <- slow.Drain(context.Background()) }()
				<-reached
				o.clock.Advance(time.Hour) // its lease runs out
				o.drain()
				between, _ := o.state()
				close(wake)
				<-done // it is told that the task is not its any more; what counts is the letter
				after, _ := o.state()
				if between != map[string]string{recipient: "sent", dataTaken: "uncertain"}[step] || after != "sent" {
					t.Errorf("%s, then %s", between, after)
				}
				o.server.countedOnce(t, want)
			})
		})
	}
}

// waitFor returns when the server has taken n letters, or time is up.
func (p *postOffice) waitFor(n int, most time.Duration) {
	taken := make(chan bool, 1)
	p.when(func(step string) error {
		if step == dataTaken && len(p.letters()) >= n {
			select {
			case taken <- true:
			default:
			}
		}
		return nil
	})
	select {
	case <-taken:
	case <-time.After(most):
	}
	p.when(nil)
}

// countedOnce checks at the server's side: no letter twice, and at least so many letters.
func (p *postOffice) countedOnce(t *testing.T, least int) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, n := range p.counts {
		if n != 1 {
			t.Errorf("letter %s was taken %d times", id, n)
		}
	}
	if len(p.counts) < least {
		t.Errorf("%d letters were taken, %d are said to be sent", len(p.counts), least)
	}
}
