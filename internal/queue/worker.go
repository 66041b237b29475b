package queue

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"candor/internal/db"
)

const (
	pollEvery = time.Second // the safety net under the signals
	leaseTime = time.Minute // how long a dead worker's task waits for another
	keepDone  = 7 * 24 * time.Hour
	timeLimit = 10 * time.Minute // of a handler that has set no other
)

var errLost = errors.New("this task is no longer this worker's")

// Worker runs tasks. There is one in a process; any number of processes may
// work on one database.
type Worker struct {
	db    *db.DB
	log   *slog.Logger
	id    string
	size  int
	lease time.Duration
	poll  time.Duration

	handlers  map[string]*handler
	timetable []*entry

	claims  atomic.Int64
	wake    chan struct{}
	slots   chan struct{} // one token for each task that may run now
	settled chan outcome

	mu      sync.Mutex
	running map[*lease]bool

	started   bool
	stopTasks context.CancelFunc // no more claiming
	killTasks context.CancelFunc // handlers are told to end
	handling  sync.WaitGroup
	loops     sync.WaitGroup
	settling  sync.WaitGroup
	took      chan struct{} // closed when nothing more is claimed
	stopped   chan struct{} // closed when Stop waits for the last outcomes
	warned    map[string]bool
	lastSweep time.Time
}

// WorkerOption changes a Worker.
type WorkerOption func(*Worker)

// Concurrency is how many tasks one process runs at once; 4 if not said.
func Concurrency(n int) WorkerOption { return func(w *Worker) { w.size = max(1, n) } }

// Lease is how long a task stays with a worker that is not heard of any more;
// a minute if not said. A living worker extends it while the handler runs.
func Lease(d time.Duration) WorkerOption { return func(w *Worker) { w.lease = d } }

// NewWorker makes a worker that does nothing yet: give it handlers and a
// timetable, then Start it, or Drain it in a test.
func NewWorker(d *db.DB, log *slog.Logger, opts ...WorkerOption) *Worker {
	w := &Worker{
		db: d, log: log, id: db.NewID(), size: 4, lease: leaseTime, poll: pollEvery,
		handlers: map[string]*handler{}, wake: make(chan struct{}, 1),
		running: map[*lease]bool{}, warned: map[string]bool{},
	}
	for _, o := range opts {
		o(w)
	}
	return w
}

// handler is a registered function without its type.
type handler struct {
	run   func(ctx context.Context, l *lease) error
	dead  func(ctx context.Context, tx db.Tx, l *lease, cause error) error
	limit time.Duration
}

// HandleOption changes one handler.
type HandleOption func(*handler)

// Timeout ends the handler's context after d; ten minutes if not said.
func Timeout(d time.Duration) HandleOption { return func(h *handler) { h.limit = d } }

// OnDead runs fn in the transaction that marks a task dead, so that what
// waited for it can show that it will not come.
func OnDead[T Args](fn func(ctx context.Context, tx db.Tx, t Task[T], cause error) error) HandleOption {
	return func(h *handler) {
		h.dead = func(ctx context.Context, tx db.Tx, l *lease, cause error) error {
			t, err := decode[T](l)
			if err != nil {
				return err
			}
			return fn(ctx, tx, t, cause)
		}
	}
}

// Handle says what does the tasks of T's kind. Call it before Start. The
// function may run longer than a lease; it must stop when ctx ends. It must
// not hold a transaction while it talks to the outside. An error or a panic
// means: again later, until the attempts are used up.
func Handle[T Args](w *Worker, fn func(ctx context.Context, t Task[T]) error, opts ...HandleOption) {
	var zero T
	kind := zero.Kind()
	if w.handlers[kind] != nil {
		panic("queue: two handlers for " + kind)
	}
	h := &handler{limit: timeLimit}
	for _, o := range opts {
		o(h)
	}
	h.run = func(ctx context.Context, l *lease) error {
		t, err := decode[T](l)
		if err != nil {
			return GiveUp(err)
		}
		return fn(ctx, t)
	}
	w.handlers[kind] = h
}

func decode[T Args](l *lease) (Task[T], error) {
	t := Task[T]{ID: l.ID, OrgID: l.Org.String, Attempt: l.Attempt, Max: l.MaxAttempts, Asked: l.CreatedAt.Time, lease: l}
	if err := json.Unmarshal([]byte(l.Args), &t.Args); err != nil {
		return t, fmt.Errorf("the arguments cannot be read: %w", err)
	}
	return t, nil
}

// Start begins to work and returns at once. It fails if the timetable has an
// entry that nothing handles. When ctx ends no more tasks are taken; the
// running ones go on until Stop.
func (w *Worker) Start(ctx context.Context) error {
	if w.started {
		return errors.New("queue: started already")
	}
	if err := w.checkTimetable(); err != nil {
		return err
	}
	w.started = true
	w.took, w.stopped = make(chan struct{}), make(chan struct{})
	w.settled = make(chan outcome, 2*w.size)
	w.slots = make(chan struct{}, w.size)
	for range w.size {
		w.slots <- struct{}{}
	}
	taking, stop := context.WithCancel(ctx)
	living, kill := context.WithCancel(context.WithoutCancel(ctx))
	w.stopTasks, w.killTasks = stop, kill
	unlisten := w.db.Listen(channel, func(string) { w.poke() })
	w.loops.Go(func() {
		defer close(w.took)
		defer unlisten()
		w.take(taking, living)
	})
	w.loops.Go(func() { w.keepLeases(living) })
	w.loops.Go(func() { w.tidy(taking) })
	w.settling.Go(w.settle)
	return nil
}

// Stop takes no more tasks and waits for the running ones. When ctx ends
// first, their contexts are ended too and the tasks go back into the queue for
// somebody else; then it returns ctx's error.
func (w *Worker) Stop(ctx context.Context) error {
	if !w.started {
		return nil
	}
	w.started = false
	w.stopTasks()
	ended := make(chan struct{})
	go func() { <-w.took; w.handling.Wait(); close(ended) }()
	var err error
	select {
	case <-ended:
	case <-ctx.Done():
		err = ctx.Err()
		w.killTasks()
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			// A handler that does not listen. Its lease runs out by itself.
			w.log.Error("tasks did not stop in time", "tasks", w.describeRunning())
			w.killTasks()
			return err
		}
	}
	w.killTasks()
	w.loops.Wait()
	close(w.settled)
	close(w.stopped)
	w.settling.Wait()
	return err
}

func (w *Worker) describeRunning() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []string
	for l := range w.running {
		out = append(out, l.Kind+" "+l.ID)
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func (w *Worker) poke() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *Worker) kinds() []string {
	out := make([]string, 0, len(w.handlers))
	for k := range w.handlers {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// take is the loop that claims: when woken, once a second, and whenever a slot
// is free and the last claim left something behind.
func (w *Worker) take(ctx, living context.Context) {
	tick := time.NewTicker(w.poll)
	defer tick.Stop()
	woken := true
	for {
		free := w.takeSlots(ctx)
		if free == 0 {
			return
		}
		got := w.claimDue(ctx, free, woken)
		for range free - len(got) {
			w.slots <- struct{}{}
		}
		for _, l := range got {
			w.handling.Go(func() {
				out := w.work(living, l)
				w.slots <- struct{}{}
				w.settled <- out
			})
		}
		if len(got) == free {
			woken = true
			continue // there may be more: as soon as a slot is free
		}
		select {
		case <-ctx.Done():
			return
		case <-w.wake:
			woken = true
		case <-tick.C:
			woken = false
		}
	}
}

// takeSlots waits for one free slot and takes all that are free; 0 when it is
// over.
func (w *Worker) takeSlots(ctx context.Context) int {
	select {
	case <-ctx.Done():
		return 0
	case <-w.slots:
	}
	if ctx.Err() != nil {
		return 0
	}
	for n := 1; ; n++ {
		select {
		case <-w.slots:
		default:
			return n
		}
	}
}

// claimDue claims up to n tasks. On the poll it looks before it writes: an
// idle installation writes nothing.
func (w *Worker) claimDue(ctx context.Context, n int, woken bool) []*lease {
	var got []*lease
	err := w.makeDueSlots(ctx)
	if err == nil {
		got, err = w.claim(ctx, n, !woken)
	}
	if err != nil && ctx.Err() == nil {
		w.log.Error("cannot take tasks", "error", err)
	}
	return got
}

func (w *Worker) claim(ctx context.Context, n int, look bool) (got []*lease, err error) {
	kinds := w.kinds()
	if len(kinds) == 0 {
		return nil, nil
	}
	if look {
		var some bool
		err := w.db.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
			some, err = due(ctx, tx, kinds)
			return err
		})
		if err != nil || !some {
			return nil, err
		}
	}
	by := fmt.Sprintf("%s-%d", w.id, w.claims.Add(1))
	err = w.db.Write(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		got, err = claim(ctx, tx, by, kinds, n, tx.Now().Add(w.lease))
		return err
	})
	if err != nil {
		return nil, err
	}
	// In the order in which they were asked for: ids sort by creation.
	slices.SortFunc(got, func(a, b *lease) int { return strings.Compare(a.ID, b.ID) })
	w.mu.Lock()
	for _, l := range got {
		w.running[l] = true
	}
	w.mu.Unlock()
	return got, nil
}
