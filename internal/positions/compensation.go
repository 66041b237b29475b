package positions

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/currency"

	"candor/internal/errs"
)

// Period is what an amount is paid for.
type Period string

const (
	Hour  Period = "hour"
	Day   Period = "day"
	Month Period = "month"
	Year  Period = "year"
)

// Periods in the order in which forms offer them.
var Periods = []Period{Year, Month, Day, Hour}

// Label is the period as it follows an amount: "a year".
func (p Period) Label() string {
	return map[Period]string{Hour: "an hour", Day: "a day", Month: "a month", Year: "a year"}[p]
}

// Compensation is what a position pays: a range, or one end of it. Amounts are in minor units of the currency
// (cents); nil is an open end. OnPosting shows it on the careers page.
type Compensation struct {
	Currency  string // ISO 4217, empty where no amount is set
	Min, Max  *int64
	Period    Period
	OnPosting bool
}

// Empty reports that no amount is set.
func (c Compensation) Empty() bool { return c.Min == nil && c.Max == nil }

// Digits is how many digits of a currency's amounts are minor units: 2 for EUR, 0 for JPY.
func Digits(code string) int {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	scale, _ := currency.Standard.Rounding(unit)
	return scale
}

// Amount writes minor units in major ones, grouped by thousands: "70,000", "12.50".
func Amount(minor int64, code string) string {
	digits := Digits(code)
	text := fmt.Sprintf("%0*d", digits+1, minor)
	whole, rest := text[:len(text)-digits], text[len(text)-digits:]
	var out strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(r)
	}
	if strings.Trim(rest, "0") != "" {
		out.WriteString("." + rest)
	}
	return out.String()
}

// ParseAmount reads an amount as people type it ("70,000", "70 000.50") into minor units. Empty text is nil.
func ParseAmount(text, code string) (*int64, error) {
	text = strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "", "'", "", "’", "").Replace(text)
	if text == "" {
		return nil, nil
	}
	digits := Digits(code)
	whole, rest, _ := strings.Cut(text, ".")
	if len(rest) > digits {
		return nil, errAmount
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", digits-len(rest)), 10, 64)
	if err != nil || n < 0 || strings.HasPrefix(text, "+") {
		return nil, errAmount
	}
	return &n, nil
}

var errAmount = errs.Of(errs.Invalid, "Give an amount in numbers, like 70,000.")

// symbols of the currencies that readers know by them; the others stand with their code.
var symbols = map[string]string{"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹"}

// Money writes one amount with its currency: "€70,000", "CHF 90,000".
func Money(minor int64, code string) string {
	if s := symbols[code]; s != "" {
		return s + Amount(minor, code)
	}
	return code + " " + Amount(minor, code)
}

// String is the range as people read it: "€70,000 – €90,000 a year"; empty where no amount is set.
func (c Compensation) String() string {
	switch {
	case c.Min != nil && c.Max != nil && *c.Min == *c.Max:
		return Money(*c.Min, c.Currency) + " " + c.Period.Label()
	case c.Min != nil && c.Max != nil:
		return Money(*c.Min, c.Currency) + " – " + Money(*c.Max, c.Currency) + " " + c.Period.Label()
	case c.Min != nil:
		return "From " + Money(*c.Min, c.Currency) + " " + c.Period.Label()
	case c.Max != nil:
		return "Up to " + Money(*c.Max, c.Currency) + " " + c.Period.Label()
	}
	return ""
}

// mostMinor keeps sums and typing mistakes within reason: ten billion in major units.
const mostMinor = 1_000_000_000_000

// settle makes empty parts their defaults and reports what is wrong, by field.
func (c *Compensation) settle() (wrong []errs.Field) {
	if c.Period == "" {
		c.Period = Year
	}
	c.Currency = strings.ToUpper(strings.TrimSpace(c.Currency))
	if c.Empty() {
		c.Currency, c.OnPosting = "", false
	} else if _, err := currency.ParseISO(c.Currency); err != nil {
		wrong = append(wrong, errs.F("compensation.currency", "Give the currency by its three letters, like EUR."))
	}
	if !known(Periods, c.Period) {
		wrong = append(wrong, errs.F("compensation.period", "Pay is given an hour, a day, a month or a year."))
	}
	for name, v := range map[string]*int64{"compensation.min": c.Min, "compensation.max": c.Max} {
		if v != nil && (*v < 0 || *v > mostMinor) {
			wrong = append(wrong, errs.F(name, "This amount is out of reach."))
		}
	}
	if c.Min != nil && c.Max != nil && *c.Min > *c.Max {
		wrong = append(wrong, errs.F("compensation.max", "The upper end is below the lower one."))
	}
	return wrong
}

// Major is an amount in the currency's major unit, for others' formats: 70000 or 12.5.
func (c Compensation) Major(minor int64) float64 {
	return float64(minor) / math.Pow10(Digits(c.Currency))
}
