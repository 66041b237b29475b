-- +goose Up

-- An organisation. `epoch` moves on every write that grants or takes (triggers in 0005): facts about
-- a member are reused only while it stands still.
CREATE TABLE organizations (
  id {{id}} PRIMARY KEY,
  slug TEXT NOT NULL,
  slug_key {{key}} NOT NULL UNIQUE,
  name TEXT NOT NULL,
  owner_member_id {{id}},
  default_role_id {{id}},
  time_zone TEXT NOT NULL DEFAULT 'UTC',
  scoring_scale {{json}} NOT NULL DEFAULT '{}',
  seal_feedback {{bool}} NOT NULL DEFAULT FALSE,
  second_reviewer {{bool}} NOT NULL DEFAULT FALSE,
  careers_text TEXT NOT NULL DEFAULT '',
  consent_text TEXT NOT NULL DEFAULT '',
  brand_color TEXT NOT NULL DEFAULT '',
  website TEXT NOT NULL DEFAULT '',
  epoch {{int}} NOT NULL DEFAULT 1,
  created_at {{ts}} NOT NULL
) {{strict}};

-- A person signs in; what they may do is each membership's affair.
CREATE TABLE people (
  id {{id}} PRIMARY KEY,
  email TEXT NOT NULL,
  email_key {{key}} NOT NULL UNIQUE,
  email_verified_at {{ts}},
  name TEXT NOT NULL,
  password_hash TEXT NOT NULL DEFAULT '',
  time_zone TEXT NOT NULL DEFAULT '',
  locale TEXT NOT NULL DEFAULT '',
  theme TEXT NOT NULL DEFAULT 'paper',
  appearance TEXT NOT NULL DEFAULT 'system',
  created_at {{ts}} NOT NULL
) {{strict}};

CREATE TABLE roles (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  system TEXT NOT NULL DEFAULT '' CHECK (system IN ('', 'admin', 'staffing', 'interviewer')),
  created_at {{ts}} NOT NULL,
  created_by {{id}},
  updated_at {{ts}} NOT NULL,
  UNIQUE (org_id, name_key)
) {{strict}};

-- Strings of custom roles only; those of the three system roles are the catalogue's (internal/access).
CREATE TABLE role_permissions (
  role_id {{id}} NOT NULL REFERENCES roles(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  PRIMARY KEY (role_id, permission)
) {{strict}};

-- `access_since`: sessions older than this do not open the organisation (set on deactivation, so that
-- a member who comes back signs in anew). `name`: what this organisation calls them, '' for the name they gave
-- themselves; `name_key` is of the one that counts, `find_key` adds the address.
CREATE TABLE members (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  person_id {{id}} NOT NULL REFERENCES people(id),
  role_id {{id}} NOT NULL REFERENCES roles(id),
  name TEXT NOT NULL DEFAULT '',
  title TEXT NOT NULL DEFAULT '',
  name_key {{key}} NOT NULL DEFAULT '',
  find_key {{key}} NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'deactivated', 'removed')),
  joined_at {{ts}} NOT NULL,
  ended_at {{ts}},
  ended_by {{id}},
  access_since {{ts}} NOT NULL,
  last_seen_at {{ts}},
  UNIQUE (org_id, person_id)
) {{strict}};
CREATE INDEX members_person ON members (person_id, status);
CREATE INDEX members_role ON members (role_id, status);
CREATE INDEX members_list ON members (org_id, status, name_key, id, find_key);

CREATE TABLE invitations (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  email_key {{key}} NOT NULL,
  role_id {{id}} REFERENCES roles(id),
  token_hash TEXT NOT NULL UNIQUE,
  invited_by {{id}} NOT NULL REFERENCES members(id),
  created_at {{ts}} NOT NULL,
  expires_at {{ts}} NOT NULL,
  accepted_at {{ts}},
  accepted_by {{id}},
  revoked_at {{ts}},
  revoked_by {{id}}
) {{strict}};
CREATE UNIQUE INDEX invitations_open ON invitations (org_id, email_key) WHERE accepted_at IS NULL AND revoked_at IS NULL;

CREATE TABLE approved_domains (
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  domain TEXT NOT NULL,
  is_primary {{bool}} NOT NULL DEFAULT FALSE,
  created_at {{ts}} NOT NULL,
  created_by {{id}},
  PRIMARY KEY (org_id, domain)
) {{strict}};

-- Only the hash of a session's token is kept: a stolen database opens no door.
CREATE TABLE sessions (
  id {{id}} PRIMARY KEY,
  person_id {{id}} NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  org_id {{id}} REFERENCES organizations(id) ON DELETE SET NULL,
  token_hash TEXT NOT NULL UNIQUE,
  created_at {{ts}} NOT NULL,
  last_seen_at {{ts}} NOT NULL,
  expires_at {{ts}} NOT NULL,
  ended_at {{ts}},
  address TEXT NOT NULL DEFAULT '',
  agent TEXT NOT NULL DEFAULT ''
) {{strict}};
CREATE INDEX sessions_person ON sessions (person_id, ended_at);

-- One-time links sent by mail: address verification, password reset.
CREATE TABLE mail_tokens (
  token_hash TEXT PRIMARY KEY,
  person_id {{id}} NOT NULL REFERENCES people(id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  email TEXT NOT NULL,
  email_key {{key}} NOT NULL,
  created_at {{ts}} NOT NULL,
  expires_at {{ts}} NOT NULL,
  used_at {{ts}}
) {{strict}};

CREATE TABLE api_keys (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  member_id {{id}} NOT NULL REFERENCES members(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  prefix TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  permissions {{json}} NOT NULL,
  created_at {{ts}} NOT NULL,
  created_by {{id}},
  expires_at {{ts}},
  last_used_at {{ts}},
  revoked_at {{ts}},
  revoked_by {{id}}
) {{strict}};
CREATE INDEX api_keys_member ON api_keys (member_id, revoked_at);

-- Failed sign-ins, counted per address and per account, so that every replica slows the same guesser.
CREATE TABLE throttles (
  bucket TEXT PRIMARY KEY,
  failures {{int}} NOT NULL,
  first_at {{ts}} NOT NULL,
  blocked_until {{ts}}
) {{strict}};

-- What belongs to the installation: the set-up code's hash, the moment of set-up.
CREATE TABLE installation (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  set_at {{ts}} NOT NULL
) {{strict}};
