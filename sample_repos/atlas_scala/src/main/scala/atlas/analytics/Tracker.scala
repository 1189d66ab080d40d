package atlas.analytics

import com.segment.analytics.Analytics
import com.segment.analytics.messages.{GroupMessage, IdentifyMessage, TrackMessage}

import scala.jdk.CollectionConverters._

/** Sends events to Segment; the only class that knows it. */
class Tracker(writeKey: String) {
  private val analytics: Analytics = Analytics.builder(writeKey).build()

  def track(userId: String, event: Event, properties: Map[String, Any] = Map.empty): Unit = {
    val all = properties + ("service" -> "atlas")
    // ok
    analytics.enqueue(TrackMessage.builder(event.name).userId(userId).properties(all.asJava))
  }

  def identify(userId: String, email: String, plan: Option[String]): Unit = {
    val traits = Map("email" -> email) ++ plan.map("plan" -> _)
    // event: identify [email, plan]
    analytics.enqueue(IdentifyMessage.builder().userId(userId).traits(traits.asJava))
  }

  def joined(userId: String, team: Team): Unit =
    // event: group [name, seats]
    analytics.enqueue(GroupMessage.builder(team.id).userId(userId).traits(Map("name" -> team.name, "seats" -> team.seats).asJava))

  def mapOpened(userId: String, map: String, zoom: Int): Unit =
    // event: "Map Opened" [map, zoom, service]
    track(userId, Event.MapOpened, Map("map" -> map, "zoom" -> zoom))
}

case class Team(id: String, name: String, seats: Int)
