package crash

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// What is written while the server is killed: 1,000 changes by two dozen clients.
const (
	forms   = 100 // application forms with a résumé
	people  = 450 // candidates added through the API
	moves   = 350
	rejects = 100 // each with a letter
	writes  = forms + people + moves + rejects
	hands   = 24
)

// deaths is after how many acknowledged writes the server is killed; the last time, nobody is left to ask again.
var deaths = []int{120, 300, 520, 760, writes}

// A server is killed again and again in the middle of its work. Whoever gets no answer asks again, as programs and people
// do. In the end everything that was acknowledged is there, once; no task is lost; no letter left twice; and everything the
// database and the file store keep agrees.
func TestAKilledServerLosesNothing(t *testing.T) {
	onEach(t, 1000, func(t *testing.T, in *installation) {
		in.serve()
		w := in.work()
		var group sync.WaitGroup
		for range hands {
			group.Go(func() { w.hand() })
		}
		for _, n := range deaths {
			w.waitFor(n)
			in.process.kill()
			in.hoursPass()
			in.serve()
		}
		group.Wait()
		if t.Failed() {
			return
		}
		in.drained()
		in.process.end()
		w.check()
		in.doctor()
		t.Logf("%d requests were sent for %d writes", w.tries.Load(), writes)
	})
}

// hoursPass while the server is down: what the dead held is free again, and the network may send forms again.
func (in *installation) hoursPass() {
	in.t.Helper()
	in.change(`UPDATE tasks SET lease_until = 0 WHERE state = 'running'`,
		`UPDATE idempotency_keys SET claimed_until = 0 WHERE state = 'running'`,
		`DELETE FROM arrivals`)
}

// drained waits until nothing is left to do now.
func (in *installation) drained() {
	in.t.Helper()
	deadline := time.Now().Add(50 * time.Second)
	for {
		left := in.number(`SELECT count(*) FROM tasks WHERE state = 'running' OR state = 'ready' AND run_at < ?`, time.Now().Add(15*time.Second).UnixMilli())
		if left == 0 {
			return
		}
		if time.Now().After(deadline) {
			in.t.Fatalf("%d tasks are left", left)
		}
		time.Sleep(100 * time.Millisecond) // looking costs the server nothing
	}
}

// work is everything that is to be written.
type work struct {
	in    *installation
	jobs  chan job
	acked atomic.Int64
	tries atomic.Int64
	wake  chan bool
	all   []job
}

// job is one write: done says that the answer acknowledges it.
type job struct {
	what string
	send func(c *client) answer
	done func(a answer) bool
	// check is asked when all is over.
	check func() error
}

func (in *installation) work() *work {
	w := &work{in: in, jobs: make(chan job, writes), wake: make(chan bool, 1)}
	w.all = append(w.all, in.rejects()...)
	w.all = append(w.all, in.moves()...)
	rest := append(in.people(), in.forms()...)
	rand.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	w.all = append(w.all, rest...)
	// Letters to the rejected wait ten seconds, so they come early; but not all of one kind at a time.
	rand.Shuffle(writes*3/5, func(i, j int) { w.all[i], w.all[j] = w.all[j], w.all[i] })
	for _, j := range w.all {
		w.jobs <- j
	}
	close(w.jobs)
	return w
}

// hand does one job after the other, each until it is acknowledged.
func (w *work) hand() {
	c := w.in.client()
	for j := range w.jobs {
		deadline := time.Now().Add(50 * time.Second)
		for {
			w.tries.Add(1)
			a := j.send(c)
			if a.err == nil && j.done(a) {
				w.acked.Add(1)
				select {
				case w.wake <- true:
				default:
				}
				break
			}
			if a.err == nil && a.status < 500 && a.code() != "still_running" || time.Now().After(deadline) {
				w.in.t.Errorf("%s: %s", j.what, a)
				return
			}
			time.Sleep(10 * time.Millisecond) // the server is down
		}
	}
}

func (w *work) waitFor(n int) {
	deadline := time.After(100 * time.Second)
	for w.acked.Load() < int64(n) && !w.in.t.Failed() {
		select {
		case <-w.wake:
		case <-deadline:
			w.in.t.Fatalf("only %d writes were acknowledged", w.acked.Load())
		}
	}
}

func (w *work) check() {
	for _, j := range w.all {
		if err := j.check(); err != nil {
			w.in.t.Errorf("%s: %v", j.what, err)
		}
	}
	w.checkLetters()
	if n := w.in.number(`SELECT count(*) FROM tasks WHERE state = 'dead'`); n > 0 {
		w.in.t.Errorf("%d tasks died: %v", n, w.in.ids(`SELECT kind || ' ' || last_error FROM tasks WHERE state = 'dead'`))
	}
	if n := w.in.number(`SELECT count(*) FROM files WHERE text_state = 'pending'`); n > 0 {
		w.in.t.Errorf("the words of %d files were never read", n)
	}
}

// checkLetters: what the database calls sent was taken by the mail server, once; what it calls uncertain, at most once.
func (w *work) checkLetters() {
	t, in := w.in.t, w.in
	taken := in.post.letters(t)
	sent := in.number(`SELECT count(*) FROM mails WHERE state = 'sent'`)
	unsure := in.number(`SELECT count(*) FROM mails WHERE state = 'uncertain'`)
	if taken < sent || taken > sent+unsure {
		t.Errorf("%d letters were taken, %d are called sent and %d uncertain", taken, sent, unsure)
	}
	if most := 4 * len(deaths); unsure > most { // what four hands can hold at a time
		t.Errorf("%d letters are uncertain; %d could have been under way", unsure, most)
	}
	if n := in.number(`SELECT count(*) FROM mails WHERE state NOT IN ('sent', 'uncertain', 'skipped', 'cancelled')`); n > 0 {
		t.Errorf("%d letters are neither here nor there: %v", n, in.ids(`SELECT template || ' ' || state || ' ' || reason FROM mails WHERE state NOT IN ('sent', 'uncertain', 'skipped', 'cancelled')`))
	}
	t.Logf("%d letters taken, %d sent, %d uncertain", taken, sent, unsure)
}

// letter: there is one, and it has left or may have.
func (in *installation) letter(template, to string) error {
	n := in.number(`SELECT count(*) FROM mails WHERE template = ? AND to_email = ? AND state IN ('sent', 'uncertain')`, template, to)
	if n != 1 {
		return fmt.Errorf("%d letters (%s) to %s", n, template, to)
	}
	return nil
}

// once: a query that must count one thing.
func (in *installation) once(what, sql string, args ...any) error {
	if n := in.number(sql, args...); n != 1 {
		return fmt.Errorf("%s: %d, not 1", what, n)
	}
	return nil
}
