package com.trailmate.routes

import android.os.Bundle
import android.view.View
import androidx.core.os.bundleOf
import androidx.fragment.app.Fragment
import com.trailmate.R
import com.trailmate.analytics.EventNames.ROUTE_REMOVED
import com.trailmate.analytics.EventNames.ROUTE_SHARED
import com.trailmate.analytics.FirebaseReporter
import com.trailmate.analytics.ParamKeys
import javax.inject.Inject

class RouteDetailFragment : Fragment(R.layout.route_detail) {
    @Inject
    lateinit var reporter: FirebaseReporter

    private val route by lazy { requireArguments().getParcelable<Route>(ARG_ROUTE)!! }

    override fun onViewCreated(view: View, savedInstanceState: Bundle?) {
        super.onViewCreated(view, savedInstanceState)
        // event: "route_detail" (screen)
        reporter.screen("route_detail", route.id)
        view.findViewById<View>(R.id.save).setOnClickListener {
            // event: "route_saved" [route_id, length_km] (event-method)
            reporter.routeSaved(route.id, route.lengthKm)
        }
        view.findViewById<View>(R.id.remove).setOnClickListener { onRemove() }
    }

    private fun onRemove() {
        // event: "route_removed" [route_id] (wrapper)
        reporter.report(ROUTE_REMOVED, bundleOf(ParamKeys.ROUTE_ID to route.id))
    }

    fun share(channel: String?) {
        val params = Bundle()
        params.putString(ParamKeys.ROUTE_ID, route.id)
        if (channel != null) {
            params.putString(ParamKeys.CHANNEL, channel)
        }
        // todo: event "route_shared" [route_id, channel] (wrapper)
        reporter.report(ROUTE_SHARED, params)
        // event: "share_to_*_done" [] (pattern) (wrapper) finding: TL201
        reporter.report("share_to_${channel ?: "unknown"}_done")
    }

    companion object {
        private const val ARG_ROUTE = "route"

        // ok
        fun newInstance(route: Route) = RouteDetailFragment().apply { arguments = bundleOf(ARG_ROUTE to route) }
    }
}
