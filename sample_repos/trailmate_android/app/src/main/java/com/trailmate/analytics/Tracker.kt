package com.trailmate.analytics

import com.mixpanel.android.mpmetrics.MixpanelAPI
import javax.inject.Inject
import javax.inject.Singleton

@Singleton
class Tracker @Inject constructor(private val mixpanel: MixpanelAPI) {

    fun track(event: AppEvent, params: Map<String, Any?> = emptyMap()) {
        // ok
        mixpanel.trackMap(event.key, params + ("critical" to event.critical))
    }

    fun track(event: RouteEvent) {
        // ok
        mixpanel.trackMap(event.name, event.params)
    }

    fun identify(userId: String, plan: String, country: String?) {
        // event: identify
        mixpanel.identify(userId)
        // event: identify [plan]
        mixpanel.people.set("plan", plan)
        // event: identify [country]
        country?.let { mixpanel.people.set("country", it) }
    }

    fun forget() {
        // event: reset
        mixpanel.reset()
    }
}
