-- PostgreSQL finds the row of a card with the page already at hand; a wider index would only make moving dearer.
-- +goose Up
SELECT 1;
