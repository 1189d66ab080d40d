// Package analytics sends product events to PostHog. Nobody else talks to the client.
package analytics

import (
	"log/slog"
	"runtime"

	"github.com/posthog/posthog-go"
)

// Version is set at link time.
var Version = "dev"

// enqueuer is the part of the client that is used, so that tests can pass a fake.
type enqueuer interface {
	Enqueue(posthog.Message) error
	Close() error
}

// Tracker sends events of one person.
type Tracker struct {
	client   enqueuer
	userID   string
	disabled bool
}

// New makes a tracker. Without a key it sends nothing.
func New(key, userID string) *Tracker {
	if key == "" {
		return &Tracker{disabled: true}
	}
	client, err := posthog.NewWithConfig(key, posthog.Config{Endpoint: "https://eu.i.posthog.com"})
	if err != nil {
		slog.Error("no analytics", "error", err)
		return &Tracker{disabled: true}
	}
	return &Tracker{client: client, userID: userID}
}

// Track sends an event with the properties that all events have.
func (t *Tracker) Track(event Event, props map[string]any) {
	if t.disabled {
		return
	}
	if props == nil {
		props = map[string]any{}
	}
	props["cli_version"] = Version
	props["os"] = runtime.GOOS
	// ok
	err := t.client.Enqueue(posthog.Capture{
		DistinctId: t.userID,
		Event:      string(event),
		Properties: props,
	})
	if err != nil {
		slog.Debug("event is lost", "event", event, "error", err)
	}
}

// Identify tells who the person is.
func (t *Tracker) Identify(email, plan string) {
	if t.disabled {
		return
	}
	// event: identify [email, plan]
	_ = t.client.Enqueue(posthog.Identify{
		DistinctId: t.userID,
		Properties: posthog.NewProperties().Set("email", email).Set("plan", plan),
	})
}

// JoinTeam puts the person into a group.
func (t *Tracker) JoinTeam(id string, seats int) {
	// event: group [seats]
	_ = t.client.Enqueue(posthog.GroupIdentify{Type: "team", Key: id, Properties: posthog.Properties{"seats": seats}})
}

// Close flushes what is waiting.
func (t *Tracker) Close() {
	if t.client != nil {
		_ = t.client.Close()
	}
}
