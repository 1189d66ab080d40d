package com.trailmate.recording

import android.os.Bundle
import com.google.firebase.analytics.FirebaseAnalytics
import com.google.firebase.analytics.ktx.analytics
import com.google.firebase.analytics.ktx.logEvent
import com.google.firebase.ktx.Firebase
import com.trailmate.analytics.EventNames
import com.trailmate.analytics.ParamKeys
import timber.log.Timber

class SyncService(private val queue: ArrayDeque<Recording>) {
    private val analytics: FirebaseAnalytics = Firebase.analytics

    fun run() {
        queue.forEachIndexed { attempt, recording ->
            try {
                recording.upload()
            } catch (e: UploadException) {
                // ok
                Timber.e(e, "sync_failed")
                onFailure(recording, attempt)
            }
        }
    }

    private fun onFailure(recording: Recording, attempt: Int) {
        val params = Bundle().apply {
            putString("recording_id", recording.id)
            putInt(ParamKeys.ATTEMPT, attempt)
        }
        // event: "sync_failed" [recording_id, attempt] (direct)
        analytics.logEvent(EventNames.SYNC_FAILED, params)
        if (attempt < MOST_ATTEMPTS) {
            queue.addLast(recording)
            // event: "sync_retried" [recording_id] (direct)
            analytics.logEvent(EventNames.SYNC_RETRIED) { param("recording_id", recording.id) }
        }
    }

    private companion object {
        const val MOST_ATTEMPTS = 3
    }
}

class Recording(val id: String) {
    fun upload() = Unit
}

class UploadException : Exception()
