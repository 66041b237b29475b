package positions_test

import (
	"testing"

	"candor/internal/positions"
)

func TestAmountsAsPeopleTypeThem(t *testing.T) {
	for _, c := range []struct {
		text, currency string
		minor          int64
		back           string
	}{
		{"70,000", "EUR", 7_000_000, "70,000"}, {"70 000.5", "EUR", 7_000_050, "70,000.50"}, {"1'234’567.89", "CHF", 123_456_789, "1,234,567.89"},
		{"5000", "JPY", 5000, "5,000"}, {"0", "USD", 0, "0"}, {"12.345", "BHD", 12345, "12.345"}, {"999", "EUR", 99900, "999"},
	} {
		got, err := positions.ParseAmount(c.text, c.currency)
		if err != nil || got == nil || *got != c.minor {
			t.Errorf("%s %s: %v %v", c.text, c.currency, got, err)
			continue
		}
		if back := positions.Amount(*got, c.currency); back != c.back {
			t.Errorf("%s %s comes back as %s", c.text, c.currency, back)
		}
	}
	for _, text := range []string{"many", "-5", "+5", "1.234", "1e9", "5.5.5", "99999999999999999999"} {
		if got, err := positions.ParseAmount(text, "EUR"); err == nil {
			t.Errorf("%s is read as %d", text, *got)
		}
	}
	if got, err := positions.ParseAmount(" ", "EUR"); got != nil || err != nil {
		t.Error("nothing is no amount")
	}
}

func TestCompensationInWords(t *testing.T) {
	low, high := int64(7_000_000), int64(9_000_000)
	for want, c := range map[string]positions.Compensation{
		"€70,000 – €90,000 a year": {Currency: "EUR", Min: &low, Max: &high, Period: positions.Year},
		"From CHF 70,000 a month":  {Currency: "CHF", Min: &low, Period: positions.Month},
		"Up to $90,000 a day":      {Currency: "USD", Max: &high, Period: positions.Day},
		"¥7,000,000 an hour":       {Currency: "JPY", Min: &low, Max: &low, Period: positions.Hour},
		"":                         {Currency: "EUR"},
	} {
		if got := c.String(); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"70,000", "1.5", "-", "", "９", "0x1"} {
		f.Add(s, "EUR")
	}
	f.Fuzz(func(t *testing.T, text, currency string) {
		got, err := positions.ParseAmount(text, currency)
		if err != nil || got == nil {
			return
		}
		again, err := positions.ParseAmount(positions.Amount(*got, currency), currency)
		if err != nil || again == nil || *again != *got {
			t.Errorf("%q %q: %d becomes %v %v", text, currency, *got, again, err)
		}
	})
}
