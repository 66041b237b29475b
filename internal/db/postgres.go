package db

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"
)

// postgresPool is how many connections a process keeps at most; with several
// replicas their sum has to stay below the server's max_connections. Another
// number is given in the address: ?pool_max_conns=40.
const postgresPool = 20

func (d *DB) openPostgres(ctx context.Context, address string) error {
	cfg, size, err := parsePostgres(address)
	if err != nil {
		return err
	}
	d.pg = cfg
	pool := stdlib.OpenDB(*cfg)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxLifetime(30 * time.Minute)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	d.writer = bun.NewDB(pool, dialect{pgdialect.New()})
	d.reader = d.writer
	if err := d.Ping(ctx); err != nil {
		d.Close()
		return fmt.Errorf("connect to PostgreSQL at %s:%d: %w", cfg.Host, cfg.Port, err)
	}
	return nil
}

func parsePostgres(address string) (*pgx.ConnConfig, int, error) {
	size := postgresPool
	if u, err := url.Parse(address); err == nil {
		q := u.Query()
		if given := q.Get("pool_max_conns"); given != "" {
			n, err := strconv.Atoi(given)
			if err != nil || n < 2 {
				return nil, 0, fmt.Errorf("pool_max_conns=%s: there must be at least 2 connections", given)
			}
			q.Del("pool_max_conns")
			u.RawQuery = q.Encode()
			address, size = u.String(), n
		}
	}
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, 0, err
	}
	if !strings.Contains(address, "default_query_exec_mode") {
		// bun writes the arguments into the text, so a statement is hardly ever
		// seen twice: caching it would only cost a round trip and meet "cached
		// plan must not change result type" during a rolling upgrade.
		cfg.DefaultQueryExecMode = pgx.QueryExecModeExec
	}
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "candor"
	}
	// Literals are quoted for this setting and for no other.
	cfg.RuntimeParams["standard_conforming_strings"] = "on"
	return cfg, size, nil
}
