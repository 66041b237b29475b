package extract

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"candor/internal/errs"
	"candor/internal/files/extract/samples"
)

// Whatever the bytes are: no panic, tidy text within the limit or a sentence, and the same answer twice.
func sound(t *testing.T, k Kind, doc []byte) {
	t.Helper()
	text, err := inProcess(t.Context(), k, doc)
	if err != nil {
		if told := errs.As(err); told.Kind != errs.Invalid && told.Kind != errs.TooLarge || told.Message == "" {
			t.Fatalf("not a sentence: %v", err)
		}
		return
	}
	if len(text) > MaxText || !utf8.ValidString(text) || strings.ContainsRune(text, 0) || strings.TrimSpace(text) != text || text == "" {
		t.Fatalf("untidy text of %d bytes: %.200q", len(text), text)
	}
}

func FuzzTextPDF(f *testing.F) {
	for _, p := range samples.People() {
		f.Add(p.Resume("pdf"))
	}
	f.Add(makePDF(catalogue, onePage, aPage, stream("", "BT /F1 12 Tf 72 700 Td [(T)80(x)] TJ T* (y) ' 1 2 (z) \" ET"), aFont))
	f.Add(makePDF(catalogue, onePage, aPage, stream("/Filter/FlateDecode", deflate("BT /F1 9 Tf (a) Tj ET")), aFont))
	f.Fuzz(func(t *testing.T, doc []byte) { sound(t, PDF, doc) })
}

// FuzzTextPDFPage varies what stands on a page and what a font says its codes mean: the parts that are ours.
func FuzzTextPDFPage(f *testing.F) {
	f.Add("BT /F1 12 Tf 72 700 Td [(T)80(x)] TJ T* (y) ' 1 2 (z) \" ET", "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <41> <5a> <0061> endbfrange 1 beginbfchar <20> <0020> endbfchar", "/W[1[500 600] 7 9 300]")
	f.Add("q 2 0 0 2 0 0 cm BT /F1 1 Tf 1 0 0 -1 5 5 Tm <0102> Tj ET Q /X Do /Span<</ActualText(a)>> BDC (b) Tj EMC", "beginbfrange <0001> <0009> [<0041> <0042>] endbfrange", "/DW 1000")
	f.Fuzz(func(t *testing.T, page, table, widths string) {
		composite := "<</Type/Font/Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</Subtype/CIDFontType2 " + widths + ">>]/ToUnicode 6 0 R>>"
		simple := "<</Type/Font/Subtype/TrueType/FirstChar 32/Widths[500 600 700]/ToUnicode 6 0 R>>"
		for _, font := range []string{composite, simple} {
			sound(t, PDF, makePDF(catalogue, onePage, aPage, stream("", page), font, stream("", table)))
		}
	})
}

func FuzzTextDOCX(f *testing.F) {
	for _, p := range samples.People()[:3] {
		f.Add(p.Resume("docx"))
	}
	f.Add([]byte(wordXML("<w:p><w:r><w:t>a</w:t><w:tab/><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl><w:del><w:r/></w:del>")))
	f.Fuzz(func(t *testing.T, doc []byte) {
		if !bytes.HasPrefix(doc, []byte("PK")) {
			doc = docx(string(doc))
		}
		sound(t, DOCX, doc)
	})
}

func FuzzTextODT(f *testing.F) {
	for _, p := range samples.People()[:3] {
		f.Add(p.Resume("odt"))
	}
	f.Add([]byte(`<office:body xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>a<text:s text:c="3"/><text:tab/>b</text:p><office:annotation/></office:body>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		if !bytes.HasPrefix(doc, []byte("PK")) {
			doc = odt(string(doc))
		}
		sound(t, ODT, doc)
	})
}

func FuzzTextRTF(f *testing.F) {
	for _, p := range samples.People()[:3] {
		f.Add(p.Resume("rtf"))
	}
	f.Add([]byte(`{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 M;}}\f0\uc2 \'93\'fa\u-10179\'3f?\u-8704??\bin3 }}}\par{\*\x y}}`))
	f.Fuzz(func(t *testing.T, doc []byte) { sound(t, RTF, doc) })
}

func FuzzTextTXT(f *testing.F) {
	f.Add([]byte("plain"))
	f.Add([]byte("\xff\xfeZ\x00"))
	f.Add([]byte("Zo\xeb \x96"))
	f.Fuzz(func(t *testing.T, doc []byte) { sound(t, TXT, doc) })
}

func FuzzDetect(f *testing.F) {
	for _, ext := range samples.Zoe.Kinds {
		f.Add(samples.Zoe.Resume(ext), "cv."+ext)
	}
	f.Add([]byte("text"), "cv.txt")
	f.Fuzz(func(t *testing.T, doc []byte, name string) {
		kind, err := Detect(bytes.NewReader(doc), int64(len(doc)), name)
		if err == nil && !kind.Known() || err != nil && errs.KindOf(err) != errs.Invalid {
			t.Fatalf("%q, %v", kind, err)
		}
	})
}
