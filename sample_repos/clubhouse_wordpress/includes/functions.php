<?php

if ( ! function_exists( 'clubhouse_track_event' ) ) {
	/**
	 * Sends an event of the plugin, unless a filter says no.
	 */
	function clubhouse_track_event( $event, $properties = array() ) {
		if ( ! apply_filters( 'clubhouse_track_event', true, $event ) ) {
			return;
		}
		// ok
		Clubhouse_Tracker::instance()->record( $event, $properties );
	}
}

/**
 * The number of a track in the club's playlist.
 */
function clubhouse_playlist_track( Clubhouse_Player $player, $number ) {
	// ok
	return $player->track( $number );
}
