-- +goose Up

ALTER TABLE answers ADD COLUMN later TEXT NOT NULL DEFAULT 'new';
