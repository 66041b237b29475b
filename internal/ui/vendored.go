package ui

import (
	"encoding/json"
	"io/fs"
	"strings"
)

// Library is one piece of somebody else's work inside the binary.
type Library struct {
	Name    string            `json:"name"`
	Version string            `json:"version"`
	Licence string            `json:"licence"` // SPDX
	Text    string            `json:"text"`    // file with the licence's words
	Why     string            `json:"why"`
	Changes string            `json:"changes,omitempty"` // how a file differs from what was published
	Files   map[string]string `json:"files"`             // name → SHA-256
}

// Libraries lists what is vendored, for the notices page and for the test that
// recomputes the hashes: nobody edits these files by hand.
func Libraries() []Library {
	var list []Library
	content, err := fs.ReadFile(embedded, "vendored/vendor.json")
	if err == nil {
		err = json.Unmarshal(content, &list)
	}
	if err != nil {
		panic(err) // in the binary: a broken build
	}
	return list
}

// LicenceText is the full text a library is given under.
func (l Library) LicenceText() string {
	content, err := fs.ReadFile(embedded, "vendored/"+l.Text)
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(content))
}
