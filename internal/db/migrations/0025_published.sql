-- +goose Up

-- The careers page reads what is published and nothing else.
CREATE INDEX positions_published ON positions (org_id, status, private, published_at, id) WHERE public IS TRUE;
