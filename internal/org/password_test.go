package org_test

import (
	"context"
	"strings"
	"testing"

	"candor/internal/db"
	"candor/internal/errs"
	"candor/internal/org"
)

func TestAPasswordHashCostsWhatItShould(t *testing.T) {
	if org.UsualMemory != 19*1024 || org.UsualPasses != 2 {
		t.Errorf("argon2id with %d KiB and %d passes", org.UsualMemory, org.UsualPasses)
	}
	if h := org.HashPassword(password); !strings.HasPrefix(h, "$argon2id$v=19$m=") || h == org.HashPassword(password) {
		t.Errorf("hash %s, or twice the same", h)
	}
}

func TestAPasswordOfAnotherCostIsHashedAgainAtSignIn(t *testing.T) {
	each(t, func(t *testing.T, c *company) {
		old := org.HashDearer(password)
		set := func(hash string) {
			c.write(func(ctx context.Context, tx db.Tx) error {
				_, err := tx.NewRaw(`UPDATE people SET password_hash = ?`, hash).Exec(ctx)
				return err
			})
		}
		set(old)
		c.signedIn("Ada")
		if c.count(`SELECT count(*) FROM people WHERE password_hash = ?`, old) != 0 {
			t.Error("still the old hash")
		}
		c.signedIn("Ada")
		for _, broken := range []string{"", "plain", "$argon2id$v=19$m=64,t=1,p=1$!$!", "$argon2id$v=1$m=64,t=1,p=1$AAAA$AAAA", "$2b$10$abc"} {
			set(broken)
			_, _, err := c.room.SignIn(t.Context(), org.Credentials{Email: c.email("Ada"), Password: ""})
			says(t, err, errs.SignIn, "not right")
		}
	})
}

func TestWhatAnybodyWouldTryIsNoPassword(t *testing.T) {
	for _, bad := range []string{"", "1234567", "12345678", "Password", "PASSWORD1", "aaaaaaaaaa", "ada.lovelace", "ada.lovelace@northwind.example", strings.Repeat("x", 201)} {
		if err := org.NewPassword("password", bad, "ada.lovelace@northwind.example"); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%q is taken: %v", bad, err)
		}
	}
	for _, good := range []string{"candor-demo", "correct horse", "пароль-из-слов", "\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301!"} {
		if err := org.NewPassword("password", good, "ada@northwind.example"); err != nil {
			t.Errorf("%q is refused: %v", good, err)
		}
	}
}
