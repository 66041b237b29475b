-- +goose Up

CREATE TABLE lines (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL) STRICT;
CREATE TABLE search_docs (id INTEGER PRIMARY KEY, head_id TEXT NOT NULL, words TEXT NOT NULL);
CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_docs', content_rowid='id');
-- +goose StatementBegin
CREATE TRIGGER search_heads AFTER INSERT ON heads BEGIN INSERT INTO search_docs (head_id, words) VALUES (NEW.id, NEW.note); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER search_docs_insert AFTER INSERT ON search_docs BEGIN INSERT INTO search_words (rowid, words) VALUES (NEW.id, NEW.words); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER count_heads AFTER INSERT ON heads BEGIN UPDATE zones SET members = members + 1 WHERE id = NEW.zone_id; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER append_lines BEFORE INSERT ON lines WHEN NEW.text = 'refused' BEGIN SELECT RAISE(ABORT, 'refused'); END;
-- +goose StatementEnd
