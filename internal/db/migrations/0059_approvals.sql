-- +goose Up

-- What the organisation asks before it lets something go: one request a round, at most one open for an item.
-- `creator_id` is who made the item or the change, `submitter_id` who asked; `revision` is what they asked for; `change` is a new
-- revision of something that the organisation has already. `alone`: decided by the submitter, since nobody else could.
CREATE TABLE approvals (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('question', 'template', 'form', 'offer')),
  item_id {{id}} NOT NULL,
  revision {{int}} NOT NULL,
  change {{bool}} NOT NULL DEFAULT FALSE,
  title TEXT NOT NULL,
  title_key {{key}} NOT NULL,
  creator_id {{id}} NOT NULL,
  submitter_id {{id}} NOT NULL,
  submitted_at {{ts}} NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
  decided_by {{id}},
  decided_at {{ts}},
  reason TEXT NOT NULL DEFAULT '',
  alone {{bool}} NOT NULL DEFAULT FALSE
) {{strict}};
CREATE UNIQUE INDEX approvals_open ON approvals (item_id) WHERE state = 'pending';
CREATE INDEX approvals_item ON approvals (item_id, submitted_at, id);
CREATE INDEX approvals_list ON approvals (org_id, state, submitted_at, id, kind, submitter_id, creator_id);
CREATE INDEX approvals_submitter ON approvals (submitter_id, submitted_at, id);

-- A letter about a request is decided again by the request when it leaves.
ALTER TABLE mails ADD COLUMN request_id {{id}} REFERENCES approvals(id) ON DELETE CASCADE;
