package db

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing/fstest"
)

//go:embed migrations/*.sql
var embedded embed.FS

// tokens are the few words of a migration that the engines spell differently.
// Ids and keys compare by bytes on PostgreSQL too (COLLATE "C"), so that both
// engines sort and page alike whatever the server's language.
var tokens = map[string][2]string{
	"id":     {"TEXT", `TEXT COLLATE "C"`},
	"key":    {"TEXT", `TEXT COLLATE "C"`},
	"ts":     {"INTEGER", "BIGINT"},
	"int":    {"INTEGER", "BIGINT"},
	"bool":   {"INTEGER", "BOOLEAN"},
	"json":   {"TEXT", "TEXT"},
	"blob":   {"BLOB", "BYTEA"},
	"strict": {"STRICT", ""},
}

var (
	migrationName  = regexp.MustCompile(`^(\d{4})_([a-z0-9_]+?)(\.sqlite|\.postgres)?\.sql$`)
	migrationToken = regexp.MustCompile(`\{\{([^}]*)\}\}`)
)

// migration is one file as one engine runs it.
type migration struct {
	version  int64
	file     string // as it is called in the folder
	checksum string // of the file as written, before tokens are replaced
	sql      string
}

// migrationsFor reads the folder as one engine sees it: NNNN_name.sql is for
// both, NNNN_name.sqlite.sql and NNNN_name.postgres.sql for one.
func migrationsFor(e Engine, folder fs.FS) ([]migration, error) {
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, err
	}
	var out []migration
	for _, entry := range entries {
		m := migrationName.FindStringSubmatch(entry.Name())
		if m == nil {
			return nil, fmt.Errorf("migration %s: the name must be NNNN_name.sql, .sqlite.sql or .postgres.sql", entry.Name())
		}
		if m[3] != "" && m[3] != "."+e.String() {
			continue
		}
		one, err := readMigration(e, folder, entry.Name())
		if err != nil {
			return nil, err
		}
		fmt.Sscanf(m[1], "%d", &one.version)
		if n := len(out); n > 0 && out[n-1].version == one.version {
			return nil, fmt.Errorf("migrations %s and %s have the same number", out[n-1].file, one.file)
		}
		out = append(out, one)
	}
	return out, nil
}

func readMigration(e Engine, folder fs.FS, name string) (migration, error) {
	text, err := fs.ReadFile(folder, name)
	if err != nil {
		return migration{}, err
	}
	sum := sha256.Sum256(text)
	out := migration{file: name, checksum: hex.EncodeToString(sum[:])}
	if strings.Contains(string(text), "+goose Down") {
		return out, fmt.Errorf("migration %s: there is no way back (no Down); make a backup instead", name)
	}
	out.sql = migrationToken.ReplaceAllStringFunc(string(text), func(token string) string {
		words, ok := tokens[token[2:len(token)-2]]
		if !ok {
			err = fmt.Errorf("migration %s: there is no token %s", name, token)
		}
		return words[e]
	})
	return out, err
}

// gooseFS is what goose runs. Each file ends by noting its own checksum, in
// the transaction that applies it.
func gooseFS(all []migration) fs.FS {
	out := fstest.MapFS{}
	for _, m := range all {
		note := fmt.Sprintf("\nINSERT INTO schema_files (version, file, checksum) VALUES (%d, '%s', '%s');\n", m.version, m.file, m.checksum)
		out[m.file] = &fstest.MapFile{Data: []byte(m.sql + note)}
	}
	return out
}

// SchemaID names the schema this program makes: the same id, the same tables.
func SchemaID(e Engine) string {
	all, err := migrationsFor(e, migrationFolder())
	if err != nil {
		return "broken" // Migrate says what is wrong
	}
	sum := sha256.New()
	for _, m := range all {
		fmt.Fprintln(sum, m.version, m.sql)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
