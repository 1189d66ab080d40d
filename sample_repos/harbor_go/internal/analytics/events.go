package analytics

// Event is the name of an event. All names stand here.
type Event string

const (
	CommandFailed Event = "Command Failed"
	LoggedIn      Event = "Logged In"
	LoggedOut     Event = "Logged Out"

	DeployStarted   Event = "Deploy Started"
	DeployFinished  Event = "Deploy Finished"
	DeployFailed    Event = "Deploy Failed"
	RollbackStarted Event = "Rollback Started"

	buildPrefix         = "Build"
	BuildStarted  Event = buildPrefix + " Started"
	BuildFinished Event = buildPrefix + " Finished"
)

// Keys of properties that many events share.
const (
	KeyService  = "service"
	KeyRegion   = "region"
	KeyDuration = "duration_ms"
)
