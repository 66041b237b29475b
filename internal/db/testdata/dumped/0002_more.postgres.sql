-- +goose Up

ALTER TABLE zones ADD CONSTRAINT zones_head FOREIGN KEY (head_id) REFERENCES heads(id);
CREATE TABLE lines (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE search_docs (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, head_id TEXT NOT NULL REFERENCES heads(id), words tsvector NOT NULL);
-- +goose StatementBegin
CREATE FUNCTION search_heads() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO search_docs (head_id, words) VALUES (NEW.id, to_tsvector('simple', NEW.note)); RETURN NULL; END $$;
CREATE TRIGGER search_heads AFTER INSERT ON heads FOR EACH ROW EXECUTE FUNCTION search_heads();
CREATE FUNCTION count_heads() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	UPDATE zones SET members = members + 1 WHERE id = NEW.zone_id; RETURN NULL; END $$;
CREATE TRIGGER count_heads AFTER INSERT ON heads FOR EACH ROW EXECUTE FUNCTION count_heads();
CREATE FUNCTION append_lines() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	IF NEW.text = 'refused' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$;
CREATE TRIGGER append_lines BEFORE INSERT ON lines FOR EACH ROW EXECUTE FUNCTION append_lines();
-- +goose StatementEnd
