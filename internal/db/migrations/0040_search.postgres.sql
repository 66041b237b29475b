-- +goose Up

-- The words of people, positions and résumés, kept by triggers so that no verb can forget. Every document carries
-- tokens beside its words: its kind, and the positions it hangs on, so that a reader who sees three positions does not
-- walk every document that has a common word. What a reader gets is decided by the rule, after that.
-- The twin for the other engine stands beside this file.


CREATE TABLE search_docs (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'position', 'resume')),
  ref_id {{id}} NOT NULL,
  application_id {{id}},
  words tsvector NOT NULL,
  scope TEXT NOT NULL,
  UNIQUE (ref_id, kind)
);
CREATE INDEX search_docs_application ON search_docs (application_id);
CREATE INDEX search_docs_words ON search_docs USING GIN (words);

-- +goose StatementBegin
-- Letters of every script are letters, in a database of any locale: a locale like C knows the Latin ones alone.
DO $do$
DECLARE
  every text := '';
BEGIN
  IF EXISTS (SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu') THEN
    every := ' COLLATE "und-x-icu"';
  END IF;
  EXECUTE 'CREATE FUNCTION search_fold(x text) RETURNS text LANGUAGE sql IMMUTABLE AS $f$
    SELECT regexp_replace(lower(regexp_replace(normalize(x, NFKD), ''[\u0300-\u036F]'', '''', ''g'')' || every || '),
      ''[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u2000-\u206F\u2E00-\u2E7F\u3000-\u303F\uFF00-\uFF0F]+'', '' '', ''g'')
  $f$';
END $do$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_vector(words text, scope text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
  SELECT to_tsvector('simple', search_fold(words)) || to_tsvector('simple', scope)
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_position() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM search_docs WHERE ref_id = OLD.id AND kind = 'position';
  ELSE
    INSERT INTO search_docs (org_id, kind, ref_id, words, scope)
      VALUES (NEW.org_id, 'position', NEW.id, search_vector(NEW.title_key || ' ' || NEW.department || ' ' || NEW.job_role || ' ' || NEW.level || ' ' || NEW.locations || ' ' || substr(NEW.description, 1, 20000), 'kposition ' || 'p' || replace(NEW.id, '-', '')), 'kposition ' || 'p' || replace(NEW.id, '-', ''))
      ON CONFLICT (ref_id, kind) DO UPDATE SET words = excluded.words;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_position AFTER INSERT OR DELETE OR UPDATE OF title_key, department, job_role, level, locations, description ON positions FOR EACH ROW EXECUTE FUNCTION search_position();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_person(person text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO search_docs (org_id, kind, ref_id, words, scope)
    SELECT x.org_id, 'person', x.id, search_vector((SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT string_agg(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT string_agg(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = x.id), 'kperson ' || coalesce((SELECT string_agg('p' || replace(a.position_id, '-', ''), ' ') FROM applications a WHERE a.candidate_id = x.id), '')), 'kperson ' || coalesce((SELECT string_agg('p' || replace(a.position_id, '-', ''), ' ') FROM applications a WHERE a.candidate_id = x.id), '') FROM candidates x WHERE x.id = person
  ON CONFLICT (ref_id, kind) DO UPDATE SET words = excluded.words, scope = excluded.scope
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_candidates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM search_docs WHERE ref_id = OLD.id AND kind = 'person';
  ELSE
    PERFORM search_person(NEW.id);
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidates AFTER INSERT OR DELETE OR UPDATE OF name_key, headline, location, phone_key ON candidates FOR EACH ROW EXECUTE FUNCTION search_candidates();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_person_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM search_person(OLD.candidate_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM search_person(NEW.candidate_id);
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidate_emails AFTER INSERT OR UPDATE OR DELETE ON candidate_emails FOR EACH ROW EXECUTE FUNCTION search_person_part();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidate_tags AFTER INSERT OR UPDATE OR DELETE ON candidate_tags FOR EACH ROW EXECUTE FUNCTION search_person_part();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_applications AFTER INSERT OR DELETE OR UPDATE OF position_id, candidate_id ON applications FOR EACH ROW EXECUTE FUNCTION search_person_part();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_resume_scope() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE search_docs d SET scope = 'kresume ' || 'p' || replace(NEW.position_id, '-', ''),
      words = search_vector((SELECT substr(t.body_key, 1, 200000) FROM file_texts t WHERE t.file_id = d.ref_id), 'kresume ' || 'p' || replace(NEW.position_id, '-', ''))
    WHERE d.application_id = NEW.id AND d.kind = 'resume';
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_resume_scope AFTER UPDATE OF position_id ON applications FOR EACH ROW EXECUTE FUNCTION search_resume_scope();
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION search_resume() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM search_docs WHERE ref_id = OLD.file_id AND kind = 'resume';
  ELSE
    INSERT INTO search_docs (org_id, kind, ref_id, application_id, words, scope)
      VALUES (NEW.org_id, 'resume', NEW.file_id, NEW.application_id, search_vector(substr(NEW.body_key, 1, 200000), 'kresume ' || coalesce((SELECT 'p' || replace(a.position_id, '-', '') FROM applications a WHERE a.id = NEW.application_id), '')), 'kresume ' || coalesce((SELECT 'p' || replace(a.position_id, '-', '') FROM applications a WHERE a.id = NEW.application_id), ''))
      ON CONFLICT (ref_id, kind) DO UPDATE SET words = excluded.words;
  END IF;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_resume AFTER INSERT OR DELETE OR UPDATE OF body_key ON file_texts FOR EACH ROW EXECUTE FUNCTION search_resume();
-- +goose StatementEnd
