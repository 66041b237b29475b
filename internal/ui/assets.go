package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"sync"
)

//go:embed css img js vendored
var embedded embed.FS

// asset is one file as it is served: both spellings are made once.
type asset struct {
	kind   string // Content-Type
	plain  []byte
	packed []byte // gzip, nil where it would not help (woff2)
	tag    string // strong ETag
}

// shelf is the whole set of assets under one content hash. One hash for all:
// script modules import each other by relative address and stylesheets name
// the typeface, so they must change their address together.
type shelf struct {
	hash  string
	files map[string]asset
}

// disk is the folder assets are read from on every request while developing;
// empty means the embedded, immutable ones.
var disk string

// ReadFromDisk makes every request read the folder (internal/ui of a checkout)
// anew, so that a change of style or script shows on reload. Call it before
// serving.
func ReadFromDisk(folder string) { disk = folder }

var embeddedShelf = sync.OnceValue(func() *shelf {
	s, err := stock(embedded)
	if err != nil {
		panic(err) // the files are in the binary: a broken build, found by the first test
	}
	return s
})

// current is the shelf to serve and to point at.
func current() *shelf {
	if disk == "" {
		return embeddedShelf()
	}
	s, err := stock(os.DirFS(disk))
	if err != nil {
		return embeddedShelf()
	}
	s.hash = "dev"
	return s
}

// Path is the address of an asset, such as Path("app.css") or
// Path("js/app.js"). An unknown name is a mistake in a page and panics, so that
// the test that renders the page finds it.
func Path(name string) string {
	if disk != "" {
		return "/assets/dev/" + name
	}
	s := embeddedShelf()
	if _, ok := s.files[name]; !ok {
		panic("ui: no asset named " + name)
	}
	return "/assets/" + s.hash + "/" + name
}

// Names lists the assets under a prefix in order ("js/").
func Names(prefix string) []string {
	var names []string
	for name := range embeddedShelf().files {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// stock reads the source folder and makes the shelf of it.
func stock(from fs.FS) (*shelf, error) {
	s := &shelf{files: map[string]asset{}}
	style, err := stylesheet(from)
	if err != nil {
		return nil, err
	}
	s.put("app.css", []byte(style))
	for _, folder := range []string{"img", "js", "vendored"} {
		err := fs.WalkDir(from, folder, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || kinds[path.Ext(name)] == "" {
				return err
			}
			content, err := fs.ReadFile(from, name)
			s.put(name, content)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	s.hash = s.sum()
	return s, nil
}

// kinds are the files a browser may ask for; licences and lists stay inside.
var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".woff2": "font/woff2",
	".svg":   "image/svg+xml",
	".png":   "image/png",
}

func (s *shelf) put(name string, content []byte) {
	sum := sha256.Sum256(content)
	a := asset{kind: kinds[path.Ext(name)], plain: content, tag: `"` + hex.EncodeToString(sum[:12]) + `"`}
	if path.Ext(name) != ".woff2" {
		a.packed = pack(content)
	}
	s.files[name] = a
}

func pack(content []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if _, err := w.Write(content); err != nil {
		panic(err) // a buffer does not fail
	}
	w.Close()
	return b.Bytes()
}

// sum is the name of the whole shelf: it changes when any file does.
func (s *shelf) sum() string {
	names := make([]string, 0, len(s.files))
	for name := range s.files {
		names = append(names, name)
	}
	sort.Strings(names)
	h := sha256.New()
	for _, name := range names {
		fmt.Fprintf(h, "%s %s\n", name, s.files[name].tag)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
