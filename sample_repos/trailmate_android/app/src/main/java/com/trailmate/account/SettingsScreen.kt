package com.trailmate.account

import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import com.trailmate.analytics.AppEvent
import com.trailmate.analytics.FirebaseReporter
import com.trailmate.analytics.Tracker

@Composable
fun SettingsScreen(tracker: Tracker, reporter: FirebaseReporter, settings: Settings, onToggle: (String, Boolean) -> Unit = { _, _ -> }) {
    LaunchedEffect(Unit) {
        // event: "settings" (screen)
        reporter.screen(name = "settings")
    }
    settings.switches.forEach { (key, value) ->
        Text(key)
        Switch(
            checked = value,
            onCheckedChange = { checked ->
                // event: "settings_toggled" [setting, enabled, critical] (wrapper)
                tracker.track(AppEvent.SETTINGS_TOGGLED, params = mapOf("setting" to key, "enabled" to checked))
                onToggle(key, checked)
            },
        )
    }
}

class Settings(val switches: Map<String, Boolean>)
