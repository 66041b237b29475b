package config

import (
	"encoding/json"
	"log/slog"
	"net/url"
	"strings"
)

// hidden stands where a secret was.
const hidden = "(hidden)"

// shown is a Config as it may be seen.
func (c Config) shown() []slog.Attr {
	key := ""
	if c.SecretKey != "" {
		key = hidden
	}
	return []slog.Attr{
		slog.String("listen", c.Listen),
		slog.String("data", c.Data),
		slog.String("database", withoutPassword(c.Database)),
		slog.String("public-url", c.PublicURL),
		slog.String("smtp", withoutPassword(c.SMTP)),
		slog.String("files", withoutPassword(c.Files)),
		slog.String("secret-key", key),
		slog.Bool("trust-proxy", c.TrustProxy),
		slog.String("metrics-listen", c.MetricsListen),
	}
}

// withoutPassword hides the password of an address, and all of it if it is an
// address that cannot be read.
func withoutPassword(s string) string {
	scheme, _, isURL := strings.Cut(s, "://")
	if !isURL {
		return s
	}
	u, err := url.Parse(s)
	if err != nil {
		return scheme + "://" + hidden
	}
	user := ""
	if u.User != nil {
		user = u.User.Username()
		if _, has := u.User.Password(); has {
			user += ":" + hidden
		}
		user += "@"
	}
	query := ""
	if u.RawQuery != "" {
		query = "?" + hidden // an address may carry a password there too
	}
	return scheme + "://" + user + u.Host + u.Path + query
}

// String is every setting, with secrets hidden.
func (c Config) String() string {
	var parts []string
	for _, a := range c.shown() {
		parts = append(parts, a.Key+"="+a.Value.String())
	}
	return strings.Join(parts, " ")
}

// GoString keeps secrets out of %#v.
func (c Config) GoString() string { return c.String() }

// LogValue keeps secrets out of the log.
func (c Config) LogValue() slog.Value { return slog.GroupValue(c.shown()...) }

// MarshalJSON keeps secrets out of JSON.
func (c Config) MarshalJSON() ([]byte, error) {
	out := map[string]string{}
	for _, a := range c.shown() {
		out[a.Key] = a.Value.String()
	}
	return json.Marshal(out)
}
