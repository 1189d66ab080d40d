module example.com/harborline/harbor

go 1.23

require (
	github.com/google/uuid v1.6.0
	github.com/posthog/posthog-go v1.2.24
	github.com/prometheus/client_golang v1.20.5
	github.com/segmentio/analytics-go/v3 v3.3.0
	github.com/spf13/cobra v1.8.1
)
