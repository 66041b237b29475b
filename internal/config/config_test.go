package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/alecthomas/kong"

	"candor/internal/config"
)

func prepared(t *testing.T, c config.Config) config.Config {
	t.Helper()
	if c.Data == "" {
		c.Data = filepath.Join(t.TempDir(), "data")
	}
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestNothingHasToBeSaid(t *testing.T) {
	c := prepared(t, config.Config{})
	if c.Listen != "127.0.0.1:8080" || c.PublicURL != "http://localhost:8080" {
		t.Errorf("listens on %s, is reached at %s", c.Listen, c.PublicURL)
	}
	if c.Database != "sqlite:"+filepath.Join(c.Data, "candor.db") || c.Files != filepath.Join(c.Data, "files") {
		t.Errorf("database %s, files %s", c.Database, c.Files)
	}
	info, err := os.Stat(filepath.Join(c.Data, "secret.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", info, err)
	}
	if info, _ := os.Stat(c.Data); info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder is %v", info.Mode())
	}
}

func TestTheKeyStaysAndIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	keys := make([]string, 8)
	var group sync.WaitGroup
	for i := range keys {
		group.Go(func() {
			c := config.Config{Data: dir}
			if err := c.Prepare(); err != nil {
				t.Error(err)
			}
			keys[i] = c.SecretKey
		})
	}
	group.Wait()
	for _, k := range keys {
		if k != keys[0] || len(k) < 50 {
			t.Fatalf("keys differ or are short: %v", keys)
		}
	}
	left, _ := os.ReadDir(dir)
	if len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret.key"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&config.Config{Data: dir}).Prepare(); err == nil || !strings.Contains(err.Error(), "too short") {
		t.Errorf("a damaged key must not be used: %v", err)
	}
}

// A command that only looks at an installation reads the key that is there, and begins nothing.
func TestLookingMakesNothing(t *testing.T) {
	made := prepared(t, config.Config{})
	seen := config.Config{Data: made.Data}
	if err := seen.Look(); err != nil || seen.SecretKey != made.SecretKey || seen.Database != made.Database {
		t.Errorf("%v: %s, not %s", err, seen, made)
	}
	nowhere := config.Config{Data: filepath.Join(t.TempDir(), "tyop")}
	if err := nowhere.Look(); err != nil || nowhere.SecretKey != "" {
		t.Errorf("looked at nothing: %v, %s", err, nowhere)
	}
	if _, err := os.Stat(nowhere.Data); !os.IsNotExist(err) {
		t.Error("a folder was made")
	}
}

// The folder is to blame where nothing can be written into it, not the key that was to be written.
func TestTheFolderIsBlamed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dead := filepath.Join(t.TempDir(), "read-only")
	if err := os.Mkdir(dead, 0o500); err != nil {
		t.Fatal(err)
	}
	folders := map[string]string{file: "the folder cannot be made", filepath.Join(file, "data"): "the folder cannot be made"}
	if os.Geteuid() == 0 { // whom modes do not stop
		dead = "/proc/self"
	}
	if _, err := os.Stat(dead); err == nil {
		folders[dead] = "nothing can be written into the folder"
	}
	for data, says := range folders {
		err := (&config.Config{Data: data}).Prepare()
		if err == nil || !strings.HasPrefix(err.Error(), "--data (CANDOR_DATA): "+says) {
			t.Errorf("%s: %v", data, err)
		}
	}
}

func TestWhoGetsToIt(t *testing.T) {
	for _, c := range []struct {
		listen, publicURL string
		proxy, only       bool
	}{
		{"127.0.0.1:8080", "http://localhost:8080", false, true},
		{"[::1]:8080", "http://[::1]:8080", false, true},
		{"localhost:8080", "http://127.0.0.1:8080", false, true},
		{"127.0.0.1:8080", "http://localhost:8080", true, false},
		{"127.0.0.1:8080", "https://hiring.example.com", false, false},
		{"0.0.0.0:8080", "http://localhost:8080", false, false},
		{":8080", "http://localhost:8080", false, false},
		{"192.0.2.1:8080", "http://192.0.2.1:8080", false, false},
	} {
		if got := (&config.Config{Listen: c.listen, PublicURL: c.publicURL, TrustProxy: c.proxy}).Loopback(); got != c.only {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestTheFileOfTheDatabase(t *testing.T) {
	for database, want := range map[string]string{"sqlite:data/candor.db": "data/candor.db", "sqlite:///srv/c.db?synchronous=off": "/srv/c.db", "postgres://h/d": ""} {
		if got := (&config.Config{Database: database}).SQLiteFile(); got != want {
			t.Errorf("%s: %q", database, got)
		}
	}
}

func TestEveryPurposeHasItsOwnKey(t *testing.T) {
	c := prepared(t, config.Config{SecretKey: strings.Repeat("k", 32)})
	if a, b := c.Key("cursor"), c.Key("unsubscribe"); len(a) != 32 || bytes.Equal(a, b) || !bytes.Equal(a, c.Key("cursor")) {
		t.Error("keys must differ by purpose and stay")
	}
}

func TestWrongValuesAreNamedWithoutTheirSecrets(t *testing.T) {
	for _, c := range []struct {
		wrong config.Config
		says  string
	}{
		{config.Config{Listen: "8080"}, "--listen (CANDOR_LISTEN): must be HOST:PORT"},
		{config.Config{Listen: "localhost:99999"}, "--listen"},
		{config.Config{Database: "mysql://root:hunter2@x/y"}, "--database (CANDOR_DATABASE): must be sqlite:PATH"},
		{config.Config{Database: "sqlite:"}, "needs a file"},
		{config.Config{Database: "sqlite::memory:"}, "needs a file"},
		{config.Config{Database: "postgres://a:hunter2%@x/y"}, "not a valid postgres://"},
		{config.Config{PublicURL: "hiring.example.com"}, "--public-url"},
		{config.Config{PublicURL: "https://example.com/hiring"}, "whole host name"},
		{config.Config{SMTP: "mail.example.com:587"}, "--smtp"},
		{config.Config{SMTP: "http://u:hunter2@mail"}, "--smtp"},
		{config.Config{Files: "gs://k:hunter2@bucket/x"}, "--files"},
		{config.Config{Files: "s3://k:hunter2@host"}, "--files"},
		{config.Config{SecretKey: "hunter2"}, "at least 32 characters"},
		{config.Config{MetricsListen: "9090"}, "--metrics-listen (CANDOR_METRICS_LISTEN): must be HOST:PORT"},
		{config.Config{Database: "sqlite:x.db?mode=rw"}, "?synchronous=full, normal or off"},
	} {
		err := c.wrong.Validate()
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.says, err)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\n") {
			t.Errorf("one line without secrets, not %q", err)
		}
	}
}

func TestGoodValuesPass(t *testing.T) {
	for _, c := range []config.Config{
		{Listen: ":0"}, {Listen: "[::1]:80"}, {Database: "sqlite:/srv/candor.db?synchronous=normal"},
		{Database: "postgres://u:p%40@h:5432/db?sslmode=require"}, {Database: "postgresql:///db?host=/run"},
		{PublicURL: "https://hiring.example.com/"}, {SMTP: "smtps://u:p@mail:465"},
		{Files: "s3://k:s@s3.example.com/bucket"}, {Files: "/srv/files"},
	} {
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestSecretsDoNotShow(t *testing.T) {
	c := prepared(t, config.Config{
		Database: "postgres://candor:hunter2@db/candor?sslpassword=hunter2",
		SMTP:     "smtp://candor:hunter2@mail:587", Files: "s3://key:hunter2@s3/bucket",
		SecretKey: strings.Repeat("hunter2", 5),
	})
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("starting", "config", c, "pointer", &c)
	js, err := json.Marshal(map[string]any{"a": c, "b": &c})
	if err != nil {
		t.Fatal(err)
	}
	all := log.String() + string(js) + fmt.Sprint(c, &c) + fmt.Sprintf("%v %+v %#v %s %+v", c, c, c, c, struct{ C config.Config }{c})
	if strings.Contains(all, "hunter2") {
		t.Errorf("a secret shows: %s", all)
	}
	for _, part := range []string{"candor:(hidden)@db/candor", "smtp://candor:(hidden)@mail:587", "s3://key:(hidden)@s3/bucket"} {
		if !strings.Contains(c.String(), part) {
			t.Errorf("%q is not in %s", part, c)
		}
	}
}

func TestUnknownVariablesAreFound(t *testing.T) {
	good := []string{"HOME=/", "CANDOR_LISTEN=:1", "CANDOR_SECRET_KEY=", "CANDOR_TEST_POSTGRES=x"}
	if err := config.CheckEnvironment(good); err != nil {
		t.Error(err)
	}
	err := config.CheckEnvironment(append(good, "CANDOR_DATABSE=sqlite:x"))
	if err == nil || !strings.Contains(err.Error(), "CANDOR_DATABSE") || !strings.Contains(err.Error(), "CANDOR_DATABASE") {
		t.Error(err)
	}
}

// TestFlagsAndVariables holds the tags to what the interface promises.
func TestFlagsAndVariables(t *testing.T) {
	t.Setenv("CANDOR_SMTP", "smtp://mail:25")
	t.Setenv("CANDOR_LISTEN", "0.0.0.0:1")
	t.Setenv("CANDOR_FILES", "")
	t.Setenv("CANDOR_METRICS_LISTEN", "127.0.0.1:9090")
	t.Setenv("CANDOR_TRUST_PROXY", "true")
	var cli struct {
		Serve struct {
			config.Config
		} `cmd:"" default:"withargs"`
	}
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	_, err = parser.Parse([]string{"--listen", "127.0.0.1:2", "--data", t.TempDir(), "--database", "sqlite:x.db",
		"--public-url", "https://x.example", "--secret-key", strings.Repeat("s", 40)})
	if err != nil {
		t.Fatal(err)
	}
	c := cli.Serve.Config
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:2" || c.SMTP != "smtp://mail:25" || c.Database != "sqlite:x.db" || c.Files != filepath.Join(c.Data, "files") {
		t.Errorf("parsed %s", c)
	}
	if !c.TrustProxy || c.MetricsListen != "127.0.0.1:9090" {
		t.Errorf("parsed %s", c)
	}
	if _, err := parser.Parse([]string{"serve", "--listen", "nonsense"}); err == nil || !strings.Contains(err.Error(), "CANDOR_LISTEN") {
		t.Errorf("kong must validate: %v", err)
	}
}
