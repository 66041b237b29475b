-- +goose Up

-- What happened, as people read it on a candidate, an application or a position. Append-only (0005 has the triggers).
-- `object` is what the line speaks of beside its application; a reader needs sight of that too.
CREATE TABLE activity (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  at {{ts}} NOT NULL,
  actor_id {{id}},
  actor_name TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL,
  application_id {{id}},
  candidate_id {{id}},
  position_id {{id}},
  object TEXT NOT NULL DEFAULT 'none' CHECK (object IN ('none', 'note', 'file', 'mail', 'feedback', 'offer', 'interview', 'moved')),
  object_id {{id}},
  object_author_id {{id}},
  other_position_id {{id}},
  data {{json}} NOT NULL DEFAULT '{}'
) {{strict}};
CREATE INDEX activity_application ON activity (application_id, at, id);
CREATE INDEX activity_position ON activity (position_id, at, id);
CREATE INDEX activity_candidate ON activity (candidate_id, at, id);
CREATE INDEX activity_org ON activity (org_id, at, id);

-- Who changed what about access, settings and records. Append-only.
-- `position_id`, `application_id`, `owner_id` say what a reader must see to read the line; `group_name` names the
-- field group whose values stand in before and after. `own_member_id` is the member whose own file the line is about:
-- they do not read it, whether or not there is (still) an application.
CREATE TABLE audit (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  at {{ts}} NOT NULL,
  actor_id {{id}},
  actor_name TEXT NOT NULL DEFAULT '',
  via TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  object_id {{id}},
  object_name TEXT NOT NULL DEFAULT '',
  position_id {{id}},
  application_id {{id}},
  owner_id {{id}},
  own_member_id {{id}},
  group_name TEXT NOT NULL DEFAULT '',
  before {{json}} NOT NULL DEFAULT 'null',
  after {{json}} NOT NULL DEFAULT 'null'
) {{strict}};
CREATE INDEX audit_org ON audit (org_id, at, id);
CREATE INDEX audit_object ON audit (object_id, at, id);
