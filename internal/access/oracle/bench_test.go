package oracle

import (
	"fmt"
	"testing"
)

// The comparison with the product's own rules asks about a million questions, so one should cost 20 µs at most.
func BenchmarkDecision(b *testing.B) {
	k := New().As(admin().on("recruiter"))
	for name, ask := range map[string]func(){
		"position":    func() { k.Position("view", position(private)) },
		"application": func() { k.Application("contact", application(private, "offer")) },
		"candidate": func() {
			k.Candidate("edit_contact", candidate(application(private, "offer"), application(public, "hired")))
		},
		"line":      func() { k.Line("read", line(private, "offer", "feedback")) },
		"interview": func() { k.Interview("schedule", interview(private, "offer", "me", "x")) },
		"feedback":  func() { k.Feedback("read", feedback(private, "offer", "x", "me")) },
		"offer":     func() { k.Offer("send", offer(private, "offer")) },
		"library":   func() { k.Library("edit", LibraryItem{OrgID: here, Kind: "form", Visibility: "org"}) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ask()
			}
		})
	}
}

// Preparing a member is for a loop's outside, asking once is for everything else.
func BenchmarkMember(b *testing.B) {
	o := New()
	for name, m := range map[string]Member{"admin": admin(), "staffing on a team": staffing().on("recruiter"), "team member": helper()} {
		b.Run(fmt.Sprintf("prepare %s", name), func(b *testing.B) {
			for b.Loop() {
				o.As(m)
			}
		})
		b.Run(fmt.Sprintf("ask once as %s", name), func(b *testing.B) {
			for b.Loop() {
				o.Application(m, "contact", application(private, "offer"))
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New()
	}
}
