-- A board reads hundreds of cards at once: both indexes carry all that a card shows, so that no row is visited. The second
-- carries also what sight of a person reads, for the count of those seen through a hiring team.
-- +goose Up
DROP INDEX applications_board;
CREATE INDEX applications_board ON applications (position_id, org_id, status, phase_id, moved_at, id, private,
  own_member_id, candidate_id, applied_at, source, source_name, snoozed_until);
CREATE INDEX candidates_card ON candidates (id, org_id, sight, name, headline);
