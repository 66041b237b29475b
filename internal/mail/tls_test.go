package mail

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// strict is a mail server that takes letters only from ada with her password.
type strict struct{ taken, asked atomic.Int64 }

type strictSession struct {
	s    *strict
	user string
}

func (s *strict) NewSession(*smtp.Conn) (smtp.Session, error) { return &strictSession{s: s}, nil }

func (s *strictSession) AuthMechanisms() []string { return []string{sasl.Plain} }
func (s *strictSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		s.s.asked.Add(1)
		if user != "ada@x.example" || password != "p@ss/word" {
			return errors.New("wrong password")
		}
		s.user = user
		return nil
	}), nil
}
func (s *strictSession) Mail(string, *smtp.MailOptions) error {
	if s.user == "" {
		return smtp.ErrAuthRequired
	}
	return nil
}
func (s *strictSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *strictSession) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	s.s.taken.Add(1)
	return err
}
func (s *strictSession) Reset()        {}
func (s *strictSession) Logout() error { return nil }

func openStrict(t *testing.T, config *tls.Config, implicit bool) (*strict, string) {
	t.Helper()
	b := &strict{}
	s := smtp.NewServer(b)
	s.TLSConfig = config
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if implicit {
		l = tls.NewListener(l, config)
	}
	go s.Serve(l)
	t.Cleanup(func() { s.Close() })
	return b, address
}

func certificate(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}, pool
}

func TestPasswordsAndLettersTravelEncrypted(t *testing.T) {
	config, trusted := certificate(t)
	letter := Message{ID: "1", ToEmail: "zoe@x.example", Subject: "S", Text: "T", HTML: "<p>T</p>"}
	yes := func() error { return nil }
	for _, c := range []struct {
		name             string
		config           *tls.Config
		implicit, trusts bool
		user, mode       string
		ok               bool
	}{
		{"starttls", config, false, true, "ada%40x.example:p%40ss%2Fword", "starttls", true},
		{"implicit", config, true, true, "ada%40x.example:p%40ss%2Fword", "implicit", true},
		{"wrong password", config, false, true, "ada%40x.example:wrong", "starttls", false},
		{"unknown certificate", config, false, false, "ada%40x.example:p%40ss%2Fword", "starttls", false},
		{"a server that cannot encrypt", nil, false, true, "ada%40x.example:p%40ss%2Fword", "starttls", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, address := openStrict(t, c.config, c.implicit)
			s, err := SMTP("smtp://" + c.user + "@" + address + "?from=jobs@x.example&tls=" + c.mode)
			if err != nil {
				t.Fatal(err)
			}
			if c.trusts {
				if err := s.client.SetTLSConfig(&tls.Config{RootCAs: trusted, ServerName: "127.0.0.1"}); err != nil {
					t.Fatal(err)
				}
			}
			checked, err := s.Check(t.Context()), s.Deliver(t.Context(), letter, yes)
			if (err == nil) != c.ok || (checked == nil) != c.ok || (b.taken.Load() == 1) != c.ok {
				t.Errorf("check %v, deliver %v, %d letters taken", checked, err, b.taken.Load())
			}
			if err != nil && strings.Contains(err.Error(), "p@ss") {
				t.Errorf("the password is in the error: %v", err)
			}
			if c.config == nil && b.asked.Load() > 0 {
				t.Error("the password was sent in the clear")
			}
		})
	}
}
