package com.trailmate

import android.app.Application
import com.trailmate.analytics.AppEvent
import com.trailmate.analytics.Tracker
import dagger.hilt.android.HiltAndroidApp
import javax.inject.Inject

@HiltAndroidApp
class TrailmateApp : Application() {
    @Inject
    lateinit var tracker: Tracker

    override fun onCreate() {
        super.onCreate()
        // event: "app_opened" [critical] (wrapper)
        tracker.track(AppEvent.APP_OPENED)
    }
}
