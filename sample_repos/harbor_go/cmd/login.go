package cmd

import (
	"github.com/spf13/cobra"

	"example.com/harborline/harbor/internal/analytics"
)

func newLogin(tracker *analytics.Tracker) *cobra.Command {
	var method string
	login := &cobra.Command{
		Use: "login",
		RunE: func(cmd *cobra.Command, _ []string) error {
			account, err := signIn(method)
			if err != nil {
				return err
			}
			// event: identify [email, plan] (event-method)
			tracker.Identify(account.email, account.plan)
			// event: group [seats] (event-method)
			tracker.JoinTeam(account.team, account.seats)
			props := make(map[string]any, 2)
			props["method"] = method
			if account.isNew {
				props["first_time"] = true
			}
			// event: "Logged In" [method, first_time, cli_version, os] (wrapper)
			tracker.Track(analytics.LoggedIn, props)
			return nil
		},
	}
	login.Flags().StringVar(&method, "method", "browser", "browser or token")
	login.AddCommand(&cobra.Command{
		Use: "forget",
		Run: func(*cobra.Command, []string) {
			// event: "Logged Out" [cli_version, os] (wrapper)
			tracker.Track(analytics.LoggedOut, nil)
		},
	})
	return login
}

type account struct {
	email, plan, team string
	seats             int
	isNew             bool
}

func signIn(method string) (account, error) {
	return account{}, nil
}
