package settings

import (
	"candor/internal/access"
	"candor/internal/org"
	"candor/internal/ui/kit"
)

// KeysPage is /settings/keys.
type KeysPage struct {
	Frame
	Keys []org.Key
	Next string
	Now  int64 // unix milliseconds
}

var keyHeads = []kit.Head{{Label: "Key", Width: "wide"}, {Label: "Speaks for"}, {Label: "Permissions", Number: true}, {Label: "Last used"}, {Label: "Expires"}, {Label: "Revoke", Hide: true, Width: "icon"}}

func (p KeysPage) over(k org.Key) bool {
	return !k.ExpiresAt.IsZero() && k.ExpiresAt.UnixMilli() <= p.Now
}

// NewKeyPage makes a key.
type NewKeyPage struct {
	Frame
	Form     KeyForm
	Holds    func(access.Permission) bool // what the reader could put into it
	Problems kit.Problems
}

// KeyForm is what its form sends.
type KeyForm struct {
	Name        string   `form:"name"`
	Expires     string   `form:"expires"`
	Permissions []string `form:"permissions"`
}

func (f KeyForm) has(p access.Permission) bool {
	for _, s := range f.Permissions {
		if s == string(p) {
			return true
		}
	}
	return false
}

// KeyPage shows a new key, once.
type KeyPage struct {
	Frame
	Key org.Key
}
