package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are numbers for Prometheus. Labels name doors and statuses, never people or things.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	streams  prometheus.Gauge
}

func newMetrics(d Deps) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "candor_requests_total", Help: "Requests answered."},
			[]string{"door", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "candor_request_seconds", Help: "Time to answer a request.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"door"}),
		streams: prometheus.NewGauge(prometheus.GaugeOpts{Name: "candor_live_streams", Help: "Open pages that listen for changes."}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.streams, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "candor_build_info", Help: "Always 1.",
		ConstLabels: prometheus.Labels{"version": d.Version}}, func() float64 { return 1 }))
	if d.DB != nil {
		writer, reader := d.DB.Stats, d.DB.Stats
		m.pool("writer", func() (int, int64) { w, _ := writer(); return w.InUse, w.WaitCount })
		m.pool("reader", func() (int, int64) { _, r := reader(); return r.InUse, r.WaitCount })
	}
	return m
}

func (m *metrics) pool(name string, stats func() (inUse int, waited int64)) {
	labels := prometheus.Labels{"pool": name}
	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "candor_database_connections_in_use", Help: "Connections at work.", ConstLabels: labels},
			func() float64 { n, _ := stats(); return float64(n) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "candor_database_waits_total", Help: "Times something waited for a connection.", ConstLabels: labels},
			func() float64 { _, n := stats(); return float64(n) }))
}

func (m *metrics) count(pattern string, status int, took time.Duration) {
	door := pattern
	if pattern == "/" || pattern == "/api/" { // unknown addresses: one label for all of them
		door = "unknown"
	}
	m.requests.WithLabelValues(door, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(door).Observe(took.Seconds())
}

// Metrics serves the numbers, for a listener of their own.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
}

// Registry takes further numbers: of the queue, of mail.
func (s *Server) Registry() prometheus.Registerer { return s.metrics.registry }
