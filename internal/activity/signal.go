package activity

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"candor/internal/db"
)

// Signal says that something changed, by its id. Kinds: position, application, candidate, member, role,
// invitation, settings, task; "resync" comes from the Hub when signals may have been missed.
type Signal struct {
	Org      string `json:"o"`
	Kind     string `json:"k"`
	ID       string `json:"i"`
	Position string `json:"p,omitempty"` // the position an application is on

	// What it comes from: without sight of that, nobody hears that anything happened.
	From string `json:"a,omitempty"` // an application
	Feed bool   `json:"f,omitempty"` // of which nothing but the activity has changed
	On   string `json:"q,omitempty"` // the position of an application that is no more
}

const channel = "candor_live"

// Send signals after the commit, to every process of the installation; never if there is no commit.
func Send(ctx context.Context, tx db.Tx, s Signal) error {
	payload, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("signal: %w", err)
	}
	return db.Notify(ctx, tx, channel, string(payload))
}

// Hub hands the signals of this process and of its replicas to whoever subscribed. It decides nothing:
// subscribers ask access about every signal.
type Hub struct {
	mu   sync.Mutex
	subs map[*subscription]bool
	stop func()
}

type subscription struct {
	org string
	ch  chan Signal
}

// NewHub listens until Close.
func NewHub(d *db.DB) *Hub {
	h := &Hub{subs: map[*subscription]bool{}}
	h.stop = d.Listen(channel, h.hear)
	return h
}

// Close ends listening and every subscription.
func (h *Hub) Close() {
	h.stop()
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs {
		close(s.ch)
		delete(h.subs, s)
	}
}

// Subscribe to an organisation's signals. A subscriber that does not keep up gets a resync instead of the
// signals it missed. The channel is closed when the hub is.
func (h *Hub) Subscribe(orgID string) (signals <-chan Signal, cancel func()) {
	s := &subscription{org: orgID, ch: make(chan Signal, 256)}
	h.mu.Lock()
	h.subs[s] = true
	h.mu.Unlock()
	return s.ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.subs[s] {
			delete(h.subs, s)
			close(s.ch)
		}
	}
}

func (h *Hub) hear(payload string) {
	var sig Signal
	if payload == "" || json.Unmarshal([]byte(payload), &sig) != nil {
		sig = Signal{Kind: "resync"}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs {
		if sig.Org == "" || sig.Org == s.org {
			s.give(sig)
		}
	}
}

// give never blocks: one slow page must not hold up the others.
func (s *subscription) give(sig Signal) {
	select {
	case s.ch <- sig:
		return
	default:
	}
	for { // full: drop what waits, say that something was missed
		select {
		case <-s.ch:
			continue
		default:
		}
		s.ch <- Signal{Kind: "resync"}
		return
	}
}
