// Package billing hears of payments. It has a client of its own, of the marketing team's vendor.
package billing

import (
	"context"
	"encoding/json"
	"net/http"

	analytics "github.com/segmentio/analytics-go/v3"

	"example.com/harborline/harbor/internal/queue"
)

type payment struct {
	Kind     string  `json:"kind"`
	Customer string  `json:"customer"`
	Plan     string  `json:"plan"`
	Amount   float64 `json:"amount"`
	Coupon   string  `json:"coupon"`
}

// Webhooks answers the payment provider.
type Webhooks struct {
	segment analytics.Client
	queue   *queue.Queue
}

// NewWebhooks makes the handler.
func NewWebhooks(writeKey string, jobs *queue.Queue) *Webhooks {
	return &Webhooks{segment: analytics.New(writeKey), queue: jobs}
}

func (w *Webhooks) ServeHTTP(response http.ResponseWriter, request *http.Request) {
	var p payment
	if err := json.NewDecoder(request.Body).Decode(&p); err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	switch p.Kind {
	case "subscribed":
		w.subscribed(request.Context(), p)
	case "cancelled":
		// event: "Subscription Cancelled" [plan]
		_ = w.segment.Enqueue(analytics.Track{
			UserId:     p.Customer,
			Event:      "Subscription Cancelled",
			Properties: analytics.NewProperties().Set("plan", p.Plan),
		})
	}
	response.WriteHeader(http.StatusNoContent)
}

func (w *Webhooks) subscribed(ctx context.Context, p payment) {
	properties := analytics.Properties{"plan": p.Plan, "amount": p.Amount}
	if p.Coupon != "" {
		properties["coupon"] = p.Coupon
	}
	message := analytics.Track{UserId: p.Customer, Event: "Subscription Started"}
	message.Properties = properties
	// event: "Subscription Started" [plan, amount, coupon]
	_ = w.segment.Enqueue(message)
	// event: identify [plan]
	_ = w.segment.Enqueue(analytics.Identify{UserId: p.Customer, Traits: analytics.Traits{"plan": p.Plan}})
	// ok
	_ = w.queue.Enqueue(ctx, queue.Job{Name: "Send Receipt", Payload: map[string]any{"customer": p.Customer}})
}
