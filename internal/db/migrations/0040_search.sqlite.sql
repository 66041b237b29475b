-- +goose Up

-- The words of people, positions and résumés, kept by triggers so that no verb can forget. Every document carries
-- tokens beside its words: its kind, and the positions it hangs on, so that a reader who sees three positions does not
-- walk every document that has a common word. What a reader gets is decided by the rule, after that.
-- The twin for the other engine stands beside this file.


CREATE TABLE search_docs (
  id INTEGER PRIMARY KEY,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('person', 'position', 'resume')),
  ref_id {{id}} NOT NULL,
  application_id {{id}},
  words TEXT NOT NULL,
  scope TEXT NOT NULL,
  UNIQUE (ref_id, kind)
) {{strict}};
CREATE INDEX search_docs_application ON search_docs (application_id);
CREATE VIRTUAL TABLE search_words USING fts5(words, scope, content='search_docs', content_rowid='id', tokenize="unicode61 remove_diacritics 2", prefix='2 3');

-- +goose StatementBegin
CREATE TRIGGER search_docs_insert AFTER INSERT ON search_docs BEGIN
  INSERT INTO search_words (rowid, words, scope) VALUES (NEW.id, NEW.words, NEW.scope);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_docs_delete AFTER DELETE ON search_docs BEGIN
  INSERT INTO search_words (search_words, rowid, words, scope) VALUES ('delete', OLD.id, OLD.words, OLD.scope);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_docs_update AFTER UPDATE OF words, scope ON search_docs WHEN OLD.words <> NEW.words OR OLD.scope <> NEW.scope BEGIN
  INSERT INTO search_words (search_words, rowid, words, scope) VALUES ('delete', OLD.id, OLD.words, OLD.scope);
  INSERT INTO search_words (rowid, words, scope) VALUES (NEW.id, NEW.words, NEW.scope);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_position_insert AFTER INSERT ON positions BEGIN
  INSERT INTO search_docs (org_id, kind, ref_id, words, scope) VALUES (NEW.org_id, 'position', NEW.id, NEW.title_key || ' ' || NEW.department || ' ' || NEW.job_role || ' ' || NEW.level || ' ' || NEW.locations || ' ' || substr(NEW.description, 1, 20000), 'kposition ' || 'p' || replace(NEW.id, '-', ''));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_position_update AFTER UPDATE OF title_key, department, job_role, level, locations, description ON positions BEGIN
  UPDATE search_docs SET words = NEW.title_key || ' ' || NEW.department || ' ' || NEW.job_role || ' ' || NEW.level || ' ' || NEW.locations || ' ' || substr(NEW.description, 1, 20000) WHERE ref_id = NEW.id AND kind = 'position';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_position_delete AFTER DELETE ON positions BEGIN
  DELETE FROM search_docs WHERE ref_id = OLD.id AND kind = 'position';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_person_insert AFTER INSERT ON candidates BEGIN
  INSERT INTO search_docs (org_id, kind, ref_id, words, scope) VALUES (NEW.org_id, 'person', NEW.id, (SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT group_concat(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT group_concat(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = NEW.id), 'kperson');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_person_delete AFTER DELETE ON candidates BEGIN
  DELETE FROM search_docs WHERE ref_id = OLD.id AND kind = 'person';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidates_update AFTER UPDATE OF name_key, headline, location, phone_key ON candidates BEGIN
  UPDATE search_docs SET words = (SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT group_concat(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT group_concat(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = NEW.id)
    WHERE ref_id = NEW.id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = NEW.id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidate_emails_insert AFTER INSERT ON candidate_emails BEGIN
  UPDATE search_docs SET words = (SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT group_concat(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT group_concat(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = NEW.candidate_id)
    WHERE ref_id = NEW.candidate_id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = NEW.candidate_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidate_emails_update AFTER UPDATE ON candidate_emails BEGIN
  UPDATE search_docs SET words = (SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT group_concat(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT group_concat(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = NEW.candidate_id)
    WHERE ref_id = NEW.candidate_id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = NEW.candidate_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidate_emails_delete AFTER DELETE ON candidate_emails BEGIN
  UPDATE search_docs SET words = (SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT group_concat(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT group_concat(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = OLD.candidate_id)
    WHERE ref_id = OLD.candidate_id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = OLD.candidate_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidate_tags_insert AFTER INSERT ON candidate_tags BEGIN
  UPDATE search_docs SET words = (SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT group_concat(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT group_concat(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = NEW.candidate_id)
    WHERE ref_id = NEW.candidate_id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = NEW.candidate_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_candidate_tags_delete AFTER DELETE ON candidate_tags BEGIN
  UPDATE search_docs SET words = (SELECT c.name_key || ' ' || c.headline || ' ' || c.location || ' ' || c.phone_key
      || ' ' || coalesce((SELECT group_concat(e.email_key, ' ') FROM candidate_emails e WHERE e.candidate_id = c.id), '')
      || ' ' || coalesce((SELECT group_concat(t.tag_key, ' ') FROM candidate_tags t WHERE t.candidate_id = c.id), '') FROM candidates c WHERE c.id = OLD.candidate_id)
    WHERE ref_id = OLD.candidate_id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = OLD.candidate_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_applications_insert AFTER INSERT ON applications BEGIN
  UPDATE search_docs SET scope = 'kperson ' || coalesce((SELECT group_concat('p' || replace(a.position_id, '-', ''), ' ') FROM applications a WHERE a.candidate_id = NEW.candidate_id), '')
    WHERE ref_id = NEW.candidate_id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = NEW.candidate_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_applications_delete AFTER DELETE ON applications BEGIN
  UPDATE search_docs SET scope = 'kperson ' || coalesce((SELECT group_concat('p' || replace(a.position_id, '-', ''), ' ') FROM applications a WHERE a.candidate_id = OLD.candidate_id), '')
    WHERE ref_id = OLD.candidate_id AND kind = 'person' AND EXISTS (SELECT 1 FROM candidates x WHERE x.id = OLD.candidate_id);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_applications_update AFTER UPDATE OF position_id, candidate_id ON applications BEGIN
  UPDATE search_docs SET scope = 'kperson ' || coalesce((SELECT group_concat('p' || replace(a.position_id, '-', ''), ' ') FROM applications a WHERE a.candidate_id = search_docs.ref_id), '') WHERE ref_id IN (OLD.candidate_id, NEW.candidate_id) AND kind = 'person';
  UPDATE search_docs SET scope = 'kresume ' || 'p' || replace(NEW.position_id, '-', '') WHERE application_id = NEW.id AND kind = 'resume';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_resume_insert AFTER INSERT ON file_texts BEGIN
  INSERT INTO search_docs (org_id, kind, ref_id, application_id, words, scope) VALUES (NEW.org_id, 'resume', NEW.file_id, NEW.application_id, substr(NEW.body_key, 1, 200000), 'kresume ' || coalesce((SELECT 'p' || replace(a.position_id, '-', '') FROM applications a WHERE a.id = NEW.application_id), ''));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_resume_update AFTER UPDATE OF body_key ON file_texts BEGIN
  UPDATE search_docs SET words = substr(NEW.body_key, 1, 200000) WHERE ref_id = NEW.file_id AND kind = 'resume';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER search_resume_delete AFTER DELETE ON file_texts BEGIN
  DELETE FROM search_docs WHERE ref_id = OLD.file_id AND kind = 'resume';
END;
-- +goose StatementEnd
