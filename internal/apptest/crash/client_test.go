package crash

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"regexp"
	"time"
)

// answer is what a program or a browser gets back; err is a connection that broke.
type answer struct {
	status int
	header http.Header
	body   []byte
	err    error
}

func (a answer) code() string {
	var problem struct{ Code string }
	_ = json.Unmarshal(a.body, &problem)
	return problem.Code
}

func (a answer) String() string {
	return fmt.Sprintf("%d %.300s %v", a.status, a.body, a.err)
}

// client has connections of its own.
type client struct {
	in   *installation
	http *http.Client
}

func (in *installation) client() *client {
	return &client{in, &http.Client{
		Timeout:       time.Minute,
		Transport:     &http.Transport{DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// api sends a request of the API as somebody; key is its Idempotency-Key.
func (c *client) api(token, method, path, key string, body any) answer {
	text, err := json.Marshal(body)
	if err != nil {
		return answer{err: err}
	}
	req, err := http.NewRequest(method, "http://"+c.in.address+"/api/v1"+path, bytes.NewReader(text))
	if err != nil {
		return answer{err: err}
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	return c.do(req)
}

func (c *client) get(path string) answer {
	req, err := http.NewRequest("GET", "http://"+c.in.address+path, nil)
	if err != nil {
		return answer{err: err}
	}
	return c.do(req)
}

func (c *client) do(req *http.Request) answer {
	res, err := c.http.Do(req)
	if err != nil {
		return answer{err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, body, err}
}

// field is one of a form; with a file's name it is a file.
type field struct{ name, file, value string }

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// blank is the application form as it is shown, with what it carries.
func (c *client) blank(path string) ([]field, answer) {
	a := c.get(path)
	var out []field
	for _, m := range hidden.FindAllSubmatch(a.body, -1) {
		out = append(out, field{name: string(m[1]), value: string(m[2])})
	}
	return out, a
}

// send sends a form as a browser does.
func (c *client) send(path string, fields []field) answer {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range fields {
		if err := f.write(form); err != nil {
			return answer{err: err}
		}
	}
	form.Close()
	req, err := http.NewRequest("POST", "http://"+c.in.address+path, &body)
	if err != nil {
		return answer{err: err}
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return c.do(req)
}

func (f field) write(form *multipart.Writer) error {
	if f.file == "" {
		return form.WriteField(f.name, f.value)
	}
	w, err := form.CreateFormFile(f.name, f.file)
	if err == nil {
		_, err = io.WriteString(w, f.value)
	}
	return err
}

func newForm(w io.Writer) *multipart.Writer { return multipart.NewWriter(w) }
