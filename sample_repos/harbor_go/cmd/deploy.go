package cmd

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"example.com/harborline/harbor/internal/analytics"
	"example.com/harborline/harbor/internal/build"
)

type deployer struct {
	tracker *analytics.Tracker
	builder *build.Builder
}

func newDeploy(tracker *analytics.Tracker) *cobra.Command {
	d := &deployer{tracker: tracker, builder: build.New(tracker.Track)}
	return &cobra.Command{
		Use: "deploy SERVICE",
		RunE: func(cmd *cobra.Command, args []string) error {
			return d.run(args[0], cmd.Flag("region").Value.String())
		},
	}
}

func (d *deployer) run(service, region string) error {
	image, err := d.builder.Image(service)
	if err != nil {
		return fmt.Errorf("build %s: %w", service, err)
	}
	deploy := analytics.Deploy{Service: service, Region: region, Image: image, Started: time.Now()}
	// event: "Deploy Started" [service, region, image, cli_version, os] (event-method)
	d.tracker.TrackDeployStarted(deploy)

	err = rollOut(service, image)
	// event: "Deploy Finished" | "Deploy Failed" [service, region, duration_ms, reason, cli_version, os] (event-method)
	d.tracker.TrackDeployEnded(deploy, err)
	if err != nil {
		// event: "Rollback Started" [service, cli_version, os] (wrapper)
		d.tracker.Track(analytics.RollbackStarted, map[string]any{analytics.KeyService: service})
		return rollBack(service)
	}
	// ok
	fmt.Println("Deploy Finished", service)
	return nil
}

func rollOut(service, image string) error {
	return nil
}

func rollBack(service string) error {
	return nil
}
