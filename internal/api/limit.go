package api

import (
	"sync"
	"time"

	"golang.org/x/time/rate"

	"candor/internal/errs"
)

// limits counts requests: so many a minute for each credential, and for each address among those without
// a good one. A bucket holds a minute's worth and fills evenly, so a burst is fine and a stream is not.
// Buckets live in one process: behind N replicas a client may get N times as much, which is a limit all
// the same. Sign-in has its own throttle, in the database.
type limits struct {
	mu      sync.Mutex
	now     func() time.Time
	minute  int
	buckets map[string]*bucket
	swept   time.Time
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

// idle is after how long an unused bucket is full again, and forgotten.
const idle = 2 * time.Minute

func newLimits(perMinute int, now func() time.Time) *limits {
	return &limits{now: now, minute: perMinute, buckets: map[string]*bucket{}, swept: now()}
}

// knows reports whether who has called before.
func (l *limits) knows(who string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buckets[who] != nil
}

// learn takes note of a credential that turned out to be good; its first call counts.
func (l *limits) learn(who string) {
	if !l.knows(who) {
		_ = l.take(who)
	}
}

// take counts a call; TooMany says when to come back.
func (l *limits) take(who string) error {
	if l.minute < 0 {
		return nil
	}
	now := l.now()
	b := l.bucket(who, now)
	if b.AllowN(now, 1) {
		return nil
	}
	r := b.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	r.CancelAt(now)
	return errs.Wait(wait, "Too many requests. Please wait a moment.")
}

// look is take without counting.
func (l *limits) look(who string) error {
	if l.minute < 0 || !l.knows(who) {
		return nil
	}
	now := l.now()
	if l.bucket(who, now).TokensAt(now) >= 1 {
		return nil
	}
	return errs.Wait(time.Minute/time.Duration(l.minute), "Too many requests. Please wait a moment.")
}

func (l *limits) bucket(who string, now time.Time) *bucket {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.swept) > idle {
		l.swept = now
		for name, b := range l.buckets {
			if now.Sub(b.used) > idle {
				delete(l.buckets, name)
			}
		}
	}
	b := l.buckets[who]
	if b == nil {
		b = &bucket{Limiter: rate.NewLimiter(rate.Limit(float64(l.minute)/60), l.minute)}
		l.buckets[who] = b
	}
	b.used = now
	return b
}
