// Package server is what runs all day.
package server

import (
	"net/http"
	"os"

	"example.com/harborline/harbor/internal/analytics"
	"example.com/harborline/harbor/internal/billing"
	"example.com/harborline/harbor/internal/queue"
)

// Route puts the handlers together.
func Route(jobs *queue.Queue) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/webhooks/payments", billing.NewWebhooks(os.Getenv("SEGMENT_WRITE_KEY"), jobs))
	mux.HandleFunc("/hooks/deploy", func(w http.ResponseWriter, r *http.Request) {
		user := r.Header.Get("X-Harbor-User")
		tracker := analytics.New(os.Getenv("HARBOR_ANALYTICS_KEY"), user)
		defer tracker.Close()
		hook := analytics.Deploy{Service: r.FormValue("service"), Region: r.FormValue("region")}
		// event: "Deploy Started" [service, region, image, cli_version, os] (event-method)
		tracker.TrackDeployStarted(hook)
		// ok
		w.Header().Set("X-Event", "Deploy Started")
		w.WriteHeader(http.StatusAccepted)
	})
	return mux
}
