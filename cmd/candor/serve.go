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
type serveCmd struct {
	config.Config
	MetricsListen string `name:"metrics-listen" placeholder:"HOST:PORT" help:"Serve /metrics on a listener of its own."`
}

func (c *serveCmd) Run(ctx context.Context) error {
	if err := c.Prepare(); err != nil {
		return usage{err}
	}
	log := logger()
	d, err := openDB(ctx, &c.Config)
	if err != nil {
		return err
	}
	defer d.Close()
	p, err := plan(&c.Config, d, log)
	if err != nil {
		return err
	}
	h, err := house.Build(p)
	if err != nil {
		return err
	}
	if err := announceSetUp(ctx, h, c.PublicURL); err != nil {
		return err
	}
	return serve(ctx, h, c.Listen, c.MetricsListen, func() {
		log.Info("serving", slog.String("address", c.PublicURL), slog.String("version", version), slog.Any("config", c.Config))
	})
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

// serve answers requests and works off tasks until ctx ends, then ends both gracefully.
func serve(ctx context.Context, h *house.House, listen, metrics string, ready func()) error {
	ln, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	if metrics != "" {
		own, err := net.Listen("tcp", metrics)
		if err != nil {
			return fmt.Errorf("listen for metrics: %w", err)
		}
		server := &http.Server{Handler: h.Web.Metrics(), ReadHeaderTimeout: 10 * time.Second}
		go server.Serve(own)
		defer server.Close()
	}
	if err := h.Start(ctx); err != nil {
		return err
	}
	ready()
	err = h.Web.Serve(ctx, ln)
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
	defer cancel()
	if stopped := h.Stop(wait); err == nil {
		err = stopped
	}
	return err
}
