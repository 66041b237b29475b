package web

import (
	"net/url"
	"reflect"
	"testing"

	"candor/internal/errs"
)

type allFields struct {
	Text   string   `form:"text"`
	Raw    string   `form:"raw,raw"`
	On     bool     `form:"on"`
	N      int      `form:"n"`
	N64    int64    `form:"n64"`
	F      float64  `form:"f"`
	Maybe  *int     `form:"maybe"`
	Words  *string  `form:"words"`
	List   []string `form:"list"`
	Hidden string
}

func TestDecode(t *testing.T) {
	seven, words := 7, "w"
	got := allFields{On: true, Hidden: "kept", N: 3}
	err := decode(url.Values{"text": {" a\r\nb "}, "raw": {" a "}, "n64": {"-9"}, "f": {"1.5"}, "maybe": {"7"}, "words": {"w"},
		"list": {"a", " ", "b"}, "Hidden": {"x"}, "Text": {"x"}, "other": {"x"}}, &got)
	want := allFields{Text: "a\nb", Raw: " a ", N: 3, N64: -9, F: 1.5, Maybe: &seven, Words: &words, List: []string{"a", "b"}, Hidden: "kept"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v\n%+v\n%+v", err, got, want)
	}
	got = allFields{Maybe: &seven}
	if err := decode(url.Values{"maybe": {""}, "on": {"false", "on"}}, &got); err != nil || got.Maybe != nil || !got.On {
		t.Fatalf("%v %+v", err, got)
	}
	err = decode(url.Values{"n": {"1e3"}, "f": {"NaN"}, "maybe": {"x"}, "text": {"\xff"}}, &got)
	if e := errs.As(err); e.Kind != errs.Invalid || len(e.Fields) != 4 {
		t.Fatal(err)
	}
}

// FuzzForm: whatever a browser sends is decoded or invalid, nothing else.
func FuzzForm(f *testing.F) {
	f.Add("text=a&n=1&list=x&list=y&maybe=&on=on")
	f.Add("n=99999999999999999999&f=1e400&text=%00&raw=%ff")
	f.Fuzz(func(t *testing.T, body string) {
		values, _ := url.ParseQuery(body)
		var into allFields
		if err := decode(values, &into); err != nil && !errs.Is(err, errs.Invalid) {
			t.Fatal(err)
		}
		if into.F != into.F || into.Hidden != "" {
			t.Fatalf("%+v", into)
		}
	})
}
