DUNNING_STARTED = "Dunning Started"
DUNNING_ENDED = "Dunning Ended"

REPORT = "Report"
REPORT_EXPORTED = f"{REPORT} Exported"
REPORT_SCHEDULED = "%s Scheduled" % REPORT

SAVED = "{} Saved"
