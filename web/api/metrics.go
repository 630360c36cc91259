package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"gongshi/web/desk"
)

// metrics are what is counted for Prometheus.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	running  *prometheus.GaugeVec
}

func newMetrics(d *desk.Desk) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gongshi_api_request_seconds", Help: "Time until an operation of the API was answered, by operation and status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60},
		}, []string{"operation", "status"}),
		running: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "gongshi_api_requests_running", Help: "Operations of the API that are being answered.",
		}, []string{"operation"}),
	}
	m.registry.MustRegister(m.requests, m.running, &corpusCollector{d},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// measure counts an operation and its time.
func (m *metrics) measure(ctx huma.Context, next func(huma.Context)) {
	begun, id := time.Now(), ctx.Operation().OperationID
	running := m.running.WithLabelValues(id)
	running.Inc()
	defer running.Dec()
	defer func() {
		status := ctx.Status()
		if status == 0 { // a stream says none
			status = http.StatusOK
		}
		m.requests.WithLabelValues(id, strconv.Itoa(status)).Observe(time.Since(begun).Seconds())
	}()
	next(ctx)
}

// corpusCollector tells how large the corpus is when it is asked.
type corpusCollector struct{ *desk.Desk }

var (
	noticesDesc   = prometheus.NewDesc("gongshi_notices", "Notices in the corpus.", nil, nil)
	sourcesDesc   = prometheus.NewDesc("gongshi_sources", "Files in the ledger, by state.", []string{"state"}, nil)
	seqDesc       = prometheus.NewDesc("gongshi_store_seq", "Number of the newest change of the store.", nil, nil)
	uploadsDesc   = prometheus.NewDesc("gongshi_uploads", "Uploads, by state.", []string{"state"}, nil)
	collectorTime = 3 * time.Second
)

// Describe is for the registry.
func (*corpusCollector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{noticesDesc, sourcesDesc, seqDesc, uploadsDesc} {
		to <- d
	}
}

// Collect counts. What cannot be counted is left out.
func (c *corpusCollector) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), collectorTime) // the registry has none
	defer cancel()
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	if n, err := c.Store.CountNotices(ctx); err == nil {
		gauge(noticesDesc, float64(n))
	}
	if seq, err := c.Store.Seq(ctx); err == nil {
		gauge(seqDesc, float64(seq))
	}
	if counts, err := c.Store.Counts(ctx); err == nil {
		for state, n := range counts {
			gauge(sourcesDesc, float64(n), string(state))
		}
	}
	if c.Uploads == nil {
		return
	}
	all, err := c.Uploads.List(ctx)
	if err != nil {
		return
	}
	counts := make(map[desk.UploadState]int)
	for i := range all {
		counts[all[i].State]++
	}
	for _, state := range []desk.UploadState{desk.UploadWaiting, desk.UploadRunning, desk.UploadDone, desk.UploadFailed} {
		gauge(uploadsDesc, float64(counts[state]), string(state))
	}
}

// MetricsInput asks for the metrics.
type MetricsInput struct{ Caller }

// MetricsOutput is the metrics.
type MetricsOutput struct{ Body func(huma.Context) }

func (h *handler) addMetrics() {
	op := get("get-metrics", "/metrics", "server", "Get metrics", "Counts and times in the text format of Prometheus.")
	op.Responses = content("The metrics.", "text/plain", text)
	add(h, op, h.measured)
}

func (h *handler) measured(context.Context, *MetricsInput) (*MetricsOutput, error) {
	return &MetricsOutput{func(ctx huma.Context) {
		r, w := humago.Unwrap(ctx)
		// One format, whatever is accepted: what the document says.
		r = r.Clone(r.Context())
		r.Header = http.Header{}
		promhttp.HandlerFor(h.metrics.registry, promhttp.HandlerOpts{DisableCompression: true}).ServeHTTP(w, r)
	}}, nil
}
