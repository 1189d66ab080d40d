package com.trailmate.recording

class GpsTrack(val title: String? = null) {
    private val points = mutableListOf<Pair<Double, Double>>()

    val size: Int get() = points.size
    val distance: Double get() = points.zipWithNext { a, b -> (b.first - a.first) + (b.second - a.second) }.sum()

    fun add(latitude: Double, longitude: Double) {
        // ok
        points.add(latitude to longitude)
    }
}
