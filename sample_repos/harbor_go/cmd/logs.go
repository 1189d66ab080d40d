package cmd

import (
	"bufio"
	"fmt"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"example.com/harborline/harbor/internal/analytics"
	"example.com/harborline/harbor/internal/metrics"
)

var levels = regexp.MustCompile(`level=(?P<level>\w+)`)

func newLogs(tracker *analytics.Tracker) *cobra.Command {
	return &cobra.Command{
		Use: "logs SERVICE",
		Run: func(cmd *cobra.Command, args []string) {
			lines := bufio.NewScanner(cmd.InOrStdin())
			for lines.Scan() {
				level := levels.FindStringSubmatch(lines.Text())
				if len(level) > 1 && level[1] == "error" {
					// todo: event "Log * Seen" [service, cli_version, os] (pattern) (wrapper)
					tracker.Track(analytics.Event(fmt.Sprintf("Log %v Seen", level[1])), map[string]any{"service": args[0]})
				}
			}
			// ok
			metrics.Track("logs", time.Now())
			// event: "Logs Tailed" [service, lines, cli_version, os] (wrapper) finding: TL101
			tracker.Track("Logs Tailed", map[string]any{"service": args[0], "lines": 0})
		},
	}
}
