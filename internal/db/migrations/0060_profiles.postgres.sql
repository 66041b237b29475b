-- +goose Up

-- What people are hired for: competencies and levels, and job roles that say in a matrix what each competency means at each
-- level. Positions point to a job role and a level; the texts they had become rows. The twin for the other engine stands
-- beside this file: ids, triggers and the search index differ.

-- Archived ones stay for what points to them; nobody meets them anywhere else.
CREATE TABLE competencies (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  rank {{int}} NOT NULL,
  created_at {{ts}} NOT NULL,
  created_by {{id}} NOT NULL,
  updated_at {{ts}} NOT NULL,
  archived_at {{ts}}
) {{strict}};
CREATE UNIQUE INDEX competencies_name ON competencies (org_id, name_key) WHERE archived_at IS NULL;
CREATE INDEX competencies_list ON competencies (org_id, rank, id) WHERE archived_at IS NULL;

-- From the first to the last.
CREATE TABLE levels (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  rank {{int}} NOT NULL,
  created_at {{ts}} NOT NULL,
  created_by {{id}} NOT NULL,
  updated_at {{ts}} NOT NULL,
  archived_at {{ts}}
) {{strict}};
CREATE UNIQUE INDEX levels_name ON levels (org_id, name_key) WHERE archived_at IS NULL;
CREATE INDEX levels_list ON levels (org_id, rank, id) WHERE archived_at IS NULL;

CREATE TABLE job_roles (
  id {{id}} PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  name_key {{key}} NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  version {{int}} NOT NULL,
  created_at {{ts}} NOT NULL,
  created_by {{id}} NOT NULL,
  updated_at {{ts}} NOT NULL,
  archived_at {{ts}}
) {{strict}};
CREATE UNIQUE INDEX job_roles_name ON job_roles (org_id, name_key) WHERE archived_at IS NULL;

-- The rows, columns and cells of a matrix. A cell without a guideline has no row.
CREATE TABLE job_role_competencies (
  job_role_id {{id}} NOT NULL REFERENCES job_roles(id) ON DELETE CASCADE,
  competency_id {{id}} NOT NULL REFERENCES competencies(id),
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  PRIMARY KEY (job_role_id, competency_id)
) {{strict}};
CREATE INDEX job_role_competencies_of ON job_role_competencies (competency_id, job_role_id);
CREATE TABLE job_role_levels (
  job_role_id {{id}} NOT NULL REFERENCES job_roles(id) ON DELETE CASCADE,
  level_id {{id}} NOT NULL REFERENCES levels(id),
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  PRIMARY KEY (job_role_id, level_id)
) {{strict}};
CREATE INDEX job_role_levels_of ON job_role_levels (level_id, job_role_id);
CREATE TABLE job_role_cells (
  job_role_id {{id}} NOT NULL,
  competency_id {{id}} NOT NULL,
  level_id {{id}} NOT NULL,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  guideline TEXT NOT NULL,
  PRIMARY KEY (job_role_id, competency_id, level_id),
  FOREIGN KEY (job_role_id, competency_id) REFERENCES job_role_competencies(job_role_id, competency_id) ON DELETE CASCADE,
  FOREIGN KEY (job_role_id, level_id) REFERENCES job_role_levels(job_role_id, level_id) ON DELETE CASCADE
) {{strict}};

-- Every change of a job role, whole, with the names of its day. Append-only while the job role is there.
CREATE TABLE job_role_versions (
  job_role_id {{id}} NOT NULL REFERENCES job_roles(id) ON DELETE CASCADE,
  version {{int}} NOT NULL,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  author_id {{id}} NOT NULL,
  author_name TEXT NOT NULL,
  at {{ts}} NOT NULL,
  matrix {{json}} NOT NULL,
  PRIMARY KEY (job_role_id, version)
) {{strict}};

ALTER TABLE positions ADD COLUMN job_role_id {{id}} REFERENCES job_roles(id);
ALTER TABLE positions ADD COLUMN level_id {{id}} REFERENCES levels(id);
CREATE INDEX positions_job_role ON positions (job_role_id, org_id, private);
CREATE INDEX positions_level ON positions (level_id, org_id, private);

DROP TRIGGER search_position ON positions;

-- The first position that says a text gives the row its spelling, its time and its creator.
INSERT INTO levels (id, org_id, name, name_key, rank, created_at, created_by, updated_at)
  SELECT substr(lpad(to_hex(p.created_at), 12, '0'), 1, 8) || '-' || substr(lpad(to_hex(p.created_at), 12, '0'), 9, 4) || '-7' || substr(gen_random_uuid()::text, 16), p.org_id, p.level, lower(p.level),
    row_number() OVER (PARTITION BY p.org_id ORDER BY p.created_at, p.id), p.created_at, p.created_by, p.created_at FROM positions AS p
  WHERE p.level <> '' AND NOT EXISTS (SELECT 1 FROM positions AS q WHERE q.org_id = p.org_id AND lower(q.level) = lower(p.level) AND (q.created_at, q.id) < (p.created_at, p.id));
INSERT INTO job_roles (id, org_id, name, name_key, version, created_at, created_by, updated_at)
  SELECT substr(lpad(to_hex(p.created_at), 12, '0'), 1, 8) || '-' || substr(lpad(to_hex(p.created_at), 12, '0'), 9, 4) || '-7' || substr(gen_random_uuid()::text, 16), p.org_id, p.job_role, lower(p.job_role), 1, p.created_at, p.created_by, p.created_at FROM positions AS p
  WHERE p.job_role <> '' AND NOT EXISTS (SELECT 1 FROM positions AS q WHERE q.org_id = p.org_id AND lower(q.job_role) = lower(p.job_role) AND (q.created_at, q.id) < (p.created_at, p.id));
INSERT INTO job_role_versions (job_role_id, version, org_id, author_id, author_name, at, matrix)
  SELECT j.id, 1, j.org_id, j.created_by, coalesce((SELECT o.name FROM members AS m JOIN people AS o ON o.id = m.person_id WHERE m.id = j.created_by), ''), j.created_at,
    json_build_object('name', j.name, 'description', '', 'competencies', json_build_array(), 'levels', json_build_array(), 'cells', json_build_array())::text FROM job_roles AS j;
UPDATE positions SET
  job_role_id = (SELECT j.id FROM job_roles AS j WHERE j.org_id = positions.org_id AND j.name_key = lower(positions.job_role) AND positions.job_role <> ''),
  level_id = (SELECT l.id FROM levels AS l WHERE l.org_id = positions.org_id AND l.name_key = lower(positions.level) AND positions.level <> '');
ALTER TABLE positions DROP COLUMN job_role;
ALTER TABLE positions DROP COLUMN level;

-- +goose StatementBegin
CREATE FUNCTION append_job_role_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF EXISTS (SELECT 1 FROM job_roles j WHERE j.id = OLD.job_role_id) AND EXISTS (SELECT 1 FROM organizations o WHERE o.id = OLD.org_id) THEN
      RAISE EXCEPTION 'job_role_versions is append-only';
    END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'job_role_versions is append-only';
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER append_job_role_versions BEFORE UPDATE OR DELETE ON job_role_versions FOR EACH ROW EXECUTE FUNCTION append_job_role_versions();
-- +goose StatementEnd

-- A position is found by the names of its job role and its level, also after these are renamed.

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION search_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM search_docs WHERE ref_id = OLD.id AND kind = 'position';
  ELSE
    INSERT INTO search_docs (org_id, kind, ref_id, words, scope)
      VALUES (NEW.org_id, 'position', NEW.id, search_vector(NEW.title_key || ' ' || NEW.department || ' ' || coalesce((SELECT j.name FROM job_roles AS j WHERE j.id = NEW.job_role_id), '') || ' ' || coalesce((SELECT l.name FROM levels AS l WHERE l.id = NEW.level_id), '') || ' ' || NEW.locations || ' ' || substr(NEW.description, 1, 20000), 'kposition ' || 'p' || replace(NEW.id, '-', '')), 'kposition ' || 'p' || replace(NEW.id, '-', ''))
      ON CONFLICT (ref_id, kind) DO UPDATE SET words = excluded.words;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_position AFTER INSERT OR DELETE OR UPDATE OF title_key, department, job_role_id, level_id, locations, description ON positions FOR EACH ROW EXECUTE FUNCTION search_position();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_job_roles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_docs SET words = search_vector((SELECT p.title_key || ' ' || p.department || ' ' || coalesce((SELECT j.name FROM job_roles AS j WHERE j.id = p.job_role_id), '') || ' ' || coalesce((SELECT l.name FROM levels AS l WHERE l.id = p.level_id), '') || ' ' || p.locations || ' ' || substr(p.description, 1, 20000) FROM positions AS p WHERE p.id = search_docs.ref_id), search_docs.scope)
    WHERE kind = 'position' AND ref_id IN (SELECT p.id FROM positions AS p WHERE p.job_role_id = NEW.id);
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_job_roles AFTER UPDATE OF name ON job_roles FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION search_job_roles();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_docs SET words = search_vector((SELECT p.title_key || ' ' || p.department || ' ' || coalesce((SELECT j.name FROM job_roles AS j WHERE j.id = p.job_role_id), '') || ' ' || coalesce((SELECT l.name FROM levels AS l WHERE l.id = p.level_id), '') || ' ' || p.locations || ' ' || substr(p.description, 1, 20000) FROM positions AS p WHERE p.id = search_docs.ref_id), search_docs.scope)
    WHERE kind = 'position' AND ref_id IN (SELECT p.id FROM positions AS p WHERE p.level_id = NEW.id);
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_levels AFTER UPDATE OF name ON levels FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION search_levels();
-- +goose StatementEnd
