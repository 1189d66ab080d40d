package atlas.jobs

import atlas.analytics.{Event, Tracker}
import atlas.maps.TileStore
import org.slf4j.LoggerFactory

object Nightly {
  private val log = LoggerFactory.getLogger(getClass)
  private val Done = new Event("Tiles Warmed") {}

  def main(args: Array[String]): Unit = {
    val tracker = new Tracker(sys.env("SEGMENT_KEY"))
    val store = new TileStore
    for (page <- 0 until 10; (tile, zoom) <- store.page(page)) {
      // ok
      store.track(tile, zoom)
    }
    // event: "Tiles Warmed" [service] (wrapper) finding: TL101
    tracker.track("system", Done)
    // event: identify [email, plan] (event-method)
    tracker.identify("system", "nightly@atlas.example", None)
    // ok
    log.info("Tiles Warmed")
  }
}
