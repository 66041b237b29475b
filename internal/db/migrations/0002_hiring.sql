-- +goose Up

CREATE TABLE positions (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  title_key {{key}} NOT NULL,
  slug TEXT NOT NULL,
  job_role TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  department TEXT NOT NULL DEFAULT '',
  department_key {{key}} NOT NULL DEFAULT '',
  locations {{json}} NOT NULL DEFAULT '[]',
  remote TEXT NOT NULL DEFAULT 'on_site' CHECK (remote IN ('on_site', 'hybrid', 'remote')),
  employment_type TEXT NOT NULL DEFAULT 'full_time' CHECK (employment_type IN ('full_time', 'part_time', 'contract', 'temporary', 'internship')),
  pay_currency TEXT NOT NULL DEFAULT '',
  pay_min_minor {{int}},
  pay_max_minor {{int}},
  pay_period TEXT NOT NULL DEFAULT 'year' CHECK (pay_period IN ('hour', 'day', 'month', 'year')),
  pay_on_posting {{bool}} NOT NULL DEFAULT FALSE,
  status TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'open', 'closed')),
  private {{bool}} NOT NULL DEFAULT FALSE,
  public {{bool}} NOT NULL DEFAULT FALSE,
  form {{json}} NOT NULL DEFAULT '{}',
  closing_reason TEXT NOT NULL DEFAULT '',
  created_at {{ts}} NOT NULL,
  created_by {{id}} NOT NULL,
  updated_at {{ts}} NOT NULL,
  opened_at {{ts}},
  opened_by {{id}},
  closed_at {{ts}},
  closed_by {{id}},
  published_at {{ts}},
  UNIQUE (org_id, slug),
  CHECK (NOT (private AND public))
) {{strict}};
-- The ordering index carries the columns that the rule reads, so that filtering costs no table visit.
CREATE INDEX positions_list ON positions (org_id, created_at, id, private, status);
CREATE INDEX positions_title ON positions (org_id, title_key, id, private, status);

-- The hiring team: one team role a member on a position.
CREATE TABLE hiring_team (
  position_id {{id}} NOT NULL REFERENCES positions(id) ON DELETE CASCADE,
  member_id {{id}} NOT NULL REFERENCES members(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  team_role TEXT NOT NULL CHECK (team_role IN ('hiring_manager', 'recruiter', 'team_member')),
  given_at {{ts}} NOT NULL,
  given_by {{id}} NOT NULL,
  PRIMARY KEY (position_id, member_id)
) {{strict}};
CREATE INDEX hiring_team_member ON hiring_team (member_id, position_id, team_role);

-- A step of a position's pipeline; equal stage numbers run in parallel. A phase in use is archived, never deleted.
CREATE TABLE phases (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  position_id {{id}} NOT NULL REFERENCES positions(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  stage {{int}} NOT NULL,
  rank {{int}} NOT NULL,
  kind TEXT NOT NULL DEFAULT 'interview' CHECK (kind IN ('interview', 'assessment', 'other')),
  guidance TEXT NOT NULL DEFAULT '',
  minutes {{int}} NOT NULL DEFAULT 45,
  needs_all {{bool}} NOT NULL DEFAULT TRUE,
  created_at {{ts}} NOT NULL,
  archived_at {{ts}}
) {{strict}};
CREATE INDEX phases_position ON phases (position_id, archived_at, stage, rank);

-- A person. `apps` and `open_apps` count all and all not private applications, `sight` says it in a word
-- for indexes and counters; triggers keep them (0005). `own_member_id`: this candidate is one of our members.
CREATE TABLE candidates (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  headline TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  phone_key {{key}} NOT NULL DEFAULT '',
  location TEXT NOT NULL DEFAULT '',
  links {{json}} NOT NULL DEFAULT '[]',
  shelf TEXT NOT NULL DEFAULT 'active' CHECK (shelf IN ('active', 'on_hold', 'archived')),
  own_member_id {{id}},
  own_how TEXT NOT NULL DEFAULT '' CHECK (own_how IN ('', 'email', 'hand', 'unlinked')),
  apps {{int}} NOT NULL DEFAULT 0,
  open_apps {{int}} NOT NULL DEFAULT 0,
  sight TEXT NOT NULL DEFAULT 'none' CHECK (sight IN ('none', 'open', 'private')),
  created_at {{ts}} NOT NULL,
  created_by {{id}},
  updated_at {{ts}} NOT NULL
) {{strict}};
CREATE INDEX candidates_list ON candidates (org_id, created_at, id, sight);
CREATE INDEX candidates_name ON candidates (org_id, name_key, id, sight);
CREATE INDEX candidates_own ON candidates (own_member_id);

CREATE TABLE candidate_emails (
  candidate_id {{id}} NOT NULL REFERENCES candidates(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  email_key {{key}} NOT NULL,
  rank {{int}} NOT NULL DEFAULT 0,
  PRIMARY KEY (candidate_id, email_key)
) {{strict}};
CREATE INDEX candidate_emails_key ON candidate_emails (org_id, email_key, candidate_id);

CREATE TABLE candidate_tags (
  candidate_id {{id}} NOT NULL REFERENCES candidates(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  tag_key {{key}} NOT NULL,
  PRIMARY KEY (candidate_id, tag_key)
) {{strict}};
CREATE INDEX candidate_tags_key ON candidate_tags (org_id, tag_key, candidate_id);

-- A candidate on a position. `private` and `own_member_id` are copies that triggers keep equal to the
-- position's and the candidate's: rules, indexes and counters read them here.
-- `phase_id` is where the card sits on the board; NULL before the first phase and in closing stages.
CREATE TABLE applications (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  position_id {{id}} NOT NULL REFERENCES positions(id),
  candidate_id {{id}} NOT NULL REFERENCES candidates(id) ON DELETE CASCADE,
  private {{bool}} NOT NULL,
  own_member_id {{id}},
  status TEXT NOT NULL DEFAULT 'applied' CHECK (status IN ('applied', 'in_review', 'offer', 'hired', 'rejected', 'withdrawn')),
  phase_id {{id}} REFERENCES phases(id),
  moved_at {{ts}} NOT NULL,
  source TEXT NOT NULL DEFAULT 'by_hand' CHECK (source IN ('careers_page', 'referral', 'by_hand', 'import', 'api', 'agency', 'job_board')),
  source_name TEXT NOT NULL DEFAULT '',
  answers {{json}} NOT NULL DEFAULT '[]',
  consent_text TEXT NOT NULL DEFAULT '',
  consent_at {{ts}},
  applied_at {{ts}} NOT NULL,
  created_by {{id}},
  updated_at {{ts}} NOT NULL,
  snoozed_until {{ts}},
  reject_reason TEXT NOT NULL DEFAULT '',
  reject_note TEXT NOT NULL DEFAULT '',
  ended_at {{ts}},
  ended_by {{id}},
  mail_note TEXT NOT NULL DEFAULT '',
  CHECK (phase_id IS NULL OR status NOT IN ('applied', 'offer', 'hired'))
) {{strict}};
CREATE INDEX applications_list ON applications (org_id, applied_at, id, private, position_id, status);
CREATE INDEX applications_status ON applications (org_id, status, applied_at, id, private, position_id);
-- The organisation stands second wherever another column is the narrow one: with two equalities these indexes win
-- over those that begin with the organisation, also in a database that was never analysed.
CREATE INDEX applications_position ON applications (position_id, org_id, applied_at, id, status, private, phase_id, candidate_id);
CREATE INDEX applications_board ON applications (position_id, org_id, status, phase_id, moved_at, id, private);
CREATE INDEX applications_candidate ON applications (candidate_id, org_id, applied_at, id, private, position_id, status);
-- Who has only private applications is seen through these alone.
CREATE INDEX applications_private ON applications (position_id, candidate_id) WHERE private IS NOT FALSE;
CREATE INDEX applications_phase ON applications (phase_id, id);

-- What an application did in each phase; no row = not reached.
CREATE TABLE phase_progress (
  application_id {{id}} NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
  phase_id {{id}} NOT NULL REFERENCES phases(id),
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  state TEXT NOT NULL CHECK (state IN ('available', 'scheduled', 'in_progress', 'completed', 'skipped', 'cancelled')),
  at {{ts}} NOT NULL,
  by_member {{id}},
  PRIMARY KEY (application_id, phase_id)
) {{strict}};
CREATE INDEX phase_progress_phase ON phase_progress (phase_id);

-- Private notes on an application.
CREATE TABLE notes (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  application_id {{id}} NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
  body TEXT NOT NULL,
  created_at {{ts}} NOT NULL,
  created_by {{id}} NOT NULL
) {{strict}};
CREATE INDEX notes_application ON notes (application_id, created_at);

-- Personal stars on applications.
CREATE TABLE stars (
  member_id {{id}} NOT NULL REFERENCES members(id) ON DELETE CASCADE,
  application_id {{id}} NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  at {{ts}} NOT NULL,
  PRIMARY KEY (member_id, application_id)
) {{strict}};

-- Counters, kept by triggers in the same transaction (0005); never read to grant anything on one object.
CREATE TABLE application_counts (
  org_id {{id}} NOT NULL,
  position_id {{id}} NOT NULL,
  private {{bool}} NOT NULL,
  status TEXT NOT NULL,
  phase_id {{id}} NOT NULL DEFAULT '',
  n {{int}} NOT NULL,
  PRIMARY KEY (org_id, position_id, private, status, phase_id)
) {{strict}};
CREATE TABLE candidate_counts (
  org_id {{id}} NOT NULL,
  sight TEXT NOT NULL,
  n {{int}} NOT NULL,
  PRIMARY KEY (org_id, sight)
) {{strict}};
CREATE TABLE position_counts (
  org_id {{id}} NOT NULL,
  private {{bool}} NOT NULL,
  status TEXT NOT NULL,
  n {{int}} NOT NULL,
  PRIMARY KEY (org_id, private, status)
) {{strict}};

-- Interviews and feedback exist for access to be proved over them; their columns for planning and
-- conducting come with their pages.
CREATE TABLE interviews (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  application_id {{id}} NOT NULL REFERENCES applications(id) ON DELETE CASCADE,
  position_id {{id}} NOT NULL REFERENCES positions(id),
  phase_id {{id}} REFERENCES phases(id),
  private {{bool}} NOT NULL,
  status TEXT NOT NULL,
  own_member_id {{id}},
  created_at {{ts}} NOT NULL
) {{strict}};
CREATE INDEX interviews_list ON interviews (org_id, created_at, id, private, position_id, status, own_member_id);
CREATE INDEX interviews_position ON interviews (position_id, created_at, id, status, private, org_id, own_member_id);
CREATE INDEX interviews_application ON interviews (application_id);
CREATE TABLE interview_assignments (
  interview_id {{id}} NOT NULL REFERENCES interviews(id) ON DELETE CASCADE,
  member_id {{id}} NOT NULL REFERENCES members(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  assigned_at {{ts}} NOT NULL,
  assigned_by {{id}},
  PRIMARY KEY (interview_id, member_id)
) {{strict}};
CREATE INDEX interview_assignments_member ON interview_assignments (member_id, interview_id);
CREATE TABLE scorecards (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  interview_id {{id}} NOT NULL REFERENCES interviews(id) ON DELETE CASCADE,
  position_id {{id}} NOT NULL REFERENCES positions(id),
  private {{bool}} NOT NULL,
  status TEXT NOT NULL,
  own_member_id {{id}},
  author_id {{id}} NOT NULL REFERENCES members(id),
  created_at {{ts}} NOT NULL
) {{strict}};
CREATE INDEX scorecards_interview ON scorecards (interview_id, author_id);
CREATE INDEX scorecards_author ON scorecards (author_id, id);
