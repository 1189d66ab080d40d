package com.trailmate.analytics

sealed class RouteEvent(val name: String, val params: Map<String, Any?> = emptyMap()) {
    data object ListShown : RouteEvent("route_list_shown")

    data class Opened(val routeId: String, val source: String) : RouteEvent(
        name = "route_opened",
        params = mapOf("route_id" to routeId, "source" to source),
    )

    class Filtered(difficulty: String?, maxLength: Int) : RouteEvent(
        "route_filtered",
        buildMap {
            put("max_length", maxLength)
            if (difficulty != null) put("difficulty", difficulty)
        },
    )
}
