// Package org is the company itself: its name and settings, the people who work in it and the role each of them
// holds, and how one gets in (set-up, invitation, password, session, API key) and out again.
//
// Who may hand out what is decided here and nowhere else: nobody gives a permission they lack (handout.go).
package org

import (
	"strings"
	_ "time/tzdata" // a bare machine knows no time zones

	"candor/internal/db"
)

// Room holds the verbs of this package.
type Room struct {
	DB *db.DB
	Config
}

// Config is what the verbs know of the installation.
type Config struct {
	PublicURL string // where links in letters lead, as people type it: https://hire.example
	AskCode   bool   // an empty installation asks for the code printed at start: it listens off loopback
}

// New makes the room. It opens nothing.
func New(d *db.DB, c Config) *Room {
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	return &Room{DB: d, Config: c}
}

func (r *Room) link(path string) string { return r.PublicURL + path }
