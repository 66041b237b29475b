package extract

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"candor/internal/errs"
	"candor/internal/files/extract/samples"
)

// makePDF writes a PDF from the bodies of its objects, 1 to n; object 1 is the catalogue.
func makePDF(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.Bytes()
}

func stream(dict, body string) string {
	return fmt.Sprintf("<</Length %d%s>>\nstream\n%s\nendstream", len(body), dict, body)
}

func deflate(body string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(body))
	w.Close()
	return b.String()
}

const (
	catalogue = "<</Type/Catalog/Pages 2 0 R>>"
	onePage   = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
	aPage     = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
	aFont     = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
)

// zipped makes an archive of the given parts, in pairs of name and content.
func zipped(parts ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			panic(err)
		}
		w.Write([]byte(parts[i+1]))
	}
	z.Close()
	return b.Bytes()
}

const wordTypes = `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

func docx(body string) []byte {
	return zipped("[Content_Types].xml", wordTypes, "word/document.xml", body)
}

func odt(body string) []byte {
	return zipped("mimetype", ODT.MIME(), "content.xml", body)
}

func wordXML(body string) string {
	return `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`
}

func TestHostileDocumentsGetASentence(t *testing.T) {
	deep := strings.Repeat("[", 10_000_000)
	bomb := strings.Repeat(" ", 200<<20)
	zoe := samples.Zoe.Resume("pdf")
	manyParts := make([]string, 2*(maxParts+1))
	for i := range manyParts {
		manyParts[i] = fmt.Sprintf("p%d", i)
	}
	laughs := `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>` + wordXML("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
	for _, c := range []struct {
		name     string
		kind     Kind
		doc      []byte
		sentence string
	}{
		{"pdf cut in half", PDF, zoe[:len(zoe)/2], "is incomplete"},
		{"pdf with a hole", PDF, append(append(bytes.Clone(zoe[:len(zoe)-2000]), make([]byte, 1800)...), zoe[len(zoe)-200:]...), "damaged"},
		{"pdf of nothing", PDF, []byte("%PDF-1.4\n%%EOF"), "damaged"},
		{"pdf nested ten million deep", PDF, makePDF(catalogue, onePage, aPage, stream("", deep), aFont), "PDF"},
		{"pdf object nested ten million deep", PDF, makePDF(catalogue, onePage, aPage, deep, aFont), "PDF"},
		{"pdf unpacking to 200 MB", PDF, makePDF(catalogue, onePage, aPage, stream("/Filter/FlateDecode", deflate(bomb)), aFont), "PDF"},
		{"pdf unpacking to 200 MB of operands", PDF, makePDF(catalogue, onePage, aPage, stream("/Filter/FlateDecode", deflate(strings.Repeat("1 ", 100<<20))), aFont), "PDF"},
		{"pdf whose pages contain each other", PDF, makePDF(catalogue, "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"), "PDF"},
		{"pdf whose form draws itself", PDF, makePDF(catalogue, onePage, "<</Type/Page/Contents 4 0 R/Resources<</XObject<</X 4 0 R>>>>>>", stream("/Subtype/Form", "/X Do /X Do")), "PDF"},
		{"pdf whose length is itself", PDF, makePDF(catalogue, onePage, aPage, "<</Length 4 0 R>>\nstream\nx\nendstream", aFont), "PDF"},
		{"pdf whose xref goes in a circle", PDF, bytes.Replace(makePDF(catalogue, onePage, aPage, stream("", ""), aFont), []byte("/Root"), []byte("/Prev 9/Root"), 1), "PDF"},
		{"pdf with a password", PDF, bytes.Replace(makePDF(catalogue, onePage, aPage, stream("", ""), aFont), []byte("/Root"), []byte("/Encrypt<</Filter/Standard/V 5/R 6/Length 256>>/ID[(a)(a)]/Root"), 1), "password"},
		{"pdf of a scan", PDF, makePDF(catalogue, onePage, aPage, stream("", "0 0 10 10 re f"), aFont), "It may be a scan"},
		{"docx bomb", DOCX, docx(wordXML("<w:p><w:r><w:t>" + bomb + "</w:t></w:r></w:p>")), "too large"},
		{"docx bomb of empty elements", DOCX, docx(wordXML(strings.Repeat("<w:p></w:p>", 5<<20))), "too large"},
		{"docx nested deeply", DOCX, docx(strings.Repeat("<a>", 1_000_000)), "too large"},
		{"docx nested deeply where it is skipped", DOCX, docx(wordXML("<w:del>" + strings.Repeat("<a>", 1_000))), "damaged"},
		{"docx with an entity bomb", DOCX, docx(laughs), "damaged"},
		{"docx of many parts", DOCX, zipped(manyParts...), "too large"},
		{"docx without a body", DOCX, zipped("[Content_Types].xml", wordTypes), "damaged"},
		{"docx of text only", DOCX, docx("hello"), "No text"},
		{"docx cut short", DOCX, samples.Zoe.Resume("docx")[:3000], "damaged"},
		{"odt bomb", ODT, odt(`<office:body xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0">` + bomb), "too large"},
		{"odt with a password", ODT, zipped("mimetype", ODT.MIME(), "META-INF/manifest.xml", "<manifest:encryption-data/>", "content.xml", "x"), "password"},
		{"odt without content", ODT, zipped("mimetype", ODT.MIME()), "damaged"},
		{"rtf nested deeply", RTF, []byte(`{\rtf1` + strings.Repeat("{", 10_000_000)), "damaged"},
		{"rtf without end", RTF, []byte(`{\rtf1{\fonttbl`), "damaged"},
		{"rtf that is none", RTF, []byte(`hello`), "damaged"},
		{"text of nothing", TXT, []byte("\x01\x02   \n\n"), "No text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			began := time.Now()
			text, err := inChild(t.Context(), c.kind, c.doc)
			if err == nil {
				t.Fatalf("got text %.100q", text)
			}
			told := errs.As(err)
			if told.Kind != errs.Invalid && told.Kind != errs.TooLarge || !strings.Contains(told.Message, c.sentence) {
				t.Errorf("kind %v: %.500v", told.Kind, err)
			}
			if took := time.Since(began); took > MaxTime+5*time.Second {
				t.Errorf("took %v", took)
			}
			t.Logf("%.1fs %.300v", time.Since(began).Seconds(), err)
		})
	}
}

func TestAChildThatNeverEndsIsKilled(t *testing.T) {
	began := time.Now()
	child := Child{Path: os.Args[0], Args: []string{"forever"}, Time: 300 * time.Millisecond}
	_, err := child.Text(t.Context(), PDF, strings.NewReader("x"), 1)
	if errs.KindOf(err) != errs.Invalid || !strings.Contains(errs.As(err).Message, "took too long") {
		t.Error(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestAChildThatCannotStartIsNotBlamedOnTheDocument(t *testing.T) {
	_, err := Child{Path: "/nowhere/candor"}.Text(t.Context(), PDF, strings.NewReader("x"), 1)
	if errs.KindOf(err) != errs.Internal {
		t.Error(err)
	}
}

func TestDetectGoesByContent(t *testing.T) {
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, content, sentence string }{
		{"cv.pdf", "\x89PNG\r\n\x1a\n\x00\x00", "not a PDF"},
		{"cv.pdf", "MZ\x90\x00\x03", "not a PDF"},
		{"cv.txt", string(self[:5000]), "not a PDF"},
		{"cv.pdf", "plain words", "not a PDF"},
		{"cv.html", "<html>words</html>", "not a PDF"},
		{"cv.docx", string(zipped("xl/workbook.xml", "<x/>", "[Content_Types].xml", "<Types spreadsheetml.main+xml/>")), "not a PDF"},
		{"cv.docx", string(zipped("[Content_Types].xml", strings.Replace(wordTypes, "wordprocessingml.document.main", "ms-word.document.macroEnabled.main", 1))), "macros"},
		{"cv.odt", string(zipped("mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "not a PDF"},
		{"cv.docx", "PK\x03\x04broken", "damaged"},
		{"cv.doc", ole, "old Word"},
		{"cv.pdf", "", "empty"},
		{"cv.pdf", "%PDF-1.7\n half of it", "incomplete"},
	} {
		kind, err := Detect(strings.NewReader(c.content), int64(len(c.content)), c.name)
		if err == nil || errs.KindOf(err) != errs.Invalid || !strings.Contains(errs.As(err).Message, c.sentence) {
			t.Errorf("%s %.20q: %q, %v", c.name, c.content, kind, err)
		}
	}
	doc := samples.Zoe.Resume("odt")
	if kind, err := Detect(bytes.NewReader(doc), int64(len(doc)), "photo.jpg"); kind != ODT || err != nil {
		t.Errorf("an ODT by another name: %q, %v", kind, err)
	}
}

func TestPDFsOtherProgramsForgive(t *testing.T) {
	page := "BT /F1 12 Tf 72 700 Td [(T)80(ypeset)-333(words)-250(here)] TJ 0 -14 Td (next line) Tj ET"
	doc := makePDF(catalogue, onePage, aPage, stream("", page), aFont)
	for name, doc := range map[string][]byte{
		"as it should be": doc,
		"junk after":      append(bytes.Clone(doc), bytes.Repeat([]byte("\x00"), 300)...),
		"version 2.0":     bytes.Replace(doc, []byte("%PDF-1.4"), []byte("%PDF-2.0"), 1),
		"junk before":     append([]byte("\xef\xbb\xbf\r\n"), doc...),
	} {
		text, err := inProcess(t.Context(), PDF, doc)
		if want := "Typeset words here\nnext line"; err != nil || text != want {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}
