-- +goose Up

-- The vocabulary of the search index, read from the index itself: a query looks up which words begin with what was
-- typed, and asks for those. The beginning of a common word would else be gathered from the whole index first.
-- The twin for the other engine stands beside this file.
CREATE VIRTUAL TABLE search_terms USING fts5vocab(search_words, instance);
