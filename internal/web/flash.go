package web

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"

	"candor/internal/ui/kit"
)

// A flash says on the next page what was done on this one. It waits in a signed cookie, for a minute.

const (
	flashLasts   = time.Minute
	flashLargest = 3000 // bytes; browsers take four thousand for a cookie
)

// secrets are the keys derived from the installation's secret.
type secrets struct{ flash []byte }

func newSecrets(secret []byte) secrets {
	key, err := hkdf.Key(sha256.New, secret, nil, "candor flash", 32)
	if err != nil {
		panic(err) // only a wrong length can fail
	}
	return secrets{flash: key}
}

type flashCookie struct {
	Until   int64            `json:"u"`
	Flashes []kit.FlashProps `json:"f"`
}

// Flash shows f on the next page that the browser gets.
func (s *Server) Flash(w http.ResponseWriter, f kit.FlashProps) {
	if f.Tone == "" {
		f.Tone = kit.Good
	}
	if f.Seconds == 0 && f.Tone == kit.Good {
		f.Seconds = 6
	}
	text, err := json.Marshal(flashCookie{Until: s.Now().Add(flashLasts).UnixMilli(), Flashes: []kit.FlashProps{f}})
	if err != nil || len(text) > flashLargest {
		return // a sentence lost; what it told is done all the same
	}
	c := s.cookie("flash", base64.RawURLEncoding.EncodeToString(append(s.secrets.sign(text), text...)))
	c.MaxAge = int(flashLasts.Seconds())
	http.SetCookie(w, c)
}

// flashes takes what waits. A live part leaves it for the next page.
func (r *Request) flashes() []kit.FlashProps {
	c, err := r.Cookie(r.s.cookieName("flash"))
	if err != nil || r.Live() {
		return nil
	}
	r.s.clear(r.w, "flash")
	raw, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || len(raw) < sha256.Size || !hmac.Equal(raw[:sha256.Size], r.s.secrets.sign(raw[sha256.Size:])) {
		return nil
	}
	var f flashCookie
	if json.Unmarshal(raw[sha256.Size:], &f) != nil || f.Until < r.s.Now().UnixMilli() {
		return nil
	}
	return f.Flashes
}

func (k secrets) sign(text []byte) []byte {
	mac := hmac.New(sha256.New, k.flash)
	mac.Write(text)
	return mac.Sum(nil)
}
