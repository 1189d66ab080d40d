package atlas.analytics

/** All events; what a case holds is part of its name or its properties. */
sealed abstract class Event(val name: String)

object Event {
  case object MapOpened extends Event("Map Opened")
  case object MapShared extends Event("Map Shared")
  case object RouteSaved extends Event(s"${Prefix.Route} Saved")
  case class LayerToggled(layer: String) extends Event("Layer Toggled")

  object Prefix {
    val Route = "Route"
  }

  object Keys {
    val Map = "map"
  }
}
