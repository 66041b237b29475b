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
CREATE FUNCTION words_candidates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM candidate_words WHERE candidate_id = NEW.id;
  END IF;
  INSERT INTO candidate_words (candidate_id, org_id, word)
    SELECT NEW.id, NEW.org_id, w FROM unnest(string_to_array(NEW.name_key, ' ')) AS w WHERE w <> '' ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER words_candidates_insert AFTER INSERT ON candidates FOR EACH ROW EXECUTE FUNCTION words_candidates();
CREATE TRIGGER words_candidates_update AFTER UPDATE OF name_key ON candidates FOR EACH ROW EXECUTE FUNCTION words_candidates();
