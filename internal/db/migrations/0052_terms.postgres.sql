-- +goose Up

-- An index of words for each kind of document, so that a word which no person has is not looked for among a hundred
-- thousand résumés; and one in which the newest documents of a kind are read, for words that many have.
-- The twin for the other engine stands beside this file.
CREATE INDEX search_docs_newest ON search_docs (org_id, kind, id);
CREATE INDEX search_docs_person ON search_docs USING GIN (words) WHERE kind = 'person';
CREATE INDEX search_docs_position ON search_docs USING GIN (words) WHERE kind = 'position';
CREATE INDEX search_docs_resume ON search_docs USING GIN (words) WHERE kind = 'resume';
DROP INDEX search_docs_words;
