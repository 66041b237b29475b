package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"candor/internal/db"
	"candor/internal/mail"
	"candor/internal/queue"
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
		m.registry.MustRegister(newWaiting(d.DB))
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

// waiting are the numbers of what is still to be done, counted when they are asked for.
type waiting struct {
	db             *db.DB
	tasks, letters *prometheus.Desc
	oldest         *prometheus.Desc
}

func newWaiting(d *db.DB) waiting {
	return waiting{db: d,
		tasks:   prometheus.NewDesc("candor_tasks", "Tasks by state. Dead ones wait for an Admin; many ready ones mean that nobody works.", []string{"state"}, nil),
		oldest:  prometheus.NewDesc("candor_tasks_late_seconds", "How long the oldest task that is due has waited to begin.", nil, nil),
		letters: prometheus.NewDesc("candor_letters_unsent", "Letters by state that have not left, or may not have.", []string{"state"}, nil)}
}

func (w waiting) Describe(out chan<- *prometheus.Desc) {
	out <- w.tasks
	out <- w.oldest
	out <- w.letters
}

// Collect leaves these numbers out where the database does not answer: the others must still be read then.
func (w waiting) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	var tasks queue.Counts
	var letters map[mail.State]int
	err := w.db.Read(ctx, func(ctx context.Context, tx db.Tx) (err error) {
		if tasks, err = queue.Count(ctx, tx); err != nil {
			return err
		}
		letters, err = mail.Unsent(ctx, tx)
		return err
	})
	if err != nil {
		return
	}
	gauge := func(d *prometheus.Desc, n float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, labels...)
	}
	for state, n := range map[string]int{"ready": tasks.Ready, "running": tasks.Running, "dead": tasks.Dead} {
		gauge(w.tasks, float64(n), state)
	}
	late := 0.0
	if !tasks.Oldest.IsZero() {
		late = w.db.Now().Sub(tasks.Oldest.Time).Seconds()
	}
	gauge(w.oldest, late)
	for state, n := range letters {
		gauge(w.letters, float64(n), string(state))
	}
}

// Metrics serves the numbers, for a listener of their own.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.metrics.registry, promhttp.HandlerOpts{})
}
