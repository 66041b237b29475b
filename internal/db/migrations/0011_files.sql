-- +goose Up

-- The bytes of files: one row for each content an organisation holds. The row is written before the bytes are, so the
-- sweeper finds everything that was ever begun without listing the storage. `condemned_at`: being deleted; the same
-- content sent again gets a new row, and a new place, meanwhile.
-- org_id refers to nothing on purpose: the row must outlive the organisation until its bytes are gone.
CREATE TABLE blobs (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL,
  sha256 TEXT NOT NULL,
  size {{int}} NOT NULL,
  touched_at {{ts}} NOT NULL,
  stored_at {{ts}},
  condemned_at {{ts}}
) {{strict}};
CREATE UNIQUE INDEX blobs_content ON blobs (org_id, sha256) WHERE condemned_at IS NULL;
CREATE INDEX blobs_touched ON blobs (touched_at);

-- Files belong to an application: who sees it sees them. A file never changes; its text comes later.
CREATE TABLE files (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  application_id {{id}} NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
  blob_id {{id}} NOT NULL REFERENCES blobs(id),
  purpose TEXT NOT NULL CHECK (purpose IN ('resume', 'attachment', 'answer')),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  size {{int}} NOT NULL,
  sha256 TEXT NOT NULL,
  text_state TEXT NOT NULL CHECK (text_state IN ('none', 'pending', 'done', 'failed')),
  text_note TEXT NOT NULL DEFAULT '',
  created_at {{ts}} NOT NULL,
  created_by {{id}}
) {{strict}};
CREATE INDEX files_application ON files (application_id, created_at, id);
CREATE INDEX files_blob ON files (blob_id);

-- The words of a file. `body` is for reading, `body_key` (db.Key of it: folded, without marks) for searching.
CREATE TABLE file_texts (
  file_id {{id}} PRIMARY KEY REFERENCES files(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL,
  application_id {{id}} NOT NULL,
  body TEXT NOT NULL,
  body_key TEXT NOT NULL
) {{strict}};
CREATE INDEX file_texts_application ON file_texts (application_id);
