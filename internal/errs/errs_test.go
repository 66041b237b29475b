package errs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/internal/errs"
)

func TestEveryKindHasItsStatus(t *testing.T) {
	want := map[errs.Kind]int{
		errs.Internal: 500, errs.Invalid: 422, errs.NotFound: 404, errs.Refused: 403, errs.Conflict: 409,
		errs.SignIn: 401, errs.Stale: 412, errs.TooMany: 429, errs.TooLarge: 413,
	}
	for k, status := range want {
		if k.Status() != status {
			t.Errorf("%s answers %d, want %d", k, k.Status(), status)
		}
	}
	if errs.Kind(99).Status() != 500 || errs.Kind(-1).String() != "internal" {
		t.Error("an unknown kind must be internal")
	}
}

func TestAForeignErrorStaysOutOfTheAnswer(t *testing.T) {
	secret := errors.New("dial postgres://candor:hunter2@db")
	e := errs.As(fmt.Errorf("load: %w", secret))
	if e.Kind != errs.Internal || strings.Contains(e.Message, "hunter2") {
		t.Fatalf("the answer is %q (%s)", e.Message, e.Kind)
	}
	if !errors.Is(e, secret) || !strings.Contains(e.Error(), "hunter2") {
		t.Fatal("the log must keep the cause")
	}
	if errs.As(nil) != nil {
		t.Fatal("nil is not an error")
	}
}

func TestAWrappedErrorKeepsItsKind(t *testing.T) {
	err := fmt.Errorf("move: %w", errs.Refuse("last_owner", "An organisation needs an owner."))
	if errs.KindOf(err) != errs.Refused || errs.As(err).Code != "last_owner" {
		t.Fatalf("got %s, %q", errs.KindOf(err), errs.As(err).Code)
	}
	if errs.KindOf(context.Canceled) != errs.Internal || errs.As(context.Canceled).Code != "cancelled" {
		t.Fatal("a cancelled request is internal and says so")
	}
	if errs.Is(nil, errs.Internal) {
		t.Fatal("nil has no kind")
	}
}

func TestHiddenIsAlwaysTheSame(t *testing.T) {
	a, b := errs.As(errs.Hidden()), errs.As(errs.Hidden())
	if a.Message != b.Message || a.Code != b.Code || a.Kind != errs.NotFound {
		t.Fatal("what is hidden and what is missing must look the same")
	}
}

func TestBadNamesEveryField(t *testing.T) {
	if errs.Bad() != nil {
		t.Fatal("nothing wrong is no error")
	}
	e := errs.As(errs.Bad(errs.F("name", "Please give a name."), errs.F("email", "This is no e-mail address.")))
	if len(e.Fields) != 2 || e.Message != "Please give a name. This is no e-mail address." {
		t.Fatalf("got %q", e.Message)
	}
}

func TestCopiesDoNotChangeTheOriginal(t *testing.T) {
	e := errs.Of(errs.Conflict, "Taken.")
	if _ = e.Coded("slug_taken").With(errors.New("x")); e.Code != "conflict" || e.Unwrap() != nil {
		t.Fatal("Coded and With must copy")
	}
	if errs.As(errs.Wait(time.Minute, "Slow down.")).RetryAfter != time.Minute {
		t.Fatal("Wait says when to come back")
	}
}
