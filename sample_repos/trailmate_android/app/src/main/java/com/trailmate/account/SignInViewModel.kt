package com.trailmate.account

import com.trailmate.analytics.AppEvent
import com.trailmate.analytics.Tracker
import javax.inject.Inject

class SignInViewModel @Inject constructor(private val tracker: Tracker, private val api: AccountApi) {

    suspend fun signIn(email: String, password: String) {
        val account = runCatching { api.signIn(email, password) }.getOrNull()
        // todo: event "signed_in" | "sign_in_failed" [method, critical] (wrapper)
        tracker.track(AppEvent.ofSignIn(account != null), mapOf("method" to "password"))
        account?.let {
            // event: identify (event-method)
            tracker.identify(it.id, it.plan, it.country)
        }
    }

    fun signOut() {
        // event: "logged_out" [critical] (wrapper)
        tracker.track(AppEvent.LOGGED_OUT)
        // event: reset (event-method)
        tracker.forget()
    }
}

data class Account(val id: String, val plan: String, val country: String?)

interface AccountApi {
    suspend fun signIn(email: String, password: String): Account

    /** Tells the server who is there. */
    suspend fun identify(token: String): Account
}

class Session(private val api: AccountApi) {
    suspend fun restore(token: String): Account {
        // ok
        return api.identify(token)
    }
}
