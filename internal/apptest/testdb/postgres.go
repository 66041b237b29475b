package testdb

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"candor/internal/db"
)

// marker is the database a running server must carry before tests write to it.
const marker = "candor_test_marker"

// keepTemplates is how many migrated templates stay on the shared server; old
// ones belong to schemas that have changed since.
const keepTemplates = 4

// errNone says that there is nothing to run PostgreSQL with.
var errNone = errors.New("no PostgreSQL: install its server binaries, or set CANDOR_TEST_POSTGRES")

// cluster is the server of this process, with the template it made or found.
type cluster struct {
	dsn    string // any database of it
	shared bool   // the throw-away server, not one that was given

	mu       sync.Mutex // one CREATE DATABASE of this process at a time is the fastest
	admin    *pgx.Conn
	template string
}

var thisCluster = sync.OnceValues(openCluster)

// newPostgres makes a database, with the schema or without.
func newPostgres(t testing.TB, migrated bool) string {
	t.Helper()
	c, err := thisCluster()
	if errors.Is(err, errNone) && os.Getenv("CANDOR_TEST_REQUIRE") == "" {
		t.Skipf("NOT TESTED ON POSTGRESQL: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	name, err := c.create(migrated)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.drop(name); err != nil {
			t.Error(err)
		}
	})
	return c.url(name) + "&pool_max_conns=8"
}

func openCluster() (*cluster, error) {
	ctx := context.Background()
	c := &cluster{dsn: os.Getenv("CANDOR_TEST_POSTGRES")}
	if c.dsn == "" {
		dsn, err := sharedServer()
		if err != nil {
			return nil, err
		}
		c.dsn, c.shared = dsn, true
	}
	var err error
	if c.admin, err = pgx.Connect(ctx, c.dsn); err != nil {
		return nil, err
	}
	if !c.shared {
		var n int
		err := c.admin.QueryRow(ctx, "SELECT count(*) FROM pg_database WHERE datname = $1", marker).Scan(&n)
		if err != nil {
			return nil, err
		}
		if n == 0 {
			return nil, fmt.Errorf("CANDOR_TEST_POSTGRES names a server without the database %s; if tests may write there, create it", marker)
		}
		return c, nil
	}
	return c, c.sweep(ctx)
}

// url is the address of one database of the server; it has a query already.
func (c *cluster) url(name string) string {
	u, err := url.Parse(c.dsn)
	if err != nil || u.Scheme == "" {
		panic("CANDOR_TEST_POSTGRES must be postgres://…")
	}
	u.Path = "/" + name
	q := u.Query()
	q.Set("application_name", "candor-test")
	u.RawQuery = q.Encode()
	return u.String()
}

var count atomic.Int64

func (c *cluster) create(migrated bool) (string, error) {
	ctx := context.Background()
	c.mu.Lock()
	defer c.mu.Unlock()
	name := fmt.Sprintf("t_%d_%d", os.Getpid(), count.Add(1))
	if !migrated {
		_, err := c.admin.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE template0")
		return name, err
	}
	for try := 0; ; try++ {
		if c.template == "" {
			if err := c.makeTemplate(ctx); err != nil {
				return "", err
			}
		}
		_, err := c.admin.Exec(ctx, "CREATE DATABASE "+name+" TEMPLATE "+c.template+c.strategy())
		if gone := sqlState(err) == "3D000"; !gone || try == 3 {
			return name, err
		}
		c.template = "" // another process swept it away
	}
}

// strategy is the fastest way to copy a small database, where there is a choice.
func (c *cluster) strategy() string {
	major, _, _ := strings.Cut(c.admin.PgConn().ParameterStatus("server_version"), ".")
	if n, err := strconv.Atoi(major); err == nil && n >= 15 {
		return " STRATEGY file_copy"
	}
	return ""
}

// makeTemplate migrates a database once per schema and server: the first
// process does it, the others wait and use it. It gets its name when it is
// finished, so half a template is never used.
func (c *cluster) makeTemplate(ctx context.Context) error {
	name := "candor_" + db.SchemaID(db.Postgres)[:16]
	if _, err := c.admin.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return err
	}
	defer c.admin.Exec(ctx, "SELECT pg_advisory_unlock(hashtext($1))", name)
	var n int
	if err := c.admin.QueryRow(ctx, "SELECT count(*) FROM pg_database WHERE datname = $1", name).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		making := name + "_making"
		for _, sql := range []string{"DROP DATABASE IF EXISTS " + making + " WITH (FORCE)", "CREATE DATABASE " + making + " TEMPLATE template0"} {
			if _, err := c.admin.Exec(ctx, sql); err != nil {
				return err
			}
		}
		if err := migrate(c.url(making)); err != nil {
			return fmt.Errorf("migrate the template: %w", err)
		}
		if _, err := c.admin.Exec(ctx, "ALTER DATABASE "+making+" RENAME TO "+name); err != nil {
			return err
		}
	}
	c.template = name
	return nil
}

func (c *cluster) drop(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := c.admin.Exec(context.Background(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	return err
}

// sweep removes what killed test processes left on the shared server.
func (c *cluster) sweep(ctx context.Context) error {
	rows, _ := c.admin.Query(ctx, `SELECT datname FROM pg_database WHERE datname LIKE 't\_%' OR datname LIKE 'candor\_%' ORDER BY oid DESC`)
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	templates := 0
	for _, name := range names {
		if owner, ok := strings.CutPrefix(name, "t_"); ok {
			pid, _, _ := strings.Cut(owner, "_")
			if n, err := strconv.Atoi(pid); err != nil || processLives(n) {
				continue
			}
		} else if strings.HasSuffix(name, "_making") {
			continue
		} else if templates++; templates <= keepTemplates {
			continue
		}
		// Others may sweep at the same time: whoever comes second finds nothing.
		_, err := c.admin.Exec(ctx, "DROP DATABASE IF EXISTS "+name)
		if state := sqlState(err); err != nil && state != "55006" && state != "3D000" && state != "XX000" {
			return err
		}
	}
	return nil
}

func sqlState(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}
