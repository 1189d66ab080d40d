<?php
/**
 * Plugin Name: Clubhouse Bookings
 * Description: Court bookings and memberships for sports clubs.
 * Version:     2.4.0
 */

defined( 'ABSPATH' ) || exit;

define( 'CLUBHOUSE_VERSION', '2.4.0' );
define( 'CLUBHOUSE_PREFIX', 'clubhouse_' );

require_once __DIR__ . '/vendor/autoload.php';
require_once __DIR__ . '/includes/class-clubhouse-events.php';
require_once __DIR__ . '/includes/class-clubhouse-tracker.php';
require_once __DIR__ . '/includes/functions.php';
require_once __DIR__ . '/includes/class-clubhouse-members.php';

if ( is_admin() ) {
	require_once __DIR__ . '/includes/admin/class-clubhouse-settings.php';
}

add_action( 'plugins_loaded', function () {
	Segment\Segment::init( get_option( 'clubhouse_segment_key' ) );
	PostHog\PostHog::init( get_option( 'clubhouse_posthog_key' ), array( 'host' => 'https://eu.i.posthog.com' ) );
	new Clubhouse_Members();
} );

register_activation_hook( __FILE__, 'clubhouse_activate' );

function clubhouse_activate() {
	add_option( 'clubhouse_since', time() );
	// event: "clubhouse_plugin_activated" [version, site, locale]
	clubhouse_track_event( 'plugin_activated', array( 'version' => CLUBHOUSE_VERSION ) );
}
