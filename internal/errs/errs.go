// Package errs holds the few ways in which something can fail in Candor.
//
// An error has two readers. A person reads Message, a sentence that says what
// happened and what to do. The log reads the wrapped cause. The Kind decides
// how a door (page, API, command line) answers; nothing else does.
package errs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says in which of the few ways something failed.
type Kind int

const (
	Internal Kind = iota // 500: our fault; the person gets a neutral sentence
	Invalid              // 422: the input is wrong, field by field
	NotFound             // 404: not there, or not visible: the two look the same
	Refused              // 403: seen, but not allowed
	Conflict             // 409: does not fit what is there already
	SignIn               // 401: nobody is signed in, or the credentials are dead
	Stale                // 412: it was changed since it was read
	TooMany              // 429: too often; RetryAfter says when to come back
	TooLarge             // 413: the upload or request is too big
)

// kinds lists status code and default code of every Kind, in the order above.
var kinds = [...]struct {
	status int
	code   string
}{
	{500, "internal"},
	{422, "invalid"},
	{404, "not_found"},
	{403, "refused"},
	{409, "conflict"},
	{401, "sign_in"},
	{412, "stale"},
	{429, "too_many"},
	{413, "too_large"},
}

// Status is the HTTP status code of the kind.
func (k Kind) Status() int { return kinds[k.known()].status }

// String is the stable code of the kind, as the API prints it when an error
// has no more precise code.
func (k Kind) String() string { return kinds[k.known()].code }

func (k Kind) known() Kind {
	if k < 0 || int(k) >= len(kinds) {
		return Internal
	}
	return k
}

// Field is what is wrong with one field of a form or request. Name is the
// field's name in the API (snake_case, nested with dots); Message is a
// sentence for the person who filled it in.
type Field struct{ Name, Message string }

// Error is every error that a person may get to see.
type Error struct {
	Kind    Kind
	Code    string // stable word for programs; never shown to people
	Message string // a sentence for people; never holds secrets
	Fields  []Field
	// RetryAfter is set for TooMany only.
	RetryAfter time.Duration

	cause error
}

// Error prints the sentence and the cause: it is meant for the log. Doors show
// Message.
func (e *Error) Error() string {
	if e.cause != nil {
		return e.Message + ": " + e.cause.Error()
	}
	return e.Message
}

// Unwrap gives the cause, so that errors.Is sees through to a driver's error.
func (e *Error) Unwrap() error { return e.cause }

// With returns a copy that carries cause for the log.
func (e *Error) With(cause error) *Error {
	out := *e
	out.cause = cause
	return &out
}

// Coded returns a copy with a more precise code than the kind's own.
func (e *Error) Coded(code string) *Error {
	out := *e
	out.Code = code
	return &out
}

// Of makes an error with a sentence for people.
func Of(k Kind, message string) *Error {
	return &Error{Kind: k.known(), Code: k.String(), Message: message}
}

// Hidden is the one answer for what is not there and for what may not be seen;
// there is only one, so that the two cannot be told apart.
func Hidden() error {
	return Of(NotFound, "There is nothing here, or nothing you may see.")
}

// Refuse says no to something the person can see. The code is stable, the
// message says who could do it.
func Refuse(code, message string) error {
	return Of(Refused, message).Coded(code)
}

// F is one wrong field.
func F(name, message string) Field { return Field{Name: name, Message: message} }

// Bad says which fields are wrong; Message sums them up. It returns nil
// without fields, so a verb may collect and then `return errs.Bad(wrong...)`.
func Bad(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	e := Of(Invalid, fields[0].Message)
	if len(fields) > 1 {
		said := make([]string, 0, len(fields))
		for _, f := range fields {
			said = append(said, f.Message)
		}
		e.Message = strings.Join(said, " ")
	}
	e.Fields = fields
	return e
}

// Wait is TooMany with the time after which it is worth trying again.
func Wait(after time.Duration, message string) error {
	e := Of(TooMany, message)
	e.RetryAfter = after
	return e
}

// Wrap adds where it happened to a foreign error, for the log; it stays
// Internal unless the cause has a kind of its own. Wrap of nil is nil.
func Wrap(err error, where string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", where, err)
}

// KindOf is the kind of err; a foreign error is Internal.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind.known()
	}
	return Internal
}

// Is tells whether err is of kind k. It is false for nil.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// As gives the error a door answers with. It is never nil for an err that is
// not: a foreign error becomes Internal with a neutral sentence, and keeps err
// as its cause for the log.
func As(err error) *Error {
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if errors.Is(err, context.Canceled) {
		return Of(Internal, "The request was cancelled before it was finished.").Coded("cancelled").With(err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Of(Internal, "This took too long and was stopped. Please try again.").Coded("timeout").With(err)
	}
	return Of(Internal, "Something went wrong on our side. It has been written down.").With(err)
}
