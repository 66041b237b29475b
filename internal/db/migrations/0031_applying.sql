-- +goose Up

-- Each time an application form was sent, as it was sent: what is corrected later, is corrected on the person. `again`:
-- the application was active already. `token_key` makes sending the same page twice one submission.
CREATE TABLE submissions (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  application_id {{id}} NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
  token_key TEXT NOT NULL,
  again {{bool}} NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  phone TEXT NOT NULL DEFAULT '',
  links {{json}} NOT NULL DEFAULT '[]',
  answers {{json}} NOT NULL DEFAULT '[]',
  at {{ts}} NOT NULL,
  UNIQUE (org_id, token_key)
) {{strict}};
CREATE INDEX submissions_application ON submissions (application_id, at);

-- What a change can be taken back to, for some seconds. One id may cover many applications.
CREATE TABLE undos (
  id {{id}} NOT NULL,
  application_id {{id}} NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  member_id {{id}} NOT NULL REFERENCES members(id) ON DELETE CASCADE,
  before {{json}} NOT NULL,
  after_at {{ts}} NOT NULL,
  until {{ts}} NOT NULL,
  PRIMARY KEY (id, application_id)
) {{strict}};
CREATE INDEX undos_until ON undos (until);

-- Members named in a note.
CREATE TABLE note_mentions (
  note_id {{id}} NOT NULL REFERENCES notes(id) ON DELETE CASCADE,
  member_id {{id}} NOT NULL REFERENCES members(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  PRIMARY KEY (note_id, member_id)
) {{strict}};
CREATE INDEX note_mentions_member ON note_mentions (member_id, note_id);

-- Lists of people: those without any application, those put aside, and by source.
CREATE INDEX candidates_none ON candidates (org_id, created_at, id) WHERE sight = 'none';
CREATE INDEX candidates_shelf ON candidates (org_id, shelf, id) WHERE shelf <> 'active';
CREATE INDEX applications_source ON applications (org_id, source, applied_at, id, private, position_id);
