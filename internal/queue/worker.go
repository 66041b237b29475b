package queue

import (
	"context"
	"errors"
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

// WorkerOption changes a Worker, for tests.
type WorkerOption func(*Worker)

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
