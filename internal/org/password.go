package org

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"candor/internal/db"
	"candor/internal/errs"
)

// cost is what one argon2id hash takes: 19 MiB and two passes, the smaller of the two settings that OWASP
// recommends, so that a handful of sign-ins at once fit into a small machine.
type cost struct {
	memory, passes uint32 // KiB, iterations
	threads        uint8
}

var usual = cost{memory: 19 * 1024, passes: 2, threads: 1}

// hashing limits how many hashes run at once: each takes its memory, and a flood of guesses must not take
// the machine's.
var hashing = make(chan struct{}, 4)

// takeTurn waits for one of the places in hashing.
func takeTurn(ctx context.Context) (done func(), err error) {
	select {
	case hashing <- struct{}{}:
		return func() { <-hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// HashPassword is what is kept of a password: argon2id with a salt of its own, its cost written in front, so
// that a later release can raise it.
func HashPassword(password string) string { return usual.hash(password) }

func (c cost) hash(password string) string {
	var salt [16]byte
	rand.Read(salt[:])
	sum := argon2.IDKey([]byte(password), salt[:], c.passes, c.memory, c.threads, 32)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.threads,
		b64.EncodeToString(salt[:]), b64.EncodeToString(sum))
}

// decoy is checked when there is no such person or no password, so that both take the same time.
var decoy = sync.OnceValue(func() string { return HashPassword("nobody's password") })

// checkPassword compares; old says that the hash was made at another cost than the usual one.
func checkPassword(stored, password string) (ok, old bool) {
	real := stored != ""
	if !real {
		stored = decoy()
	}
	parts := strings.Split(stored, "$")
	var c cost
	var version int
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, false
	}
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return false, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); err != nil {
		return false, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) == 0 {
		return false, false
	}
	got := argon2.IDKey([]byte(password), salt, c.passes, c.memory, c.threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && real, c != usual
}

// A password is long enough or it is not; rules about kinds of characters only make worse ones.
const (
	minPassword = 8
	maxPassword = 200
)

// newPassword says what is wrong with a password somebody chooses, as a problem of the field.
func newPassword(field, password, email string) error {
	switch n := utf8.RuneCountInString(password); {
	case password == "":
		return errs.Bad(errs.F(field, "Choose a password."))
	case n < minPassword:
		return errs.Bad(errs.F(field, fmt.Sprintf("Choose a password of at least %d characters; a few words are easiest to remember.", minPassword)))
	case n > maxPassword || len(password) > 4*maxPassword:
		return errs.Bad(errs.F(field, fmt.Sprintf("Choose a password of at most %d characters.", maxPassword)))
	}
	local, _, _ := strings.Cut(db.Key(email), "@")
	key := db.Key(password)
	if common[key] || key == db.Key(email) || key == local || oneLetter(password) {
		return errs.Bad(errs.F(field, "This password is among the first that anybody would try. Choose another one."))
	}
	return nil
}

func oneLetter(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return strings.Trim(s, string(first)) == ""
}

// common passwords of eight characters and more, from the top of every leaked list.
var common = func() map[string]bool {
	out := map[string]bool{}
	for _, p := range strings.Fields(`password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword pa$$word
		12345678 123456789 1234567890 12345678910 87654321 987654321 0987654321 123123123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx
		qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwertz123 asdfghjk asdfghjkl zxcvbnm1 abcd1234 abc12345 a1b2c3d4
		iloveyou iloveyou1 sunshine princess football baseball superman trustno1 starwars whatever welcome1 welcome123
		letmein1 letmein123 changeme changeme1 admin123 admin1234 administrator master123 computer internet michelle
		jennifer passwort passwort1 hallo123 schatz123 test1234 testtest secret123 dragon123 monkey123`) {
		out[p] = true
	}
	return out
}()
