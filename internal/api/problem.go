package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"candor/internal/errs"
)

// Problem is how every failure is answered: RFC 9457, with a code that stays the same while sentences
// may be reworded.
type Problem struct {
	Type   string         `json:"type" doc:"Always about:blank: the code says what it is" example:"about:blank"`
	Title  string         `json:"title" doc:"What the status means" example:"Unprocessable Entity"`
	Status int            `json:"status" doc:"The HTTP status" example:"422"`
	Code   string         `json:"code" doc:"A stable word for programs" example:"invalid"`
	Detail string         `json:"detail" doc:"A sentence for people" example:"A position needs a title."`
	Errors []ProblemField `json:"errors,omitempty" doc:"What is wrong, field by field"`

	header http.Header
}

// ProblemField is what is wrong with one field.
type ProblemField struct {
	Field   string `json:"field" doc:"Name of the field or parameter" example:"title"`
	Message string `json:"message" doc:"A sentence for people" example:"A position needs a title."`
}

const wentWrong = "Something went wrong on our side. It has been written down."

func newProblem(status int, code, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code, Detail: detail}
}

// Error, GetStatus, GetHeaders and ContentType are what huma asks of an error.
func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) GetHeaders() http.Header   { return p.header }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// problem is the answer to an error of a verb. What only we should know goes to the log.
func (s *Server) problem(ctx context.Context, err error) *Problem {
	var already *Problem
	if errors.As(err, &already) {
		return already
	}
	e := errs.As(err)
	if e.Kind == errs.Internal && ctx.Err() == nil {
		s.Log.ErrorContext(ctx, "the API failed", slog.Any("error", err))
	}
	p := newProblem(e.Kind.Status(), e.Code, e.Message)
	p.header = http.Header{}
	switch {
	case e.Code == "organization_required":
		p.Status, p.Title = http.StatusBadRequest, http.StatusText(http.StatusBadRequest)
	case e.Kind == errs.SignIn:
		p.header.Set("WWW-Authenticate", `Bearer realm="candor"`)
	case e.Kind == errs.TooMany:
		p.header.Set("Retry-After", strconv.Itoa(int(math.Ceil(max(1, e.RetryAfter.Seconds())))))
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, ProblemField{Field: f.Name, Message: f.Message})
	}
	return p
}

// held is the answer to an error, not sent yet.
func (s *Server) held(ctx context.Context, err error) *held {
	h := newHeld()
	writeProblem(h, s.problem(ctx, err))
	return h
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	for name, values := range p.header {
		w.Header()[name] = values
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(p)
}

// bodyError says what went wrong while a body was read.
func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return errs.Of(errs.TooLarge, "The request is larger than "+strconv.FormatInt(tooLarge.Limit, 10)+" bytes.")
	}
	return errs.Of(errs.Invalid, "The body of the request did not arrive whole.")
}

// huma speaks of failures through one function for the whole process: this one.
func init() {
	huma.DefaultArrayNullable = false // a list is [] when it is empty, never null
	huma.ValidateStrictCasing = true
	huma.NewError = func(status int, message string, found ...error) huma.StatusError {
		return humaProblem(status, message, found)
	}
}

func humaProblem(status int, message string, found []error) *Problem {
	code := map[int]string{415: "unsupported_media_type", 406: "not_acceptable", 413: "too_large", 408: "timeout", 500: "internal"}[status]
	if status == http.StatusBadRequest { // unreadable JSON is as invalid as a wrong field
		status = http.StatusUnprocessableEntity
	}
	if code == "" {
		code = errs.Invalid.String()
	}
	if status >= 500 {
		return newProblem(status, code, wentWrong)
	}
	p := newProblem(status, code, sentence(message))
	var said []string
	for _, err := range found {
		f := problemField(err)
		p.Errors = append(p.Errors, f)
		said = append(said, f.Message)
	}
	if status == http.StatusUnprocessableEntity && len(said) > 0 {
		p.Detail = strings.Join(said, " ")
	}
	return p
}

// problemField names the field as the client does: body.team[0].id is team[0].id, query.limit is limit.
func problemField(err error) ProblemField {
	var detailer huma.ErrorDetailer
	if !errors.As(err, &detailer) {
		return ProblemField{Message: sentence(err.Error())}
	}
	d := detailer.ErrorDetail()
	_, name, _ := strings.Cut(d.Location, ".")
	message := sentence(d.Message)
	if name != "" {
		message = sentence(name + ": " + d.Message)
	}
	return ProblemField{Field: name, Message: message}
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
