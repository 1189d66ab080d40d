package com.trailmate.recording

import androidx.lifecycle.ViewModel
import com.trailmate.analytics.AppEvent
import com.trailmate.analytics.AppEvent.RECORDING_FINISHED
import com.trailmate.analytics.Tracker
import javax.inject.Inject

enum class RecordingState { RUNNING, PAUSED, DONE }

class RecordingViewModel @Inject constructor(private val tracker: Tracker) : ViewModel() {
    private val track = GpsTrack()

    fun onState(state: RecordingState, battery: Int) {
        val event = when (state) {
            RecordingState.RUNNING -> AppEvent.RECORDING_STARTED
            RecordingState.PAUSED -> AppEvent.RECORDING_PAUSED
            RecordingState.DONE -> RECORDING_FINISHED
        }
        // event: "recording_started" | "recording_paused" | "recording_finished" [battery, critical] (wrapper)
        tracker.track(event, mapOf("battery" to battery))
    }

    fun finish() {
        val props = mutableMapOf<String, Any?>("distance_m" to track.distance)
        props["points"] = track.size
        track.title?.also { props["title_length"] = it.length }
        // event: "recording_finished" [distance_m, points, title_length, critical] (wrapper)
        tracker.track(RECORDING_FINISHED, props)
    }

    fun onPoint(latitude: Double, longitude: Double) {
        // ok
        track.add(latitude, longitude)
    }
}
