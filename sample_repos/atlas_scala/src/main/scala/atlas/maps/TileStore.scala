package atlas.maps

import scala.collection.mutable

/** Counts which tiles are warm. */
class TileStore {
  private val warm = mutable.Map.empty[String, Int]

  def track(tile: String, zoom: Int): Unit = warm(tile) = zoom

  def page(number: Int): Seq[(String, Int)] = warm.toSeq.slice(number * 20, number * 20 + 20)
}
