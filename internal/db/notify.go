package db

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// signalLimit is PostgreSQL's limit for a payload, less some room; a longer
// one would fail the transaction that carries it.
const signalLimit = 7900

// Notify tells every listener of channel, in every process of the
// installation, once the transaction is committed, and never if it is not.
// Send ids, not contents: whoever hears reads the rest under their own rights.
// The payload may have 7,900 bytes and must not be empty.
func Notify(ctx context.Context, tx Tx, channel, payload string) error {
	if payload == "" || len(payload) > signalLimit {
		return fmt.Errorf("db: a signal has 1 to %d bytes, not %d", signalLimit, len(payload))
	}
	key := [2]string{channel, payload}
	if tx.state.said[key] {
		return nil
	}
	if tx.state.said == nil {
		tx.state.said = map[[2]string]bool{}
	}
	tx.state.said[key] = true
	if tx.Engine() == Postgres {
		_, err := tx.ExecContext(ctx, "SELECT pg_notify(?, ?)", channel, payload)
		return err
	}
	s := &tx.state.db.signals
	tx.AfterCommit(func() { s.tell(channel, payload) })
	return nil
}

// Listen calls fn for every Notify on channel until stop is called. On SQLite
// that is those of this process; on PostgreSQL those of all replicas, over one
// connection of its own that comes back by itself when it breaks. An empty
// payload means: something may have been missed, look again; it comes when
// listening begins and after each break. fn is called from one goroutine and
// must not block.
func (d *DB) Listen(channel string, fn func(payload string)) (stop func()) {
	return d.signals.add(channel, fn)
}

// signals are the listeners of one process and, on PostgreSQL, the connection
// that feeds them.
type signals struct {
	db *DB

	mu        sync.Mutex
	listeners map[string]map[*listener]bool
	changed   chan struct{} // the set of channels changed
	cancel    context.CancelFunc
	done      chan struct{} // closed when the connection's goroutine has ended
}

type listener struct {
	fn    func(payload string)
	aware bool // has been told that it may have missed something
}

func (s *signals) init(d *DB) {
	s.db = d
	s.listeners = map[string]map[*listener]bool{}
	s.changed = make(chan struct{}, 1)
}

func (s *signals) add(channel string, fn func(string)) (stop func()) {
	l := &listener{fn: fn}
	s.mu.Lock()
	if s.listeners[channel] == nil {
		s.listeners[channel] = map[*listener]bool{}
	}
	s.listeners[channel][l] = true
	if s.db.engine == Postgres {
		if s.cancel == nil {
			ctx, cancel := context.WithCancel(context.Background())
			s.cancel, s.done = cancel, make(chan struct{})
			go s.keepListening(ctx)
		}
		s.poke()
	}
	s.mu.Unlock()
	if s.db.engine == SQLite {
		fn("") // there is nothing to wait for: from here on nothing is missed
	}
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.listeners[channel], l)
		if len(s.listeners[channel]) == 0 {
			delete(s.listeners, channel)
			s.poke()
		}
	}
}

func (s *signals) poke() {
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *signals) close() {
	s.mu.Lock()
	cancel, done := s.cancel, s.done
	s.listeners = map[string]map[*listener]bool{}
	s.mu.Unlock()
	if cancel != nil {
		cancel()
		<-done
	}
}

// tell calls the listeners of a channel, outside the lock: they may listen to
// more or stop.
func (s *signals) tell(channel, payload string) {
	s.mu.Lock()
	all := make([]*listener, 0, len(s.listeners[channel]))
	for l := range s.listeners[channel] {
		all = append(all, l)
	}
	s.mu.Unlock()
	for _, l := range all {
		l.fn(payload)
	}
}

// keepListening keeps one connection up, waiting longer after each failure.
func (s *signals) keepListening(ctx context.Context) {
	defer close(s.done)
	wait := 100 * time.Millisecond
	for ctx.Err() == nil {
		began := time.Now()
		_ = s.listenOnce(ctx) // why it broke does not matter: it is tried again
		if time.Since(began) > time.Minute {
			wait = 100 * time.Millisecond
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
			wait = min(2*wait, 10*time.Second)
		}
	}
}

// listenOnce listens over one connection until it breaks.
func (s *signals) listenOnce(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, s.db.pg.Copy())
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	s.forget()
	listening := map[string]bool{}
	for {
		if err := s.follow(ctx, conn, listening); err != nil {
			return err
		}
		// Waiting stops when a channel is added; a stopped wait leaves the
		// connection usable, since nothing was sent.
		wait, cancel := context.WithTimeout(ctx, 30*time.Second)
		stop := make(chan struct{})
		go func() {
			select {
			case <-s.changed:
				s.poke() // for follow, in case this wait has ended already
				cancel()
			case <-stop:
			}
		}()
		n, err := conn.WaitForNotification(wait)
		close(stop)
		stopped := wait.Err() != nil
		cancel()
		switch {
		case err == nil:
			s.tell(n.Channel, n.Payload)
		case !stopped || conn.IsClosed() || ctx.Err() != nil:
			return err
		default:
			// After half a minute of silence: is anybody there still?
			if err := conn.Ping(ctx); err != nil {
				return err
			}
		}
	}
}

// follow makes the connection's channels those that have listeners, and tells
// new listeners that they may have missed something.
func (s *signals) follow(ctx context.Context, conn *pgx.Conn, listening map[string]bool) error {
	select {
	case <-s.changed:
	default:
	}
	want, fresh := s.wanted()
	for c := range want {
		if !listening[c] {
			if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{c}.Sanitize()); err != nil {
				return err
			}
			listening[c] = true
		}
	}
	for c := range listening {
		if !want[c] {
			if _, err := conn.Exec(ctx, "UNLISTEN "+pgx.Identifier{c}.Sanitize()); err != nil {
				return err
			}
			delete(listening, c)
		}
	}
	for _, l := range fresh {
		l.fn("")
	}
	return nil
}

// wanted are the channels that have listeners, and the listeners among them
// that are told so for the first time on this connection.
func (s *signals) wanted() (channels map[string]bool, fresh []*listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	channels = make(map[string]bool, len(s.listeners))
	for c, all := range s.listeners {
		channels[c] = true
		for l := range all {
			if !l.aware {
				l.aware = true
				fresh = append(fresh, l)
			}
		}
	}
	return channels, fresh
}

// forget makes every listener a new one: the connection was down.
func (s *signals) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, all := range s.listeners {
		for l := range all {
			l.aware = false
		}
	}
}
