-- +goose Up

-- Letters, before and after they leave. What happens to one, and why none leaves twice, is told in
-- docs/adr/0009-mail-once.md:
--   queued    -> claimed                   a sender has begun; nothing has reached the recipient
--   claimed   -> handed                    noted just before the mail server is told "that was all"
--   handed    -> sent                      the mail server said yes
--   handed    -> uncertain                 the sender died before it heard the answer; nobody sends it again unasked
-- and skipped, cancelled, failed, each with its reason.
-- `claim` names the sender that holds the letter: only that one may move it on.
-- `reader_id` is set on letters to members: they are decided and written again when they leave.
CREATE TABLE mails (
  id {{id}} PRIMARY KEY,
  org_id {{id}} REFERENCES organizations(id) ON DELETE CASCADE,
  application_id {{id}} REFERENCES applications(id) ON DELETE CASCADE,
  position_id {{id}} REFERENCES positions(id) ON DELETE CASCADE,
  reader_id {{id}} REFERENCES members(id) ON DELETE CASCADE,
  template TEXT NOT NULL,
  data {{json}} NOT NULL DEFAULT '{}',
  unique_key {{key}},
  to_email TEXT NOT NULL DEFAULT '',
  to_key {{key}} NOT NULL DEFAULT '',
  to_name TEXT NOT NULL DEFAULT '',
  subject TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  html TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'handed', 'sent', 'uncertain', 'failed', 'skipped', 'cancelled')),
  reason TEXT NOT NULL DEFAULT '',
  claim {{id}} NOT NULL DEFAULT '',
  attempts {{int}} NOT NULL DEFAULT 0,
  not_before {{ts}} NOT NULL,
  handed_at {{ts}},
  sent_at {{ts}},
  created_at {{ts}} NOT NULL,
  created_by {{id}}
) {{strict}};
-- The same letter asked for twice is one letter, unless the first was cancelled.
CREATE UNIQUE INDEX mails_unique ON mails (unique_key) WHERE state <> 'cancelled';
CREATE INDEX mails_application ON mails (application_id, created_at, id);
CREATE INDEX mails_org ON mails (org_id, created_at, id);
CREATE INDEX mails_trouble ON mails (org_id, created_at, id) WHERE state IN ('uncertain', 'failed');
