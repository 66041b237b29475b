package org

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
	"time"

	"candor/internal/db"
	"candor/internal/errs"
)

// limit says how many failures are free within a window, before each further one costs a wait that doubles.
type limit struct {
	free   int
	window time.Duration
	first  time.Duration // the first wait
	most   time.Duration // the longest
}

// An account has few guesses; an address has more, since a whole office may share one.
var (
	perAccount = limit{free: 5, window: time.Hour, first: time.Minute, most: 15 * time.Minute}
	perAddress = limit{free: 30, window: time.Hour, first: time.Minute, most: 15 * time.Minute}
)

func (l limit) wait(failures int) time.Duration {
	over := failures - l.free
	if over < 0 {
		return 0
	}
	return min(l.first<<min(over, 10), l.most)
}

// attempt is one try at a secret, counted as failed until it is known not to be: guesses that arrive at the
// same moment are counted like guesses that come one after the other.
type attempt struct {
	r               *Room
	account, source string
}

// try counts a try against an account and an address, or says (429) when to come back. What it counts by is
// hashed: names that are no accounts are nobody's business.
func (r *Room) try(ctx context.Context, purpose, account, source string) (attempt, error) {
	a := attempt{r: r, account: bucket(purpose+"/account", account), source: bucket("address", Network(source))}
	err := r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := countFailure(ctx, tx, a.source, perAddress); err != nil {
			return err
		}
		return countFailure(ctx, tx, a.account, perAccount)
	})
	return a, err
}

// forgive takes the try back: it was no failure. The account's earlier failures are forgotten with it, those of
// the address are not: whoever has one account here could clear the way to guess at others.
func (a attempt) forgive(ctx context.Context) error {
	return a.r.DB.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		if err := uncountFailure(ctx, tx, a.source, perAddress); err != nil {
			return err
		}
		return forgetFailures(ctx, tx, a.account)
	})
}

func tooMany(wait time.Duration) error {
	return errs.Wait(wait, "Too many attempts. Please wait a little and try again.")
}

func bucket(kind, what string) string {
	sum := sha256.Sum256([]byte(kind + "\x00" + what))
	return kind + ":" + hex.EncodeToString(sum[:16])
}

// Network is whose address it is: all of an IPv4 address, the first half of an IPv6 address, whose second half
// one household chooses freely.
func Network(source string) string {
	addr, err := netip.ParseAddr(source)
	if err != nil {
		if ap, err := netip.ParseAddrPort(source); err == nil {
			addr = ap.Addr()
		} else {
			return source
		}
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if p, err := addr.Prefix(64); err == nil {
			return p.String()
		}
	}
	return addr.String()
}
