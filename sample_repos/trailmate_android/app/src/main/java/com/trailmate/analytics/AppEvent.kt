package com.trailmate.analytics

enum class AppEvent(val key: String, val critical: Boolean = false) {
    APP_OPENED("app_opened"),
    SIGNED_IN("signed_in", critical = true),
    SIGN_IN_FAILED("sign_in_failed"),
    RECORDING_STARTED("recording_started", critical = true),
    RECORDING_PAUSED("recording_paused"),
    RECORDING_FINISHED("recording_finished", critical = true),
    SETTINGS_TOGGLED("settings_toggled"),
    LOGGED_OUT("logged_out");

    companion object {
        fun ofSignIn(success: Boolean): AppEvent = if (success) SIGNED_IN else SIGN_IN_FAILED
    }
}
