package extract

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"candor/internal/errs"
	"candor/internal/files/extract/samples"
)

// The test binary serves as its own child, like the program does.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "extract" {
		os.Exit(ServeChild(os.Args[2], os.Stdin, os.Stdout))
	}
	for len(os.Args) == 3 && os.Args[1] == "forever" {
	}
	os.Exit(m.Run())
}

type reading func(context.Context, Kind, []byte) (string, error)

func inProcess(ctx context.Context, k Kind, b []byte) (string, error) {
	return Text(ctx, k, bytes.NewReader(b), int64(len(b)))
}

func inChild(ctx context.Context, k Kind, b []byte) (string, error) {
	return Child{}.Text(ctx, k, bytes.NewReader(b), int64(len(b)))
}

func TestResumesOfRealWordProcessors(t *testing.T) {
	for name, read := range map[string]reading{"here": inProcess, "child": inChild} {
		for _, p := range samples.People() {
			for _, ext := range p.Kinds {
				t.Run(name+"/"+p.File+"."+ext, func(t *testing.T) {
					doc := p.Resume(ext)
					kind, err := Detect(bytes.NewReader(doc), int64(len(doc)), "résumé")
					if err != nil || string(kind) != ext {
						t.Fatalf("detected %q, %v", kind, err)
					}
					text, err := read(t.Context(), kind, doc)
					if err != nil {
						t.Fatal(err)
					}
					for _, want := range append(p.Words, p.Phrases...) {
						if !strings.Contains(text, want) {
							t.Errorf("%q is missing in:\n%s", want, text)
						}
					}
				})
			}
		}
	}
}

func TestColumnsAreReadOneAfterTheOther(t *testing.T) {
	text, err := inProcess(t.Context(), PDF, samples.Zoe.Resume("pdf"))
	if err != nil {
		t.Fatal(err)
	}
	left, right := strings.Index(text, "affiliates afloat"), strings.Index(text, "KTH Stockholm")
	if left < 0 || right < left {
		t.Errorf("columns are mixed:\n%s", text)
	}
	if !strings.Contains(text, "Moved the vexlorin ledger from nightly files\nto a stream of 40,000 events a second.") {
		t.Errorf("lines of the left column are mixed:\n%s", text)
	}
}

func TestPlainText(t *testing.T) {
	for name, in := range map[string]string{
		"utf-8":          "Zoë\nÅngström – naïve",
		"utf-8 marked":   "\xef\xbb\xbfZoë\nÅngström – naïve",
		"windows-1252":   "Zo\xeb\r\n\xc5ngstr\xf6m \x96 na\xefve",
		"utf-16 marked":  "\xff\xfeZ\x00o\x00\xeb\x00\n\x00\xc5\x00n\x00g\x00s\x00t\x00r\x00\xf6\x00m\x00 \x00\x13\x20 \x00n\x00a\x00\xef\x00v\x00e\x00",
		"utf-16 big end": "\x00Z\x00o\x00\xeb\x00\n\x00\xc5\x00n\x00g\x00s\x00t\x00r\x00\xf6\x00m\x00 \x20\x13\x00 \x00n\x00a\x00\xef\x00v\x00e",
	} {
		kind, err := Detect(strings.NewReader(in), int64(len(in)), "cv.txt")
		if err != nil || kind != TXT {
			t.Errorf("%s: detected %q, %v", name, kind, err)
		}
		text, err := inProcess(t.Context(), TXT, []byte(in))
		if want := "Zoë\nÅngström – naïve"; err != nil || text != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}

func TestRTFCodePagesAndUnicode(t *testing.T) {
	for in, want := range map[string]string{
		`{\rtf1\ansi\ansicpg1250 \'a3\'f3d\'9f\par Next}`:                                          "Łódź\nNext",
		`{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 caf\'e9 {\f1 \'d7\'f2} x}`: "café Чт x",
		`{\rtf1\ansi\uc1 \u321?\u243?d\u378?}`:                                                     "Łódź",
		`{\rtf1\ansi\uc2 \u-10179\'3f\'3f\u-8704\'3f\'3f!}`:                                        "😀!",
		`{\rtf1\ansi{\fonttbl{\f0\fcharset128 M;}}\f0 \'93\'fa\'96\'7b}`:                           "日本",
		`{\rtf1\ansi{\*\secret not this}{\info{\author nor this}}{\pict ffd8}shown}`:               "shown",
		`{\rtf1{\field{\*\fldinst HYPERLINK "x"}{\fldrslt link text}} \{braces\}}`:                 "link text {braces}",
		`{\rtf1\bin5 }}}}}a\~b\_c\endash d}`:                                                       "a b-c–d",
		`{\rtf1{\*\shpinst\shpleft0{\sp{\sn a}{\sv b}}{\shptxt in a box}} after}`:                  "in a box after",
	} {
		text, err := inProcess(t.Context(), RTF, []byte(in))
		if err != nil || text != want {
			t.Errorf("%s\n got %q, %v\nwant %q", in, text, err, want)
		}
	}
}

func TestTextIsCutAndTidied(t *testing.T) {
	long := strings.Repeat("wörd ", MaxText)
	text, err := inProcess(t.Context(), TXT, []byte(long))
	if err != nil || len(text) > MaxText || len(text) < MaxText-10 || !strings.HasPrefix(text, "wörd wörd") {
		t.Errorf("%d bytes, %v", len(text), err)
	}
	text, err = inProcess(t.Context(), TXT, []byte("  \ufb01nal\u00a0\u00ad o\ufb03ce\x01\t x\n\n\n\n 3½\u200b years \uf0b7"))
	if want := "final office x\n\n3 1/2 years •"; err != nil || text != want {
		t.Errorf("%q, %v", text, err)
	}
}

func TestAReaderThatNobodyWaitsForIsNotBlamedOnTheDocument(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, read := range map[string]reading{"here": inProcess, "child": inChild} {
		_, err := read(ctx, PDF, samples.Zoe.Resume("pdf"))
		if !errors.Is(err, context.Canceled) || errs.KindOf(err) == errs.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
