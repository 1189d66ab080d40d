// Package metrics counts for the operators. Nothing of it is a product event.
package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

var seconds = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "harbor_seconds"}, []string{"command"})

// Track notes how long a command took.
func Track(command string, since time.Time) {
	// ok
	seconds.WithLabelValues(command).Observe(time.Since(since).Seconds())
}
