package crash

import (
	"errors"
	"io"
	"log"
	"net"
	netmail "net/mail"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// postOffice is a mail server that outlives the programs it gets letters from, and counts each letter that it took.
type postOffice struct {
	address string
	mu      sync.Mutex
	taken   map[string]int    // by Message-ID
	to      map[string]string // Message-ID → address
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{taken: map[string]int{}, to: map[string]string{}}
	s := smtp.NewServer(p)
	s.Domain = "post.example"
	s.EnableSMTPUTF8 = true
	s.ErrorLog = log.New(io.Discard, "", 0) // its senders are killed
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.address = l.Addr().String()
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return p
}

func (p *postOffice) url() string {
	return "smtp://" + p.address + "?from=jobs@hire.example&tls=none"
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return &dialogue{p: p}, nil }

type dialogue struct {
	p  *postOffice
	to string
}

func (d *dialogue) Mail(string, *smtp.MailOptions) error { return nil }
func (d *dialogue) Reset()                               {}
func (d *dialogue) Logout() error                        { return nil }
func (d *dialogue) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.to = to
	return nil
}

func (d *dialogue) Data(r io.Reader) error {
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, m.Body); err != nil {
		return err // the sender broke off: not taken
	}
	id := m.Header.Get("Message-Id")
	if id == "" {
		return errors.New("a letter without Message-ID")
	}
	d.p.mu.Lock()
	defer d.p.mu.Unlock()
	d.p.taken[id]++
	d.p.to[id] = d.to
	return nil
}

// letters is how many were taken; every one of them once.
func (p *postOffice) letters(t *testing.T) int {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, n := range p.taken {
		if n != 1 {
			t.Errorf("the letter %s to %s was taken %d times", id, p.to[id], n)
		}
	}
	return len(p.taken)
}
