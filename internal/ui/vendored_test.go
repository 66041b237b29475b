package ui

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"strings"
	"testing"
)

func TestVendoredFilesAreAsPublished(t *testing.T) {
	listed := map[string]bool{"vendor.json": true}
	for _, l := range Libraries() {
		if l.Name == "" || l.Version == "" || l.Licence == "" || l.Why == "" || len(l.LicenceText()) < 200 {
			t.Errorf("%s: name, version, licence, its text and a reason are needed", l.Name)
		}
		listed[l.Text] = true
		for name, want := range l.Files {
			listed[name] = true
			content, err := fs.ReadFile(embedded, "vendored/"+name)
			if err != nil {
				t.Errorf("%s lists %s: %v", l.Name, name, err)
				continue
			}
			if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != want {
				t.Errorf("%s is not the file of %s %s", name, l.Name, l.Version)
			}
		}
	}
	fs.WalkDir(embedded, "vendored", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !listed[strings.TrimPrefix(name, "vendored/")] {
			t.Errorf("%s belongs to no library of vendor.json", name)
		}
		return err
	})
}
