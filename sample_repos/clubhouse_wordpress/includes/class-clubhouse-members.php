<?php

class Clubhouse_Members {
	public function __construct() {
		add_action( 'user_register', array( $this, 'joined' ) );
		add_action( 'delete_user', array( $this, 'left' ), 10, 2 );
		add_action( 'clubhouse_level_changed', array( $this, 'level_changed' ), 10, 3 );
	}

	public function joined( $user_id ) {
		$user       = get_userdata( $user_id );
		$membership = get_user_meta( $user_id, 'clubhouse_membership', true );
		// event: identify [email, level, club] (event-method)
		Clubhouse_Tracker::instance()->identify_member( $user, $membership );
		// event: "clubhouse_member_joined" [level, source, site, locale]
		clubhouse_track_event( Clubhouse_Events::MEMBER_JOINED, array(
			'level'  => $membership['level'],
			'source' => $_COOKIE['clubhouse_source'] ?? 'direct',
		) );
	}

	public function left( $user_id, $reassign ) {
		$reason = $reassign ? 'merged' : 'deleted';
		// event: "clubhouse_member_left" [reason, site, locale]
		clubhouse_track_event( Clubhouse_Events::MEMBER_LEFT, compact( 'reason' ) );
	}

	public function level_changed( $user_id, $from, $to ) {
		$properties         = [ 'level' => $to ];
		$properties['from'] = $from;
		if ( $to > $from ) {
			$event = Clubhouse_Events::MEMBER_UPGRADED;
		} else {
			$event = 'member_downgraded';
		}
		// event: "clubhouse_member_upgraded" | "clubhouse_member_downgraded" [level, from, site, locale]
		clubhouse_track_event( $event, $properties );
		// ok
		do_action( 'clubhouse_track', 'member_upgraded', $user_id );
	}

	public function search( $text ) {
		// ok
		$query = new WP_User_Query( array( 'search' => "*{$text}*", 'group' => 'members', 'page' => 1 ) );
		preg_match( '/(?<name>\w+)/', $text, $group );

		return array( $query->get_results(), $group['name'] ?? '' );
	}
}
