<?php

use Segment\Segment;

class Clubhouse_Tracker {
	private static $instance = null;

	private $enabled;

	public static function instance() {
		if ( null === self::$instance ) {
			self::$instance = new self();
		}

		return self::$instance;
	}

	private function __construct() {
		$this->enabled = 'yes' === get_option( 'clubhouse_tracking', 'no' );
	}

	/**
	 * Sends an event with the prefix of the plugin.
	 */
	public function record( $name, $properties = array() ) {
		if ( ! $this->enabled ) {
			return false;
		}

		$properties['site'] = home_url();

		// ok
		return Segment::track( array(
			'userId'     => $this->user_id(),
			'event'      => CLUBHOUSE_PREFIX . $name,
			'properties' => array_merge( $properties, array( 'locale' => get_locale() ) ),
		) );
	}

	public function identify_member( WP_User $user, array $membership ) {
		$traits = array(
			'email' => $user->user_email,
			'level' => $membership['level'],
		);
		if ( isset( $membership['club'] ) ) {
			$traits['club'] = $membership['club'];
		}
		// event: identify [email, level, club]
		Segment::identify( array( 'userId' => (string) $user->ID, 'traits' => $traits ) );
	}

	private function user_id() {
		return (string) get_current_user_id() ?: 'anonymous';
	}
}
