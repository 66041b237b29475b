package files

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// Serve answers a request for a file that Open has given. It is saved, not shown, whatever it contains; only a PDF is shown
// in place, and only if asked for by "inline=1", in a viewer that may do nothing else. Every request is decided anew, so nothing is
// reused by the browser without asking; ranges and If-None-Match work.
func Serve(w http.ResponseWriter, r *http.Request, f File, content io.ReadSeeker) {
	h := w.Header()
	h.Set("Content-Type", f.MIME())
	h.Set("Content-Disposition", disposition("attachment", f.Name))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+f.SHA256+`"`)
	if f.Kind == "pdf" && r.URL.Query().Get("inline") == "1" {
		h.Set("Content-Disposition", disposition("inline", f.Name))
		h.Set("Content-Security-Policy", inlinePolicy)
		h.Set("X-Frame-Options", "SAMEORIGIN")
	}
	http.ServeContent(w, r, "", f.CreatedAt.Time, content)
}

const inlinePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"

// disposition names the file twice: plainly for old programs, and in UTF-8 as RFC 5987 wants it.
func disposition(how, name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || strings.ContainsRune(`"\%;/`, r) {
			return '_'
		}
		return r
	}, name)
	plain := mime.FormatMediaType(how, map[string]string{"filename": ascii})
	return plain + "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
