package web

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	bodyTime   = time.Minute      // a usual request has this long to arrive
	uploadTime = 10 * time.Minute // and a file this long
	answerTime = 2 * time.Minute  // an answer has this long to leave
	endTime    = 20 * time.Second // running requests may finish after SIGTERM
)

// Serve answers requests on ln until ctx ends. Then live streams end, running requests finish, and it
// returns nil.
func (s *Server) Serve(ctx context.Context, ln net.Listener) error {
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       bodyTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ln) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	s.Close()
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
	defer cancel()
	if err := server.Shutdown(wait); err != nil {
		s.Log.Warn("some requests were cut off", slog.Any("error", err))
		server.Close()
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

var closeOnce sync.Mutex

// Close ends live streams and makes /readyz say no: no new work, please.
func (s *Server) Close() {
	closeOnce.Lock()
	defer closeOnce.Unlock()
	select {
	case <-s.closing:
	default:
		close(s.closing)
	}
}

// allowTime gives large uploads longer than other requests to arrive.
func (d *door) allowTime(w http.ResponseWriter) {
	if d.maxBody > 1<<20 {
		c := http.NewResponseController(w)
		_ = c.SetReadDeadline(time.Now().Add(uploadTime)) // not every writer of a test can
		_ = c.SetWriteDeadline(time.Now().Add(uploadTime + answerTime))
	}
}
