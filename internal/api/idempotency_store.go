package api

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"

	"candor/internal/db"
	"candor/internal/errs"
)

// entry is a row of idempotency_keys.
type entry struct {
	request, state, claim, location string
	until                           db.Time // of the claim
	status                          int
	answer                          []byte
}

// take inserts the row, takes over one whose holder is gone, or reads what is there.
func (m *memory) take(ctx context.Context) (e entry, err error) {
	err = m.d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(`INSERT INTO idempotency_keys (credential, key_hash, request_hash, state, claim, claimed_until, created_at)
			VALUES (?, ?, ?, 'running', ?, ?, ?)
			ON CONFLICT (credential, key_hash) DO UPDATE SET
				request_hash = EXCLUDED.request_hash, state = 'running', claim = EXCLUDED.claim, claimed_until = EXCLUDED.claimed_until,
				status = 0, location = '', answer = NULL, created_at = EXCLUDED.created_at
			WHERE (idempotency_keys.state = 'running' AND idempotency_keys.claimed_until < ?) OR idempotency_keys.created_at < ?`,
			m.credential, m.keyHash, m.request, m.id, db.At(tx.Now().Add(claimLasts)), db.At(tx.Now()),
			db.At(tx.Now()), db.At(tx.Now().Add(-Remembered))).Exec(ctx)
		if err != nil {
			return fmt.Errorf("claim an idempotency key: %w", err)
		}
		return tx.NewRaw(`SELECT request_hash, state, claim, claimed_until, location, status, answer FROM idempotency_keys
			WHERE credential = ? AND key_hash = ?`, m.credential, m.keyHash).
			Scan(ctx, &e.request, &e.state, &e.claim, &e.until, &e.location, &e.status, &e.answer)
	})
	return e, err
}

// done notes, in the verb's transaction, that the change is made. A claim that somebody else has taken
// over meanwhile undoes the change: theirs counts.
func (m *memory) done(ctx context.Context, tx db.Tx) error {
	res, err := tx.NewRaw(`UPDATE idempotency_keys SET state = 'done' WHERE credential = ? AND key_hash = ? AND claim = ? AND state = 'running'`,
		m.credential, m.keyHash, m.id).Exec(ctx)
	if err != nil {
		return fmt.Errorf("note an idempotency key: %w", err)
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errs.Of(errs.Conflict, "This request took so long that its repetition was begun.").Coded("still_running").With(err)
	}
	return nil
}

// keep stores the answer.
func (m *memory) keep(ctx context.Context, h *held, answer []byte) error {
	return m.d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(`UPDATE idempotency_keys SET state = 'answered', status = ?, location = ?, answer = ? WHERE credential = ? AND key_hash = ? AND claim = ?`,
			h.status, h.header.Get("Location"), answer, m.credential, m.keyHash, m.id).Exec(ctx)
		return err
	})
}

// release frees the key, unless the change is made.
func (m *memory) release(ctx context.Context) {
	_ = m.d.Write(ctx, func(ctx context.Context, tx db.Tx) error { // else the claim runs out
		_, err := tx.NewRaw(`DELETE FROM idempotency_keys WHERE credential = ? AND key_hash = ? AND claim = ? AND state = 'running'`,
			m.credential, m.keyHash, m.id).Exec(ctx)
		return err
	})
}

// Sweep forgets keys older than a day. The timetable calls it.
func Sweep(ctx context.Context, d *db.DB) error {
	return d.Write(ctx, func(ctx context.Context, tx db.Tx) error {
		_, err := tx.NewRaw(`DELETE FROM idempotency_keys WHERE created_at < ?`, db.At(tx.Now().Add(-Remembered))).Exec(ctx)
		return err
	})
}

// sealing hides an answer from whoever has the database but not the client's key.
type sealing struct{ aead cipher.AEAD }

func newSealing(secret []byte, clients string) sealing {
	key, err := hkdf.Key(sha256.New, secret, []byte(clients), "candor remembered answer", 32)
	if err != nil {
		panic(err) // only a wrong length can fail
	}
	block, _ := aes.NewCipher(key)
	aead, _ := cipher.NewGCM(block)
	return sealing{aead}
}

type sealedAnswer struct {
	Header http.Header
	Body   []byte
}

func (s sealing) close(h *held) []byte {
	text, _ := json.Marshal(sealedAnswer{h.header, h.body.Bytes()})
	nonce := make([]byte, s.aead.NonceSize())
	rand.Read(nonce)
	return s.aead.Seal(nonce, nonce, text, nil)
}

// open is nil for what was not sealed with this key, after the installation's secret was changed.
func (s sealing) open(sealed []byte) *held {
	n := s.aead.NonceSize()
	if len(sealed) < n {
		return nil
	}
	text, err := s.aead.Open(nil, sealed[:n], sealed[n:], nil)
	var a sealedAnswer
	if err != nil || json.Unmarshal(text, &a) != nil {
		return nil
	}
	h := newHeld()
	h.header = a.Header
	h.body.Write(a.Body)
	return h
}
