package com.trailmate.shop

import androidx.core.os.bundleOf
import com.google.firebase.analytics.FirebaseAnalytics
import com.google.firebase.analytics.FirebaseAnalytics.Event
import com.google.firebase.analytics.FirebaseAnalytics.Param

class PurchaseReporter(private val firebase: FirebaseAnalytics) {

    fun started(cart: Cart) {
        // event: "begin_checkout" [currency, value] (direct)
        firebase.logEvent(Event.BEGIN_CHECKOUT, bundleOf(Param.CURRENCY to cart.currency, Param.VALUE to cart.total))
    }

    fun bought(cart: Cart, orderId: String) {
        val params = bundleOf(Param.TRANSACTION_ID to orderId, Param.VALUE to cart.total)
        params.putString(Param.CURRENCY, cart.currency)
        cart.coupon?.let { params.putString(Param.COUPON, it) }
        // event: "purchase" [transaction_id, value, currency, coupon] (direct)
        firebase.logEvent(Event.PURCHASE, params)
    }
}

data class Cart(val currency: String, val total: Double, val coupon: String?) {
    // ok
    fun group(size: Int) = (total / size).toInt()
}
