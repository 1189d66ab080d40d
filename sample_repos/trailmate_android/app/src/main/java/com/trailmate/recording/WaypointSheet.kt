package com.trailmate.recording

import androidx.core.os.bundleOf
import com.trailmate.analytics.EventNames
import com.trailmate.analytics.FirebaseReporter

class WaypointSheet(private val reporter: FirebaseReporter) {
    fun onAdd(kind: String, hasPhoto: Boolean) {
        // event: "waypoint_added" [kind, has_photo] (wrapper)
        reporter.report(EventNames.WAYPOINT_ADDED, bundleOf("kind" to kind, "has_photo" to hasPhoto))
    }

    fun onLongPress(kind: String) {
        // event: "waypoint_long_pressed" [kind] (wrapper) finding: TL101
        reporter.report("waypoint_long_pressed", bundleOf("kind" to kind))
    }
}
