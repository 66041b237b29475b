-- +goose Up

CREATE TABLE library_categories (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  color TEXT NOT NULL,
  created_at {{ts}} NOT NULL,
  created_by {{id}} NOT NULL,
  archived_at {{ts}}
) {{strict}};
CREATE UNIQUE INDEX library_categories_name ON library_categories (org_id, name_key) WHERE archived_at IS NULL;

-- Questions, interview templates and feedback forms: what lists show, filter and sort by. The contents are revisions.
-- `revision` is the live one, `revisions` how many there are. `archived` is in use by something and gone from every list.
CREATE TABLE library_items (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('question', 'template', 'form')),
  visibility TEXT NOT NULL DEFAULT 'personal' CHECK (visibility IN ('personal', 'pending', 'org', 'archived')),
  creator_id {{id}} NOT NULL,
  title TEXT NOT NULL,
  title_key {{key}} NOT NULL,
  category_id {{id}} REFERENCES library_categories(id),
  difficulty TEXT NOT NULL DEFAULT '' CHECK (difficulty IN ('', 'easy', 'medium', 'hard')),
  answer_kind TEXT NOT NULL DEFAULT '' CHECK (answer_kind IN ('', 'discussion', 'coding', 'exercise')),
  parts {{int}} NOT NULL DEFAULT 0,
  minutes {{int}} NOT NULL DEFAULT 0,
  revision {{int}} NOT NULL DEFAULT 1,
  revisions {{int}} NOT NULL DEFAULT 1,
  cloned_from {{id}},
  created_at {{ts}} NOT NULL,
  updated_at {{ts}} NOT NULL,
  published_at {{ts}}
) {{strict}};
CREATE INDEX library_items_list ON library_items (org_id, kind, created_at, id, visibility, creator_id);
CREATE INDEX library_items_title ON library_items (org_id, kind, title_key, id, visibility, creator_id);
CREATE INDEX library_items_creator ON library_items (creator_id, kind, created_at, id, visibility, org_id);
CREATE INDEX library_items_category ON library_items (category_id, visibility, creator_id);

-- Tags and competencies of the live revision, for filters.
CREATE TABLE library_tags (
  item_id {{id}} NOT NULL REFERENCES library_items(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  tag_key {{key}} NOT NULL,
  PRIMARY KEY (item_id, tag_key)
) {{strict}};
CREATE INDEX library_tags_key ON library_tags (org_id, tag_key, item_id);

CREATE TABLE library_competencies (
  item_id {{id}} NOT NULL REFERENCES library_items(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  competency_id {{id}} NOT NULL REFERENCES competencies(id),
  PRIMARY KEY (item_id, competency_id)
) {{strict}};
CREATE INDEX library_competencies_of ON library_competencies (competency_id, item_id);

-- Which questions the revisions of a template ask; `live` are those of its live one. What any revision asks is archived
-- instead of deleted, so that the revision can still be read.
CREATE TABLE library_uses (
  item_id {{id}} NOT NULL REFERENCES library_items(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  used_id {{id}} NOT NULL REFERENCES library_items(id),
  live {{bool}} NOT NULL,
  PRIMARY KEY (item_id, used_id)
) {{strict}};
CREATE INDEX library_uses_of ON library_uses (used_id, item_id, live);

-- Each save of an item. `shared_at`: since when the organisation has it; without it, it is its author's and the reviewers'.
CREATE TABLE library_revisions (
  item_id {{id}} NOT NULL REFERENCES library_items(id) ON DELETE CASCADE,
  number {{int}} NOT NULL,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  author_id {{id}} NOT NULL,
  at {{ts}} NOT NULL,
  shared_at {{ts}},
  content {{json}} NOT NULL,
  PRIMARY KEY (item_id, number)
) {{strict}};
