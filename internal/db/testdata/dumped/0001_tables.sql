-- +goose Up

CREATE TABLE timetable (name TEXT PRIMARY KEY, slot {{int}} NOT NULL) {{strict}};
CREATE TABLE zones (id {{id}} PRIMARY KEY, head_id {{id}}, members {{int}} NOT NULL DEFAULT 0) {{strict}};
CREATE TABLE heads (id {{id}} PRIMARY KEY, zone_id {{id}} NOT NULL REFERENCES zones(id), boss_id {{id}} REFERENCES heads(id),
	note TEXT NOT NULL, active {{bool}} NOT NULL, at {{ts}}, picture {{blob}}, CHECK (active OR note <> '')) {{strict}};
CREATE TABLE answers (head_id {{id}} REFERENCES heads(id), n {{int}}, PRIMARY KEY (head_id, n)) {{strict}};
