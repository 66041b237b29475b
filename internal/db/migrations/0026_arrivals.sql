-- +goose Up

-- How many application forms came from one network within the hour, so that every replica slows the same machine. The
-- network is kept as a hash, for that hour.
CREATE TABLE arrivals (
  bucket TEXT PRIMARY KEY,
  n {{int}} NOT NULL,
  first_at {{ts}} NOT NULL
) {{strict}};
CREATE INDEX arrivals_old ON arrivals (first_at);
