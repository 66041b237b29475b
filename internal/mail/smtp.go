package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"candor/internal/errs"
)

// How long a mail server may take. The answer to the last word gets the longest, since not hearing it leaves the letter
// uncertain (RFC 5321 section 4.5.3.2 wants minutes).
const (
	wordTimeout = 30 * time.Second
	dataTimeout = 2 * time.Minute
	lastTimeout = 10 * time.Minute
)

// Server sends letters by SMTP.
type Server struct {
	client        *gomail.Client
	from, replyTo *netmail.Address
	domain        string // of the Message-ID
}

// SMTP reads "smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS&reply-to=ADDRESS&tls=starttls|implicit|none". Encryption is required
// unless tls=none says otherwise, and a password is never sent without it, but to this machine itself. smtps:// is another
// word for tls=implicit.
func SMTP(address string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return nil, badSMTP("It cannot be read.") // the cause would repeat the password
	}
	q := u.Query()
	for k := range q {
		if k != "from" && k != "reply-to" && k != "tls" {
			return nil, badSMTP(fmt.Sprintf("The option %q is unknown; from, reply-to and tls are known.", k))
		}
	}
	s := &Server{}
	if s.from, err = netmail.ParseAddress(q.Get("from")); err != nil {
		return nil, badSMTP("It needs from=, the address that letters come from.")
	}
	if r := q.Get("reply-to"); r != "" {
		if s.replyTo, err = netmail.ParseAddress(r); err != nil {
			return nil, badSMTP("reply-to= is not an e-mail address.")
		}
	}
	s.domain = domainOf(s.from.Address)
	options, err := connection(u, q.Get("tls"))
	if err != nil {
		return nil, err
	}
	if s.client, err = gomail.NewClient(u.Hostname(), options...); err != nil {
		return nil, errs.Of(errs.Invalid, "The address of the mail server cannot be used.").With(err)
	}
	return s, nil
}

func badSMTP(why string) error {
	return errs.Of(errs.Invalid, "The address of the mail server is wrong: "+why+" It looks like smtp://USER:PASSWORD@HOST:PORT?from=ADDRESS&tls=starttls.")
}

// connection chooses port, encryption and sign-in.
func connection(u *url.URL, mode string) ([]gomail.Option, error) {
	port, _ := strconv.Atoi(u.Port())
	if mode == "" {
		mode = "starttls"
		if port == 465 || u.Scheme == "smtps" {
			mode = "implicit"
		}
	}
	if port == 0 {
		port = map[string]int{"starttls": 587, "implicit": 465, "none": 25}[mode]
	}
	options := []gomail.Option{gomail.WithPort(port), gomail.WithTimeout(wordTimeout)}
	auth := gomail.SMTPAuthAutoDiscover
	switch mode {
	case "starttls":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "implicit":
		options = append(options, gomail.WithSSL())
	case "none":
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
		if u.User != nil && !local(u.Hostname()) {
			return nil, badSMTP("A password is not sent without encryption; use tls=starttls or tls=implicit.")
		}
		auth = gomail.SMTPAuthPlainNoEnc
	default:
		return nil, badSMTP("tls= is starttls, implicit or none.")
	}
	if u.User != nil {
		password, _ := u.User.Password()
		options = append(options, gomail.WithSMTPAuth(auth), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return options, nil
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Deliver speaks the dialogue step by step, so that it is known at every moment whether the letter can have left: it
// cannot before the dot that ends it, and it may have from then on until the answer is heard.
func (s *Server) Deliver(ctx context.Context, m Message, handOver func() error) error {
	msg, err := s.compose(m)
	if err != nil {
		return err
	}
	c, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	defer c.Close() // without a farewell: a letter not ended by its dot is not taken
	if err := s.envelope(ctx, c, m.ToEmail); err != nil {
		return err
	}
	if err := c.UpdateDeadline(dataTimeout); err != nil {
		return err
	}
	w, err := c.Data()
	if err != nil {
		return refused(err, false)
	}
	if _, err := msg.WriteTo(w); err != nil {
		return fmt.Errorf("mail server: %w", err)
	}
	if err := handOver(); err != nil {
		return err
	}
	if err := c.UpdateDeadline(lastTimeout); err != nil {
		return errors.Join(ErrUncertain, err)
	}
	if err := w.Close(); err != nil {
		if no := refused(err, true); errors.As(no, new(*Rejected)) {
			return no
		}
		return errors.Join(ErrUncertain, err)
	}
	_ = c.UpdateDeadline(time.Second)
	_ = c.Quit() // courtesy: the letter has been taken
	return nil
}

// envelope names sender and recipient. A no to the recipient is about this letter; a no to the sender is about us, and
// may be mended.
func (s *Server) envelope(ctx context.Context, c *smtp.Client, to string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := c.UpdateDeadline(wordTimeout); err != nil {
		return err
	}
	if err := c.Mail("<" + s.from.Address + ">"); err != nil {
		return refused(err, false)
	}
	if err := c.Rcpt("<" + to + ">"); err != nil {
		return refused(err, true)
	}
	return ctx.Err()
}

// refused tells a server's no from a broken connection.
func refused(err error, about bool) error {
	var reply *textproto.Error
	if !errors.As(err, &reply) {
		return fmt.Errorf("mail server: %w", err)
	}
	return &Rejected{Permanent: about && reply.Code >= 500, Reply: line(fmt.Sprintf("%d %s", reply.Code, reply.Msg))}
}

// compose makes the message: plain text first, then the same as HTML.
func (s *Server) compose(m Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from := *s.from
	if m.FromName != "" {
		from.Name = line(m.FromName)
	}
	msg.FromMailAddress(&from)
	to, err := netmail.ParseAddress(m.ToEmail)
	if err != nil || strings.ContainsAny(m.ToEmail, "\r\n") {
		return nil, &Rejected{Permanent: true, Reply: "this is not an e-mail address"}
	}
	to.Name = line(m.ToName)
	msg.ToMailAddress(to)
	if s.replyTo != nil {
		msg.ReplyToMailAddress(s.replyTo)
	}
	msg.Subject(line(m.Subject))
	msg.SetMessageIDWithValue(m.ID + "@" + s.domain)
	msg.SetDate()
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}

// Check signs in at the mail server and says in a sentence what does not work. It sends nothing.
func (s *Server) Check(ctx context.Context) error {
	c, err := s.client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return errs.Of(errs.Internal, "The mail server does not answer as it should.").With(err)
	}
	defer c.Close()
	return c.Quit()
}
