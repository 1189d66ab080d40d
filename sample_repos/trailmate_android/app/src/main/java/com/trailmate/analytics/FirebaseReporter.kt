package com.trailmate.analytics

import android.os.Bundle
import androidx.core.os.bundleOf
import com.google.firebase.analytics.FirebaseAnalytics
import javax.inject.Inject

class FirebaseReporter @Inject constructor(private val firebaseAnalytics: FirebaseAnalytics) {

    fun report(name: String, params: Bundle? = null) {
        // ok
        firebaseAnalytics.logEvent(name, params)
    }

    fun routeSaved(routeId: String, lengthKm: Double) {
        // event: "route_saved" [route_id, length_km]
        firebaseAnalytics.logEvent(EventNames.ROUTE_SAVED, bundleOf(ParamKeys.ROUTE_ID to routeId, ParamKeys.LENGTH_KM to lengthKm))
    }

    fun screen(name: String, routeId: String? = null) {
        val params = Bundle().apply {
            putString(FirebaseAnalytics.Param.SCREEN_NAME, name)
            routeId?.let { putString(ParamKeys.ROUTE_ID, it) }
        }
        // ok
        firebaseAnalytics.logEvent(FirebaseAnalytics.Event.SCREEN_VIEW, params)
    }
}
