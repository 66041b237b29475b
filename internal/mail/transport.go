package mail

import (
	"context"
	"errors"
	"log/slog"
	"strings"
)

// Message is a letter ready to leave.
type Message struct {
	ID              string // of the letter; the Message-ID is made from it, so that it stays the same however often it is tried
	FromName        string // shown beside the installation's address
	ToEmail, ToName string
	Subject         string
	Text, HTML      string
}

func (m mailRow) message() Message {
	return Message{ID: m.ID, FromName: m.from, ToEmail: m.ToEmail, ToName: m.ToName, Subject: m.Subject, Text: m.Body, HTML: m.Html}
}

// Transport takes letters to where they are read.
//
// Deliver calls handOver once, when everything has been said to the mail server but the last word; if that fails,
// the letter must not leave. Its error is nil: the server took it; *Rejected: the server did not; ErrUncertain: the last word was said and
// no answer came; ErrNotSending: it never will; anything else: nothing has left.
type Transport interface {
	Deliver(ctx context.Context, m Message, handOver func() error) error
}

var (
	// ErrUncertain means that the letter may have left.
	ErrUncertain = errors.New("mail: the server did not answer the last word")
	// ErrNotSending means that there is no mail server.
	ErrNotSending = errors.New("mail: no mail server is set up")
)

// Rejected is a mail server's no.
type Rejected struct {
	Permanent bool   // trying again is of no use
	Reply     string // "550 5.1.1 no such user"
}

func (e *Rejected) Error() string { return "mail server: " + e.Reply }

// Log is the transport without a mail server: it notes that there was a letter, and nothing that stands in it.
type Log struct{ Log *slog.Logger }

// Deliver never sends.
func (l Log) Deliver(ctx context.Context, m Message, _ func() error) error {
	l.Log.InfoContext(ctx, "letter not sent: no mail server is set up", "subject", m.Subject, "to_domain", domainOf(m.ToEmail))
	return ErrNotSending
}

func domainOf(address string) string {
	return address[strings.LastIndexByte(address, '@')+1:]
}
