package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// loaded are what sixteen clients ask for: a page of each kind, and an answer of the API.
var loaded = []string{"start page", "positions", "board, 200 cards in a column", "candidates", "API: positions", "API: candidates", "API: start page", "careers page"}

const clients = 16

// load counts requests a second over real connections, against a handler that answers the same bytes from memory.
func load(ctx context.Context, w *world) ([]table, error) {
	out := table{title: fmt.Sprintf("Requests a second: %s, %d candidates", w.engine, w.size),
		about: fmt.Sprintf("%d clients, each with a connection that stays open, in the same process as the server, as Admin and as the Team Member of three positions in turn; against a handler that answers the same bytes from memory, in turn.", clients),
		head:  []string{"", "requests/s", "from memory", "ratio"}}
	names, err := w.names(ctx)
	if err != nil {
		return nil, err
	}
	for _, p := range everyPage {
		if !w.serves(p.pattern) || !slices.Contains(loaded, p.name) {
			continue
		}
		path := p.path
		for name, id := range names {
			path = strings.ReplaceAll(path, "{"+name+"}", id)
		}
		ours, theirs, err := w.press(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		out.row(p.name, fmt.Sprintf("%.0f", ours), fmt.Sprintf("%.0f", theirs), fmt.Sprintf("%.2f", ours/theirs))
	}
	return []table{out}, nil
}

// press asks both servers in turn, two seconds each, three times.
func (w *world) press(ctx context.Context, path string) (ours, theirs float64, err error) {
	real, err := serve(w.house.Web)
	if err != nil {
		return 0, 0, err
	}
	defer real.Close()
	body, header, err := fetch(real.address, w, path)
	if err != nil {
		return 0, 0, err
	}
	memory, err := serve(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		for name, values := range header {
			rw.Header()[name] = values
		}
		rw.Write(body)
	}))
	if err != nil {
		return 0, 0, err
	}
	defer memory.Close()
	const turns, each = 3, 2 * time.Second
	for range turns {
		n, err := w.run(ctx, real.address, path, each)
		if err != nil {
			return 0, 0, err
		}
		m, err := w.run(ctx, memory.address, path, each)
		if err != nil {
			return 0, 0, err
		}
		ours, theirs = ours+n/turns, theirs+m/turns
	}
	return ours, theirs, nil
}

type server struct {
	*http.Server
	address string
}

func serve(h http.Handler) (server, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return server{}, err
	}
	s := server{&http.Server{Handler: h}, ln.Addr().String()}
	go s.Serve(ln)
	return s, nil
}

func fetch(address string, w *world, path string) ([]byte, http.Header, error) {
	res, err := w.client().Do(w.to(address, path, 0))
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return body, res.Header, err
}

func (w *world) client() *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}}
}

// to is the request of one client: the even ones are Admin, the odd ones the Team Member.
func (w *world) to(address, path string, client int) *http.Request {
	r := w.readers[0]
	if client%2 == 1 {
		r = w.readers[3]
	}
	req := w.request(r, path)
	req.URL.Host, req.Host, req.RequestURI = address, "candor.test", ""
	return req
}

func (w *world) run(ctx context.Context, address, path string, most time.Duration) (perSecond float64, err error) {
	var done atomic.Int64
	var group sync.WaitGroup
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	client := w.client()
	defer client.CloseIdleConnections()
	began := time.Now()
	for i := range clients {
		group.Go(func() {
			for time.Since(began) < most && ctx.Err() == nil {
				res, err := client.Do(w.to(address, path, i).WithContext(ctx))
				if err != nil {
					cancel(err)
					return
				}
				_, err = io.Copy(io.Discard, res.Body)
				res.Body.Close()
				if res.StatusCode >= 500 {
					err = errors.Join(err, fmt.Errorf("status %d", res.StatusCode))
				}
				if err != nil {
					cancel(err)
					return
				}
				done.Add(1)
			}
		})
	}
	group.Wait()
	return float64(done.Load()) / time.Since(began).Seconds(), context.Cause(ctx)
}
