package com.trailmate.routes

import androidx.lifecycle.ViewModel
import com.trailmate.analytics.RouteEvent
import com.trailmate.analytics.Tracker
import javax.inject.Inject

class RouteListViewModel @Inject constructor(
    private val tracker: Tracker,
    private val repository: RouteRepository,
) : ViewModel() {

    var routes: List<Route> = emptyList()
        private set

    fun load(difficulty: String?, maxLength: Int) {
        routes = repository.find(difficulty, maxLength)
        // event: "route_list_shown" [] (wrapper)
        tracker.track(RouteEvent.ListShown)
        // event: "route_filtered" [max_length, difficulty] (wrapper)
        tracker.track(RouteEvent.Filtered(difficulty, maxLength))
    }

    fun open(route: Route) {
        // event: "route_opened" [route_id, source] (wrapper)
        tracker.track(RouteEvent.Opened(route.id, source = "list"))
    }

    fun nearest(location: Location): Route? {
        // ok
        val track = repository.track(location)
        return track?.route
    }
}
