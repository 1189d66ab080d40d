package com.trailmate.routes

data class Location(val latitude: Double, val longitude: Double)

data class Route(val id: String, val title: String, val lengthKm: Double)

class Track(val route: Route, val points: List<Location>)

class RouteRepository(private val tracks: MutableList<Track>) {
    fun find(difficulty: String?, maxLength: Int): List<Route> =
        tracks.map { it.route }.filter { it.lengthKm <= maxLength && difficulty != "expert" }

    /** The recorded track nearest to a place. */
    fun track(location: Location): Track? = tracks.minByOrNull { track ->
        track.points.minOf { (it.latitude - location.latitude) + (it.longitude - location.longitude) }
    }
}
