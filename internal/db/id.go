package db

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"github.com/google/uuid"
)

// NewID makes a UUIDv7 in lower case. Ids made later in a process sort later,
// so many lists can page by id alone.
func NewID() string {
	return uuid.Must(uuid.NewV7()).String()
}

// Token makes a secret for a link, a session or a key: plain (32 random bytes,
// base64url) goes to its owner, hash (SHA-256, hex) is all that is kept, so
// that a stolen database opens no door.
func Token() (plain, hash string) {
	var b [32]byte
	rand.Read(b[:]) // never fails: the program ends if there is no randomness
	plain = base64.RawURLEncoding.EncodeToString(b[:])
	return plain, HashToken(plain)
}

// HashToken is the hash under which Token's plain text is found again.
func HashToken(plain string) string {
	sum := sha256.Sum256([]byte(plain))
	return hex.EncodeToString(sum[:])
}
