-- +goose Up

-- What a POST with an Idempotency-Key came to, for a day. Keys and credentials stand here as hashes, the
-- answer sealed with a key that only the client's own text opens.
--   running:  somebody is at it, until claimed_until
--   done:     the change is committed (written in the same transaction), the answer is not kept yet
--   answered: the answer is kept
CREATE TABLE idempotency_keys (
  credential TEXT NOT NULL,
  key_hash TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'answered')),
  claim TEXT NOT NULL,
  claimed_until {{ts}} NOT NULL,
  status {{int}} NOT NULL DEFAULT 0,
  location TEXT NOT NULL DEFAULT '',
  answer {{blob}},
  created_at {{ts}} NOT NULL,
  PRIMARY KEY (credential, key_hash)
) {{strict}};
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
