package analytics

import "time"

// Deploy is what is known of one deployment.
type Deploy struct {
	Service string
	Region  string
	Image   string
	Started time.Time
}

func (d Deploy) properties() map[string]any {
	return map[string]any{
		KeyService: d.Service,
		KeyRegion:  d.Region,
	}
}

// TrackDeployStarted is sent before the image is pulled.
func (t *Tracker) TrackDeployStarted(d Deploy) {
	props := d.properties()
	props["image"] = d.Image
	// event: "Deploy Started" [service, region, image, cli_version, os]
	t.Track(DeployStarted, props)
}

// TrackDeployEnded is sent when the rollout is over, well or not.
func (t *Tracker) TrackDeployEnded(d Deploy, err error) {
	props := d.properties()
	props[KeyDuration] = time.Since(d.Started).Milliseconds()
	event := DeployFinished
	if err != nil {
		event = DeployFailed
		props["reason"] = err.Error()
	}
	// event: "Deploy Finished" | "Deploy Failed" [service, region, duration_ms, reason, cli_version, os]
	t.Track(event, props)
}
