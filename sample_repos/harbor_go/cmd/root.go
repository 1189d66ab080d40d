// Package cmd holds the commands.
package cmd

import (
	"github.com/spf13/cobra"

	"example.com/harborline/harbor/internal/analytics"
)

// Root is the command without a name.
func Root(tracker *analytics.Tracker) *cobra.Command {
	root := &cobra.Command{Use: "harbor", Short: "Bring services into the harbour"}
	root.AddCommand(newDeploy(tracker), newLogin(tracker), newLogs(tracker))
	return root
}
