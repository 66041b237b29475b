package db

import (
	"encoding/base64"
	"strings"
	"testing"

	"candor/internal/errs"
)

type rowKey struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

func keyOf(n int64) any { return rowKey{At: n, ID: "x"} }

func TestAListIsReadToItsEndInPages(t *testing.T) {
	all := make([]int64, 123)
	for i := range all {
		all[i] = int64(i + 1)
	}
	sealer := NewSealer([]byte("secret"))
	var got []int64
	token := ""
	for pages := 0; ; pages++ {
		if pages > 3 {
			t.Fatal("the list does not end")
		}
		cursor, err := sealer.Open(token)
		if err != nil {
			t.Fatal(err)
		}
		page := Page{Limit: 50, Cursor: cursor}
		var after rowKey
		if _, err := page.After("n", &after); err != nil {
			t.Fatal(err)
		}
		rows := all[after.At:min(int(after.At+page.Want()), len(all))]
		l := Cut(page, "n", rows, keyOf)
		got = append(got, l.Items...)
		if token = sealer.Seal(l.Next); token == "" {
			break
		}
	}
	if len(got) != len(all) || got[122] != 123 {
		t.Fatalf("read %d rows", len(got))
	}
}

func TestLimits(t *testing.T) {
	for ask, want := range map[int]int{0: 50, -3: 50, 1: 1, 200: 200, 100000: 200} {
		if got := (Page{Limit: ask}).Size(); got != want {
			t.Errorf("asked %d: %d", ask, got)
		}
	}
	if l := Cut(Page{}, "n", []int64{1}, keyOf).Counted(7); *l.Count != 7 || l.Next != "" {
		t.Errorf("%+v", l)
	}
}

func TestForeignCursorsAreRefused(t *testing.T) {
	sealer := NewSealer([]byte("secret"))
	good := Cut(Page{Limit: 1}, "n", []int64{1, 2}, keyOf).Next
	token := sealer.Seal(good)

	tampered := []byte(token)
	tampered[len(tampered)/2] ^= 1
	for name, bad := range map[string]string{
		"tampered":    string(tampered),
		"other key":   NewSealer([]byte("other")).Seal(good),
		"unsigned":    base64.RawURLEncoding.EncodeToString([]byte(good)),
		"cut":         token[:8],
		"no base64":   "%%%",
		"with a tail": token + "A",
	} {
		if _, err := sealer.Open(bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var k rowKey
	if _, err := (Page{Cursor: good}).After("other", &k); !errs.Is(err, errs.Invalid) {
		t.Error("a cursor of another order was taken")
	}
	var other struct {
		Name string `json:"name"`
	}
	if _, err := (Page{Cursor: good}).After("n", &other); !errs.Is(err, errs.Invalid) {
		t.Error("a cursor with another key was taken")
	}
}

// FuzzCursor: no text that was not sealed here opens, and whatever opens seals to the same text again.
func FuzzCursor(f *testing.F) {
	sealer := NewSealer([]byte("secret"))
	good := sealer.Seal(Cut(Page{Limit: 1}, "n", []int64{1, 2}, keyOf).Next)
	f.Add(good)
	f.Add("")
	f.Add(strings.Repeat("A", 64))
	f.Fuzz(func(t *testing.T, token string) {
		c, err := sealer.Open(token)
		if err != nil {
			if !errs.Is(err, errs.Invalid) {
				t.Fatal(err)
			}
			return
		}
		if sealer.Seal(c) != token {
			t.Fatalf("%q opened to %q", token, c)
		}
		var k rowKey
		_, _ = Page{Cursor: Cursor(token)}.After("n", &k) // hostile content must not panic either
	})
}
