package web

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"candor/internal/access"
	"candor/internal/ui/kit"
)

func TestWhoMayCome(t *testing.T) {
	h := open(t, sqlite(t))
	h.want(h.get("ada", "/positions"), 200, "list")
	h.want(h.get("ines", "/positions"), 403, "job_positions:view")
	h.want(h.get("ines", "/settings/roles"), 403, "roles:view")
	h.want(h.get("", "/invite/x"), 200, "welcome")
	h.want(h.get("ada", "/invite/x"), 200, "welcome Ada")
	h.want(h.get("dead", "/invite/x"), 200, "welcome ")

	a := h.get("", "/positions?status=open")
	if a.StatusCode != 303 || a.Header.Get("Location") != "/sign-in?next=%2Fpositions%3Fstatus%3Dopen" {
		t.Error(a.StatusCode, a.Header)
	}
	a = h.get("dead", "/positions", "HX-Request: true")
	if a.Header.Get("HX-Redirect") != "/sign-in?next=%2Fpositions" {
		t.Error(a.StatusCode, a.Header)
	}
	if a = h.get("dead", "/positions", "HX-Request: true", "Candor-Live: 1"); a.StatusCode != 401 {
		t.Error(a.StatusCode)
	}
	a = h.post("", "/positions", nil, "Referer: "+h.ts.URL+"/positions/new")
	if a.StatusCode != 303 || a.Header.Get("Location") != "/sign-in?next=%2Fpositions%2Fnew" {
		t.Error(a.StatusCode, a.Header)
	}
	if a = h.get("", "/several"); a.Header.Get("Location") != "/organizations?next=%2Fseveral" {
		t.Error(a.StatusCode, a.Header)
	}
}

func TestWithoutGatesOnlySigningInIsAsked(t *testing.T) {
	h := open(t, sqlite(t), func(d *Deps) { d.GatesOff = true })
	h.want(h.get("ines", "/positions"), 200, "list")
	h.want(h.get("", "/positions"), 303, "")
}

func TestTheMenuOpensWhatTheDoorsOpen(t *testing.T) {
	h := open(t, sqlite(t), func(d *Deps) { d.GatesOff = true })
	h.want(h.get("ada", "/positions"), 200, "[Start] [Positions] [Roles]")
	if a := h.get("ines", "/positions"); strings.Contains(a.text, "[Positions]") || !strings.Contains(a.text, "[Start]") {
		t.Error(a.text[:100])
	}
}

func TestHiddenAndUnknownAreOneAnswer(t *testing.T) {
	h := open(t, sqlite(t))
	first := h.get("ada", "/positions/hidden")
	h.want(first, 404, "There is nothing here, or nothing you may see.")
	for _, path := range []string{"/positions/unknown", "/positions/unknown"} {
		a := h.get("ada", path)
		a.Header.Del("Date")
		first.Header.Del("Date")
		if a.StatusCode != 404 || a.text != first.text || len(a.Header) != len(first.Header) {
			t.Errorf("%s: %v\n%v", path, a.Header, first.Header)
		}
		for name := range a.Header {
			if a.Header.Get(name) != first.Header.Get(name) {
				t.Errorf("%s differs", name)
			}
		}
	}
	h.want(h.get("ada", "/nothing"), 404, "There is nothing here, or nothing you may see.")
	h.want(h.get("", "/nothing"), 404, "There is nothing here, or nothing you may see.")
}

func TestErrorsAreAnsweredForPeople(t *testing.T) {
	h := open(t, sqlite(t))
	h.want(h.get("", "/refuse"), 403, "Only the hiring manager sees this.")
	for _, path := range []string{"/fail", "/panic"} {
		a := h.get("", path)
		h.want(a, 500, "Something went wrong")
		id := a.Header.Get("X-Request-Id")
		if strings.Contains(a.text, "secret") || strings.Contains(a.text, "EOF") || id == "" || !strings.Contains(a.text, id) {
			t.Error(path, a.text)
		}
		if !strings.Contains(h.logs.String(), id) {
			t.Error("the log does not know the number of", path)
		}
	}
	a := h.send("ada", "DELETE", "/positions", "", "Sec-Fetch-Site: same-origin")
	if a.StatusCode != 405 || a.Header.Get("Allow") != "GET, POST" {
		t.Error(a.StatusCode, a.Header)
	}
	if a := h.get("ada", "/api/v1/nothing"); a.StatusCode != 404 || a.Header.Get("Content-Type") != "application/problem+json" {
		t.Error(a.StatusCode, a.Header)
	}
}

func TestForms(t *testing.T) {
	h := open(t, sqlite(t))
	h.want(h.post("ada", "/positions", url.Values{"title": {"  "}}), 422, "A position needs a title.")
	h.want(h.post("ada", "/positions", url.Values{"title": {"Cook"}, "count": {"many"}}), 422, "Give a whole number. was Cook")
	h.want(h.post("ada", "/positions", url.Values{"title": {"a\x00b"}}), 422, "no text")
	h.want(h.post("ada", "/positions", url.Values{"title": {strings.Repeat("x", 2<<20)}}), 413, "larger")
	h.want(h.send("ada", "POST", "/positions", "title=%zz", "Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin"), 422, "")

	b := h.browser("ada")
	res, err := b.PostForm(h.ts.URL+"/positions", url.Values{"title": {"Cook"}})
	if err != nil {
		t.Fatal(err)
	}
	page, _ := io.ReadAll(res.Body)
	if res.Request.URL.Path != "/positions" || !strings.Contains(string(page), "list Position created.") {
		t.Fatalf("%s %s", res.Request.URL, page[:60])
	}
	res, _ = b.Get(h.ts.URL + "/positions")
	if page, _ = io.ReadAll(res.Body); strings.Contains(string(page), "created") {
		t.Error("a flash is shown twice")
	}
}

func TestAFlashIsOursAndShort(t *testing.T) {
	h := open(t, sqlite(t))
	set := h.post("ada", "/positions", url.Values{"title": {"Cook"}}).Header.Get("Set-Cookie")
	flash, _, _ := strings.Cut(set, ";")
	h.want(h.get("ada", "/positions", "Cookie: "+flash), 200, "Position created.")
	if a := h.get("ada", "/positions", "Cookie: "+flash, "Candor-Live: 1"); strings.Contains(a.text, "created") || a.Header.Get("Set-Cookie") != "" {
		t.Error("a live part took the flash")
	}
	forged := strings.Replace(flash, "=", "=A", 1)
	if a := h.get("ada", "/positions", "Cookie: "+forged); strings.Contains(a.text, "created") {
		t.Error("a forged flash is shown")
	}
	h.s.Now = func() time.Time { return h.d.Now().Add(2 * time.Minute) }
	if a := h.get("ada", "/positions", "Cookie: "+flash); strings.Contains(a.text, "created") {
		t.Error("an old flash is shown")
	}
	h.s.Flash(nopWriter{}, kit.FlashProps{Text: strings.Repeat("x", 5000)}) // dropped, not half a cookie
}

type nopWriter struct{ http.ResponseWriter }

func (nopWriter) Header() http.Header { panic("a cookie that is too large was set") }

func TestOtherSitesCannotSendForms(t *testing.T) {
	h := open(t, sqlite(t), func(d *Deps) { d.PublicURL = "https://jobs.example.com" })
	form := url.Values{"title": {"Cook"}}.Encode()
	kind := "Content-Type: application/x-www-form-urlencoded"
	if a := h.send("ada", "POST", "/positions", form, kind, "Sec-Fetch-Site: cross-site"); a.StatusCode != 403 {
		t.Error(a.StatusCode)
	}
	if a := h.send("ada", "POST", "/positions", form, kind, "Origin: https://evil.example"); a.StatusCode != 403 {
		t.Error(a.StatusCode)
	}
	if a := h.send("ada", "POST", "/positions", form, kind, "Origin: https://jobs.example.com"); a.StatusCode != 303 {
		t.Error("behind a proxy that changes the host:", a.StatusCode)
	}
}

func TestHeaders(t *testing.T) {
	h := open(t, sqlite(t), func(d *Deps) { d.PublicURL = "https://jobs.example.com" })
	for _, path := range []string{"/positions", "/nothing", "/healthz", "/api/v1/permissions", "/panic"} {
		a := h.get("ada", path)
		if a.Header.Get("Content-Security-Policy") != policy || a.Header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(a.Header.Get("Strict-Transport-Security"), "max-age") || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", path, a.Header)
		}
	}
	if v := strings.Join(h.get("ada", "/positions").Header.Values("Vary"), ","); !strings.Contains(v, "HX-Request") || !strings.Contains(v, "Cookie") {
		t.Error(v)
	}
	w := header{}
	h.s.SetSession(w, "token", time.Now().Add(time.Hour))
	c := http.Header(w).Get("Set-Cookie")
	for _, want := range []string{"__Host-candor-session=token", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(c, want) {
			t.Error(c, "lacks", want)
		}
	}
	if strings.Contains(c, "Domain") {
		t.Error(c)
	}
}

type header http.Header

func (h header) Header() http.Header       { return http.Header(h) }
func (header) Write(b []byte) (int, error) { return len(b), nil }
func (header) WriteHeader(int)             {}

func TestPagesArePacked(t *testing.T) {
	h := open(t, sqlite(t))
	a := h.get("ada", "/positions", "Accept-Encoding: gzip")
	if a.Header.Get("Content-Encoding") != "gzip" || len(a.text) > 1000 || !strings.Contains(strings.Join(a.Header.Values("Vary"), ","), "Accept-Encoding") {
		t.Error(a.Header, len(a.text))
	}
}

func TestFiles(t *testing.T) {
	h := open(t, sqlite(t))
	send := func(size int) answer {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		f, _ := m.CreateFormFile("resume", "Zoë’s \"CV\"\r\n.pdf")
		f.Write(bytes.Repeat([]byte("x"), size))
		m.Close()
		return h.send("ada", "POST", "/upload", b.String(), "Content-Type: "+m.FormDataContentType(), "Sec-Fetch-Site: same-origin")
	}
	a := send(2 << 20)
	if a.StatusCode != 200 || len(a.text) != 2<<20 {
		t.Error(a.StatusCode, a.Header)
	}
	h.want(send(4<<20), 413, "3 MB")
	h.want(h.post("ada", "/upload", nil), 200, "none")
}

func TestTheLogHoldsNoValues(t *testing.T) {
	h := open(t, sqlite(t))
	h.get("ada", "/invite/c4n4ry-token?next=/c4n4ry-query")
	h.post("ada", "/positions", url.Values{"title": {"c4n4ry-body"}})
	h.get("", "/api/v1/permissions?q=c4n4ry", "Authorization: Bearer c4n4ry-key")
	h.get("", "/c4n4ry-path")
	log := h.logs.String()
	if strings.Contains(log, "c4n4ry") {
		t.Error(log)
	}
	for _, want := range []string{`door="GET /invite/{token}"`, `door="GET /api/v1/permissions"`, "member=ada", "status=303", "request="} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
}

func TestHealth(t *testing.T) {
	h := open(t, sqlite(t))
	h.want(h.get("", "/healthz"), 200, "ok")
	h.want(h.get("", "/readyz"), 200, "ready")
	h.want(h.get("", "/robots.txt"), 200, "Allow: /careers/")
	h.want(h.get("", "/metrics"), 404, "") // they have a listener of their own
	h.s.Close()
	h.want(h.get("", "/readyz"), 503, "ending")
	h.d.Close()
	h.want(h.get("", "/healthz"), 200, "ok")
}

func TestReadyAsksTheDatabase(t *testing.T) {
	d := sqlite(t)
	h := open(t, d)
	h.d.Close()
	h.want(h.get("", "/readyz"), 503, "not reachable")
}

func TestOnlyATrustedProxyIsBelieved(t *testing.T) {
	for _, trust := range []bool{true, false} {
		var seen string
		h := open(t, sqlite(t), func(d *Deps) { d.TrustProxy = trust })
		s, err := build(h.s.Deps, func(s *Server) {
			s.Handle("GET /address", access.Public("test"), func(w http.ResponseWriter, r *Request) error {
				seen = r.Address()
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		req, _ := http.NewRequest("GET", "/address", nil)
		req.RemoteAddr = "10.0.0.1:5000"
		req.Header.Set("X-Forwarded-For", "6.6.6.6, 203.0.113.9")
		s.ServeHTTP(header{}, req)
		if want := map[bool]string{true: "203.0.113.9", false: "10.0.0.1"}[trust]; seen != want {
			t.Errorf("trust %v: %s", trust, seen)
		}
	}
}

func TestLocalAddresses(t *testing.T) {
	for address, want := range map[string]bool{"/": true, "/positions?q=a#b": true, "": false, "//evil": false, `/\evil`: false, "https://evil": false,
		"/\tevil": false, "positions": false, "/%2F%2Fevil": false, "/a//b": true} {
		if local(address) != want {
			t.Errorf("%q: %v", address, !want)
		}
	}
}

func TestDoorsWithoutNeedDoNotStart(t *testing.T) {
	h := open(t, sqlite(t))
	defer func() {
		if recover() == nil {
			t.Error("a door without a need was registered")
		}
	}()
	h.s.Handle("GET /open", access.Need{}, nil)
}

func TestGracefulEnd(t *testing.T) {
	h := open(t, sqlite(t))
	running, finish := make(chan bool), make(chan bool)
	h.s.Handle("GET /slow", access.Public("test"), func(w http.ResponseWriter, r *Request) error {
		close(running)
		<-finish
		return h.s.Show(w, r, text("finished"))
	})
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- h.s.Serve(ctx, ln) }()
	page := make(chan string)
	go func() {
		res, err := http.Get("http://" + ln.Addr().String() + "/slow")
		if err != nil {
			page <- err.Error()
			return
		}
		b, _ := io.ReadAll(res.Body)
		page <- string(b)
	}()
	<-running
	stop()
	<-h.s.closing
	close(finish)
	if got := <-page; !strings.Contains(got, "finished") {
		t.Error(got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
