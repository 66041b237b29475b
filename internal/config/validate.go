package config

import (
	"fmt"
	"net"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// minKey is the shortest secret key: what a password manager makes, not a word.
const minKey = 32

// Validate checks every setting that is not empty, without touching anything.
// Values that may hold a password are not repeated in the error.
func (c *Config) Validate() error {
	for _, check := range []func() error{c.checkListen, c.checkDatabase, c.checkPublicURL, c.checkSMTP, c.checkFiles} {
		if err := check(); err != nil {
			return err
		}
	}
	if n := len(c.SecretKey); n > 0 && n < minKey {
		return wrong("secret-key", "must have at least %d characters, not %d", minKey, n)
	}
	return nil
}

func (c *Config) checkListen() error {
	for _, at := range []struct{ flag, listen string }{{"listen", c.Listen}, {"metrics-listen", c.MetricsListen}} {
		_, port, err := net.SplitHostPort(at.listen)
		if _, bad := strconv.ParseUint(port, 10, 16); at.listen != "" && (err != nil || bad != nil) {
			return wrong(at.flag, "must be HOST:PORT, as in 127.0.0.1:8080, not %q", at.listen)
		}
	}
	return nil
}

func (c *Config) checkDatabase() error {
	scheme, rest, _ := strings.Cut(c.Database, ":")
	switch scheme {
	case "":
		return nil
	case "sqlite":
		path, options, _ := strings.Cut(rest, "?")
		if path == "" || strings.HasPrefix(path, ":") {
			return wrong("database", "sqlite: needs a file, as in sqlite:data/candor.db")
		}
		if options != "" && !slices.Contains([]string{"synchronous=full", "synchronous=normal", "synchronous=off"}, options) {
			return wrong("database", "sqlite: takes ?synchronous=full, normal or off, not %q", options)
		}
		return nil
	case "postgres", "postgresql":
		if _, err := url.Parse(c.Database); err != nil || !strings.HasPrefix(rest, "//") {
			return wrong("database", "this is not a valid postgres:// address; are special characters in the password written as %%XX?")
		}
		return nil
	}
	return wrong("database", "must be sqlite:PATH or postgres://…")
}

func (c *Config) checkPublicURL() error {
	if c.PublicURL == "" {
		return nil
	}
	u, err := url.Parse(c.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return wrong("public-url", "must be http:// or https:// and a host, not %q", c.PublicURL)
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return wrong("public-url", "must end after the host: Candor has a whole host name to itself, not %q", c.PublicURL)
	}
	return nil
}

func (c *Config) checkSMTP() error {
	if c.SMTP == "" {
		return nil
	}
	u, err := url.Parse(c.SMTP)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return wrong("smtp", "must be smtp://USER:PASSWORD@HOST:PORT or smtps://…; special characters in the password are written as %%XX")
	}
	return nil
}

func (c *Config) checkFiles() error {
	scheme, _, isURL := strings.Cut(c.Files, "://")
	if !isURL {
		return nil
	}
	u, err := url.Parse(c.Files)
	if err != nil || scheme != "s3" || u.Host == "" || strings.Trim(u.Path, "/") == "" {
		return wrong("files", "must be a folder or s3://KEY:SECRET@HOST/BUCKET")
	}
	return nil
}

// CheckEnvironment finds CANDOR_… variables that mean nothing: a misspelt one
// would otherwise be a setting that silently is not set. environ is
// os.Environ(). Variables of the tests are left alone.
func CheckEnvironment(environ []string) error {
	known := variables()
	for _, pair := range environ {
		name, _, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, "CANDOR_") || strings.HasPrefix(name, "CANDOR_TEST") || slices.Contains(known, name) {
			continue
		}
		return fmt.Errorf("%s: there is no such variable; there are %s", name, strings.Join(known, ", "))
	}
	return nil
}

// variables are the environment variables of Config, read from its tags.
func variables() []string {
	var out []string
	for f := range reflect.TypeFor[Config]().Fields() {
		out = append(out, f.Tag.Get("env"))
	}
	return out
}
