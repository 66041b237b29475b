-- +goose Up

-- The words of people's names, so that a list finds "Okonkwo" in "Mireille Okonkwo" by an index. Kept by the
-- database: an import, a merge or a rename cannot forget it.
CREATE TABLE candidate_words (
  candidate_id {{id}} NOT NULL REFERENCES candidates(id) ON DELETE CASCADE,
  org_id {{id}} NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
  word {{key}} NOT NULL,
  PRIMARY KEY (candidate_id, word)
) {{strict}};
CREATE INDEX candidate_words_word ON candidate_words (org_id, word, candidate_id);

-- +goose StatementBegin
CREATE TRIGGER words_candidates_insert AFTER INSERT ON candidates BEGIN
  INSERT OR IGNORE INTO candidate_words (candidate_id, org_id, word)
    SELECT NEW.id, NEW.org_id, j.value FROM json_each('["' || replace(replace(replace(NEW.name_key, '\', '\\'), '"', '\"'), ' ', '","') || '"]') AS j WHERE j.value <> '';
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER words_candidates_update AFTER UPDATE OF name_key ON candidates BEGIN
  DELETE FROM candidate_words WHERE candidate_id = NEW.id;
  INSERT OR IGNORE INTO candidate_words (candidate_id, org_id, word)
    SELECT NEW.id, NEW.org_id, j.value FROM json_each('["' || replace(replace(replace(NEW.name_key, '\', '\\'), '"', '\"'), ' ', '","') || '"]') AS j WHERE j.value <> '';
END;
-- +goose StatementEnd
