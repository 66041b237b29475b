package crash

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"candor/internal/apptest/company"
)

// The server is asked to end while forms with files are on their way. Every one of them arrives and is answered, nobody new
// is let in, streams end, and the program ends well.
func TestAServerThatIsToEndCutsNoRequest(t *testing.T) {
	onEach(t, 0, func(t *testing.T, in *installation) {
		in.serve()
		const uploads = 12
		path := "/careers/" + company.Slug + "/" + in.ids(`SELECT slug FROM positions WHERE id = ?`, in.company.Positions["design"])[0]
		var halves []*half
		for i := range uploads {
			halves = append(halves, in.begin(path, fmt.Sprintf("late%d@people.example", i)))
		}
		stream := in.listen("sol")
		in.process.ask()
		refused := func() bool {
			conn, err := net.Dial("tcp", in.address)
			if err == nil {
				conn.Close()
			}
			return err != nil
		}
		for deadline := time.Now().Add(10 * time.Second); !refused(); {
			if time.Now().After(deadline) {
				t.Fatal("the server still lets people in")
			}
			time.Sleep(5 * time.Millisecond)
		}
		var group sync.WaitGroup
		for _, h := range halves {
			group.Go(func() {
				if status, err := h.finish(); err != nil || status != http.StatusSeeOther {
					t.Errorf("a form that was on its way: %d %v", status, err)
				}
			})
		}
		group.Wait()
		if err := stream.end(10 * time.Second); err != nil {
			t.Error(err)
		}
		in.process.wantEnd(20 * time.Second)
		if n := in.number(`SELECT count(*) FROM candidate_emails WHERE email_key LIKE 'late%'`); n != uploads {
			t.Errorf("%d applicants, not %d", n, uploads)
		}
		in.serve() // what it left in the queue is done by the next one
		in.drained()
		in.process.end()
		if n := in.number(`SELECT count(*) FROM mails WHERE template = 'received' AND state = 'sent' AND to_email LIKE 'late%'`); n != uploads {
			t.Errorf("%d confirmations, not %d", n, uploads)
		}
		in.post.letters(t)
		in.doctor()
	})
}

// half is a form of which half has been sent.
type half struct {
	conn net.Conn
	in   *bufio.Reader
	rest []byte
}

// begin sends the first half of a form, once the server has said that it is listening.
func (in *installation) begin(path, email string) *half {
	in.t.Helper()
	fields, _ := in.client().blank(path)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range append(fields, field{name: "name", value: "Late " + email}, field{name: "email", value: email}, field{name: "consent", value: "true"},
		field{"resume", "resume.txt", strings.Repeat("Always late. ", 5000)}) {
		must(in.t, f.write(form))
	}
	form.Close()
	conn, err := net.Dial("tcp", in.address)
	must(in.t, err)
	in.t.Cleanup(func() { conn.Close() })
	h := &half{conn: conn, in: bufio.NewReader(conn)}
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nSec-Fetch-Site: same-origin\r\nExpect: 100-continue\r\n\r\n",
		path, in.address, form.FormDataContentType(), body.Len())
	must(in.t, err)
	line, err := h.in.ReadString('\n')
	if err != nil || !strings.Contains(line, " 100 ") {
		in.t.Fatalf("the server does not listen: %q %v", line, err)
	}
	_, err = h.in.ReadString('\n')
	must(in.t, err)
	middle := body.Len() / 2
	_, err = conn.Write(body.Bytes()[:middle])
	must(in.t, err)
	h.rest = body.Bytes()[middle:]
	return h
}

func (h *half) finish() (int, error) {
	if _, err := h.conn.Write(h.rest); err != nil {
		return 0, err
	}
	res, err := http.ReadResponse(h.in, nil)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}
