package files

import (
	"encoding/json"

	"candor/internal/access"
	"candor/internal/errs"
)

// packed is what Pack writes.
type packed struct {
	Org     string  `json:"o"`
	Purpose Purpose `json:"p"`
	Name    string  `json:"n"`
	Kind    string  `json:"k"`
	Size    int64   `json:"s"`
	SHA256  string  `json:"h"`
	Blob    string  `json:"b"`
}

// Pack writes down a kept file, for a form that comes back with something else to correct: nobody should choose the
// same file twice. Whoever hands the text out of the program seals it, so that nobody can write one themselves.
func (k Kept) Pack() []byte {
	raw, err := json.Marshal(packed{k.org, k.purpose, k.Name, k.Kind, k.Size, k.SHA256, k.blob})
	if err != nil {
		panic("files: " + err.Error()) // only plain values are in it
	}
	return raw
}

// Unpack reads what Pack wrote, after the seal was verified. It is hidden (404) in another organisation or for another
// purpose. The bytes may be gone by now (a day); Attach says so.
func Unpack(a access.Actor, purpose Purpose, raw []byte) (Kept, error) {
	var p packed
	if err := json.Unmarshal(raw, &p); err != nil || p.Org == "" || p.Org != a.OrgID() || p.Purpose != purpose {
		return Kept{}, errs.Hidden()
	}
	return Kept{Name: p.Name, Kind: p.Kind, Size: p.Size, SHA256: p.SHA256, purpose: p.Purpose, org: p.Org, blob: p.Blob}, nil
}
