package atlas.maps

import atlas.analytics.Event.{Keys, LayerToggled, MapShared, RouteSaved}
import atlas.analytics.{Event, Team, Tracker}

class MapService(tracker: Tracker, tiles: TileStore) {
  private val patterns = "zoom=(\\d+)".r

  def open(userId: String, map: String, query: String): Unit = {
    val zoom = patterns.findFirstMatchIn(query) match {
      // ok
      case Some(found) => found.group(1).toInt
      case None => 8
    }
    // event: "Map Opened" [map, zoom, service] (event-method)
    tracker.mapOpened(userId, map, zoom)
    // ok
    tiles.track("Map Opened", zoom)
  }

  def share(userId: String, map: String, team: Team, message: Option[String]): Unit = {
    var properties = Map[String, Any](Keys.Map -> map, "team" -> team.id)
    if (message.isDefined) properties += ("message" -> true)
    // event: "Map Shared" [map, team, message, service] (wrapper)
    tracker.track(userId, MapShared, properties)
    // event: group [name, seats] (event-method)
    tracker.joined(userId, team)
  }

  def save(userId: String, route: Route): Unit = {
    // event: "Route Saved" [points, length_km, service] (wrapper)
    tracker.track(userId, RouteSaved, properties = Map("points" -> route.points.size, "length_km" -> route.length))
  }

  def toggle(userId: String, layers: Seq[String]): Unit =
    layers.foreach { layer =>
      // event: "Layer Toggled" [layer, service] (wrapper)
      tracker.track(userId, LayerToggled(layer), Map("layer" -> layer))
    }

  def export(userId: String, format: String): Unit = {
    val event = new Event(s"Map Exported As $format") {}
    // event: "Map Exported As *" [service] (pattern) (wrapper) finding: TL201
    tracker.track(userId, event)
  }
}

case class Route(points: Vector[(Double, Double)], length: Double)
