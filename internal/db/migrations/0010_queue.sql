-- +goose Up

-- Background tasks, kept in the transaction that asked for them.
CREATE TABLE tasks (
  id {{id}} PRIMARY KEY,
  org_id {{id}},
  kind TEXT NOT NULL,
  args {{json}} NOT NULL,
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'running', 'done', 'dead')),
  attempt {{int}} NOT NULL DEFAULT 0,
  max_attempts {{int}} NOT NULL,
  run_at {{ts}} NOT NULL,
  lease_until {{ts}},
  lease_by TEXT NOT NULL DEFAULT '',
  unique_key {{key}},
  last_error TEXT NOT NULL DEFAULT '',
  created_at {{ts}} NOT NULL,
  finished_at {{ts}}
) {{strict}};

-- What a worker asks every second, and nothing more: done rows are not in it.
CREATE INDEX tasks_ready ON tasks (run_at, id) WHERE state = 'ready';
CREATE INDEX tasks_lease ON tasks (lease_until) WHERE state = 'running';
CREATE INDEX tasks_done ON tasks (finished_at) WHERE state = 'done';
CREATE INDEX tasks_dead ON tasks (org_id, finished_at) WHERE state = 'dead';
-- One waiting task per key. A running one does not count: it may have read what changed since.
CREATE UNIQUE INDEX tasks_waiting_key ON tasks (unique_key) WHERE state = 'ready';
CREATE INDEX tasks_running_key ON tasks (unique_key) WHERE state = 'running';

-- The last slot in which each regular task was put into the queue, by whichever replica came first.
CREATE TABLE timetable (
  name TEXT PRIMARY KEY,
  slot {{int}} NOT NULL
) {{strict}};
