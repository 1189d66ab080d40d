package main

import (
	"context"
	"os"

	"example.com/harborline/harbor/cmd"
	"example.com/harborline/harbor/internal/analytics"
)

func main() {
	tracker := analytics.New(os.Getenv("HARBOR_ANALYTICS_KEY"), os.Getenv("HARBOR_USER"))
	defer tracker.Close()

	if err := cmd.Root(tracker).ExecuteContext(context.Background()); err != nil {
		// event: "Command Failed" [exit_code, cli_version, os] (wrapper)
		tracker.Track(analytics.CommandFailed, map[string]any{"exit_code": 1})
		os.Exit(1)
	}
}
