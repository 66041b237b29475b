// Package config is everything an installation can set, in one struct that is
// filled from flags and CANDOR_… variables. With nothing set, Candor runs on
// SQLite in ./data and makes the secrets it needs. A Config prints itself with
// its secrets hidden, so it may be logged.
package config

import (
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Config is embedded in the commands that need it; kong fills it. Call Prepare
// before anything else.
type Config struct {
	Listen     string `name:"listen" env:"CANDOR_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen."`
	Data       string `name:"data" env:"CANDOR_DATA" placeholder:"DIR" help:"Folder for the embedded database, files and the secret key. Without it: data."`
	Database   string `name:"database" env:"CANDOR_DATABASE" placeholder:"URL" help:"sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME. Without it: SQLite in the data folder."`
	PublicURL  string `name:"public-url" env:"CANDOR_PUBLIC_URL" placeholder:"URL" help:"The address people use, as in https://hiring.example.com. Without it: the listening address."`
	SMTP       string `name:"smtp" env:"CANDOR_SMTP" placeholder:"URL" help:"smtp://USER:PASSWORD@HOST:PORT or smtps://…. Without it, mails go to the log."`
	Files      string `name:"files" env:"CANDOR_FILES" placeholder:"DIR|URL" help:"Where résumés and attachments are kept: a folder or s3://KEY:SECRET@HOST/BUCKET. Without it: the data folder."`
	SecretKey  string `name:"secret-key" env:"CANDOR_SECRET_KEY" placeholder:"KEY" help:"At least 32 characters, the same on every replica. Without it: made once and kept in the data folder."`
	TrustProxy bool   `name:"trust-proxy" env:"CANDOR_TRUST_PROXY" help:"Believe the last X-Forwarded-For: a proxy of ours sets it, and nobody gets past it."`

	MetricsListen string `name:"metrics-listen" env:"CANDOR_METRICS_LISTEN" placeholder:"HOST:PORT" help:"Serve /metrics on a listener of its own. Without it, nowhere."`
}

// keyFile is the secret key's file in the data folder.
const keyFile = "secret.key"

// Prepare fills in what was not said, checks what was, makes the data folder
// and makes or reads the secret key. Its error is one line for the operator.
func (c *Config) Prepare() error {
	if err := c.Look(); err != nil || c.SecretKey != "" {
		return err
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return wrong("data", "the folder cannot be made: %v", err)
	}
	path := filepath.Join(c.Data, keyFile)
	if err := makeKey(path); err != nil && !errors.Is(err, fs.ErrExist) {
		return wrong("data", "nothing can be written into the folder by this user: %v", err)
	}
	return c.readKey(path)
}

// Look is Prepare for a command that works on an installation that is there,
// and must not begin one where there is none: it reads the secret key if there
// is one, and makes nothing.
func (c *Config) Look() error {
	c.fill()
	if err := c.Validate(); err != nil || c.SecretKey != "" {
		return err
	}
	path := filepath.Join(c.Data, keyFile)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return nil
	}
	return c.readKey(path)
}

func (c *Config) readKey(path string) (err error) {
	if c.SecretKey, err = readKey(path); err != nil {
		return wrong("secret-key", "%v", err)
	}
	return nil
}

// SQLiteFile is the file of the embedded database; "" if it is on a server.
func (c *Config) SQLiteFile() string {
	rest, ok := strings.CutPrefix(c.Database, "sqlite:")
	if !ok {
		return ""
	}
	path, _, _ := strings.Cut(rest, "?")
	return strings.TrimPrefix(path, "//")
}

// DatabaseShown is the database's address without its password.
func (c *Config) DatabaseShown() string { return withoutPassword(c.Database) }

// Loopback reports that nobody but this machine gets to Candor: it listens on
// the loopback, is asked for under the loopback's name, and no proxy of ours
// is said to stand in front.
func (c *Config) Loopback() bool {
	u, err := url.Parse(c.PublicURL)
	host, _, bad := net.SplitHostPort(c.Listen)
	return err == nil && bad == nil && loopback(host) && loopback(u.Hostname()) && !c.TrustProxy
}

// Encrypted reports that people come over TLS, which somebody in front of
// Candor must speak: it does not itself.
func (c *Config) Encrypted() bool { return strings.HasPrefix(c.PublicURL, "https://") }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// fill replaces what is empty: a variable that is set to nothing means the
// same as one that is not set.
func (c *Config) fill() {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:8080"
	}
	if c.Data == "" {
		c.Data = "data"
	}
	if c.Database == "" {
		c.Database = "sqlite:" + filepath.Join(c.Data, "candor.db")
	}
	if c.Files == "" {
		c.Files = filepath.Join(c.Data, "files")
	}
	if c.PublicURL == "" {
		c.PublicURL = ownAddress(c.Listen)
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
}

// ownAddress is how a browser on this machine gets to the listener. It says
// localhost, not 127.0.0.1: passkeys need a name.
func ownAddress(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "" // Validate complains about the listener
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port)
}

// Key derives the 32-byte key of one purpose ("cursor", "unsubscribe", …) from
// the secret key, so that no two parts of Candor sign with the same one. It
// panics before Prepare: an empty key would protect nothing.
func (c *Config) Key(purpose string) []byte {
	if len(c.SecretKey) < minKey {
		panic("config: Key before Prepare")
	}
	key, err := hkdf.Key(sha256.New, []byte(c.SecretKey), nil, "candor "+purpose, 32)
	if err != nil {
		panic(err) // only for impossible lengths
	}
	return key
}

// Wrong is the one line about the value of a setting that turned out wrong
// when it was used. The error must not repeat a secret.
func Wrong(flag string, err error) error { return wrong(flag, "%w", err) }

// wrong is the one line about a setting, naming flag and variable.
func wrong(flag, format string, args ...any) error {
	return fmt.Errorf("--%s (%s): %w", flag, variable(flag), fmt.Errorf(format, args...))
}

func variable(flag string) string {
	return "CANDOR_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
