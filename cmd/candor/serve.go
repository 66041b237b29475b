package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"candor/internal/config"
	"candor/internal/house"
)

// serveCmd migrates, then serves until SIGTERM.
type serveCmd struct{ config.Config }

func (c *serveCmd) Run(ctx context.Context) error {
	if err := c.Prepare(); err != nil {
		return usage{err}
	}
	log := logger()
	p, err := plan(&c.Config, log)
	if err != nil {
		return err
	}
	// The lock and the listeners first: a server that cannot serve changes nothing and announces nothing.
	unlock, err := lockDatabase(&c.Config)
	if err != nil {
		return err
	}
	defer unlock()
	at, err := listen(&c.Config)
	if err != nil {
		return err
	}
	defer at.Close()
	if p.DB, err = openDB(ctx, &c.Config); err != nil {
		return err
	}
	defer p.DB.Close()
	h, err := house.Build(p)
	if err != nil {
		return err
	}
	if err := announceSetUp(ctx, h, c.PublicURL); err != nil {
		return err
	}
	if w := proxyWarning(&c.Config); w != "" {
		log.Warn(w)
	}
	return serve(ctx, h, at, func() {
		log.Info("serving", slog.String("address", c.PublicURL), slog.String("version", version), slog.Any("config", c.Config))
	})
}

// proxyWarning tells of the setting that a proxy wants, when there must be one: everybody behind it would share one
// address, and one visitor's failures would lock all others out.
func proxyWarning(c *config.Config) string {
	if !c.Encrypted() || c.TrustProxy {
		return ""
	}
	return "people come over https, so a proxy stands in front, and to us everybody has its address: failed sign-ins and applications of all visitors are counted together. " +
		"Set --trust-proxy (CANDOR_TRUST_PROXY=true) if the proxy sets X-Forwarded-For and nobody gets past it"
}

// announceSetUp prints the code that an empty installation asks for when others can reach it.
func announceSetUp(ctx context.Context, h *house.House, address string) error {
	empty, err := h.Org.Empty(ctx)
	if err != nil || !empty {
		return err
	}
	fmt.Printf("Set up your organisation at %s\n", address)
	if !h.AskCode {
		return nil
	}
	code, err := h.Org.NewSetupCode(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("Set-up code: %s\n", code)
	return nil
}

// listeners are where the program is asked: for pages and the API, and for its numbers if somebody wants them.
type listeners struct{ pages, metrics net.Listener }

func listen(c *config.Config) (at listeners, err error) {
	if at.pages, err = net.Listen("tcp", c.Listen); err != nil {
		return listeners{}, fmt.Errorf("listen: %w", err)
	}
	if c.MetricsListen == "" {
		return at, nil
	}
	if at.metrics, err = net.Listen("tcp", c.MetricsListen); err != nil {
		at.Close()
		return listeners{}, fmt.Errorf("listen for metrics: %w", err)
	}
	return at, nil
}

// Close is for whoever did not get to serve; it may be called afterwards, too.
func (at listeners) Close() {
	at.pages.Close()
	if at.metrics != nil {
		at.metrics.Close()
	}
}

// serve answers requests and works off tasks until ctx ends, then ends both gracefully.
func serve(ctx context.Context, h *house.House, at listeners, ready func()) error {
	if at.metrics != nil {
		numbers := http.NewServeMux()
		numbers.Handle("GET /metrics", h.Web.Metrics())
		server := &http.Server{Handler: numbers, ReadHeaderTimeout: 10 * time.Second}
		go server.Serve(at.metrics)
		defer server.Close()
	}
	if err := h.Start(ctx); err != nil {
		return err
	}
	ready()
	err := h.Web.Serve(ctx, at.pages)
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if stopped := h.Stop(wait); err == nil {
		err = stopped
	}
	return err
}
