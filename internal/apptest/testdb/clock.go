package testdb

import (
	"sync"
	"time"
)

// Clock is a clock a test can set. Until then it shows the real time.
type Clock struct {
	mu     sync.Mutex
	ahead  time.Duration
	frozen time.Time
}

// Now is the clock's time; pass it where a program takes a clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.frozen.IsZero() {
		return c.frozen
	}
	return time.Now().Add(c.ahead)
}

// Set stops the clock at t.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.frozen = t
}

// Advance moves the clock; a stopped one stays stopped.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.frozen.IsZero() {
		c.frozen = c.frozen.Add(d)
		return
	}
	c.ahead += d
}
