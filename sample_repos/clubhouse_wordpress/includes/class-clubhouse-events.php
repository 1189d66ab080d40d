<?php

/**
 * The names of events, without the prefix that the tracker puts before them.
 */
final class Clubhouse_Events {
	const MEMBER_JOINED   = 'member_joined';
	const MEMBER_LEFT     = 'member_left';
	const MEMBER_UPGRADED = 'member_' . 'upgraded';

	const SETTINGS = array(
		'save'  => 'settings_saved',
		'reset' => 'settings_reset',
	);
}
