package com.trailmate.analytics

/** Names of events that are sent with a bundle. */
object EventNames {
    const val ROUTE_SAVED = "route_saved"
    const val ROUTE_REMOVED = "route_removed"
    const val ROUTE_SHARED = "route_shared"
    const val WAYPOINT_ADDED = "waypoint_added"

    private const val SYNC = "sync"
    const val SYNC_FAILED = "${SYNC}_failed"
    const val SYNC_RETRIED = SYNC + "_retried"
}

class ParamKeys private constructor() {
    companion object {
        const val ROUTE_ID = "route_id"
        const val LENGTH_KM = "length_km"
        const val CHANNEL = "channel"
        const val ATTEMPT = "attempt"
    }
}
