package crash

import (
	"bufio"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"
)

// stream is a page that listens.
type stream struct {
	said   chan string // a line
	cancel context.CancelFunc
}

// listen opens the live stream as somebody, and returns when it has begun.
func (in *installation) listen(who string) *stream {
	in.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	in.t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", "http://"+in.address+"/live", nil)
	must(in.t, err)
	req.AddCookie(&http.Cookie{Name: "candor-session", Value: in.tokens[who][0]})
	res, err := http.DefaultTransport.RoundTrip(req)
	must(in.t, err)
	if res.StatusCode != http.StatusOK {
		in.t.Fatalf("the live stream answers %d", res.StatusCode)
	}
	s := &stream{said: make(chan string, 1000), cancel: cancel}
	go func() {
		defer close(s.said)
		defer res.Body.Close()
		scanner := bufio.NewScanner(res.Body)
		for scanner.Scan() {
			s.said <- scanner.Text()
		}
	}()
	if _, err := s.hears("hello", 10*time.Second); err != nil {
		in.t.Fatal(err)
	}
	return s
}

// hears waits for a line with some words and says how long it took.
func (s *stream) hears(words string, most time.Duration) (time.Duration, error) {
	began := time.Now()
	late := time.After(most)
	for {
		select {
		case line, ok := <-s.said:
			if !ok {
				return 0, errors.New("the stream ended")
			}
			if strings.Contains(line, words) {
				return time.Since(began), nil
			}
		case <-late:
			return 0, errors.New("the stream does not say " + words)
		}
	}
}

// end waits until the server has ended the stream.
func (s *stream) end(most time.Duration) error {
	late := time.After(most)
	for {
		select {
		case _, ok := <-s.said:
			if !ok {
				return nil
			}
		case <-late:
			return errors.New("the stream goes on")
		}
	}
}
