package kit

import (
	"strconv"
	"time"

	"github.com/a-h/templ"
)

// Clock is the moment a page was made, in its reader's zone. Times on the page
// are said relative to it; js/times.js keeps them true while the page is open.
type Clock struct {
	Now  time.Time
	Zone *time.Location // nil is UTC
}

func (c Clock) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// Exact is the full time with its zone: "Tuesday 4 March 2025, 14:05 CET".
func (c Clock) Exact(t time.Time) string {
	return t.In(c.zone()).Format("Monday 2 January 2006, 15:04 MST")
}

// Day is a date as a person says it: "4 March", with the year if it is another.
func (c Clock) Day(t time.Time) string {
	t = t.In(c.zone())
	if t.Year() == c.Now.In(c.zone()).Year() {
		return t.Format("2 January")
	}
	return t.Format("2 January 2006")
}

// Relative says how far away t is: "5 minutes ago", "in 2 days"; beyond four
// weeks it is a date. The same steps are in js/times.js.
func (c Clock) Relative(t time.Time) string {
	d := c.Now.Sub(t)
	ahead := d < 0
	d = d.Abs()
	say := func(n int, unit string) string {
		s := strconv.Itoa(n) + " " + unit
		if n != 1 {
			s += "s"
		}
		if ahead {
			return "in " + s
		}
		return s + " ago"
	}
	switch {
	case d < 45*time.Second:
		return "just now"
	case d < 60*time.Minute:
		return say(max(1, int(d.Round(time.Minute).Minutes())), "minute")
	case d < 24*time.Hour:
		return say(int(d.Hours()), "hour")
	case d < 28*24*time.Hour:
		return say(int(d.Hours())/24, "day")
	default:
		return c.Day(t)
	}
}

// Age is how old something is, short, for cards: "3 h", "5 d", "7 w".
func (c Clock) Age(t time.Time) string {
	d := max(c.Now.Sub(t), 0)
	hours := int(d.Hours())
	switch {
	case d < time.Hour:
		return strconv.Itoa(int(d.Minutes())) + " min"
	case d < 24*time.Hour:
		return strconv.Itoa(hours) + " h"
	case d < 14*24*time.Hour:
		return strconv.Itoa(hours/24) + " d"
	default:
		return strconv.Itoa(hours/24/7) + " w"
	}
}

// TimeQuiet is a moment inside something that is focused as a whole (a row, a
// card): it does not stop the Tab key.
func TimeQuiet(c Clock, t time.Time) templ.Component {
	if t.IsZero() {
		return drawn(`<span class="text-3">—</span>`)
	}
	b := append(make([]byte, 0, 192), `<time class="time" datetime="`...)
	b = append(t.UTC().AppendFormat(b, time.RFC3339), `" data-do="time" title="`...)
	b = append(text(b, c.Exact(t)), `">`...)
	return drawn(append(text(b, c.Relative(t)), `</time>`...))
}
