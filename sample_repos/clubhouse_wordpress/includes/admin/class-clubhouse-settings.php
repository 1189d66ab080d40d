<?php

class Clubhouse_Settings {
	public function handle( $action ) {
		$event = Clubhouse_Events::SETTINGS[ $action ] ?? Clubhouse_Events::SETTINGS['save'];
		// todo: event "clubhouse_settings_saved" | "clubhouse_settings_reset" [tab, site, locale] finding: TL201
		clubhouse_track_event( $event, array( 'tab' => sanitize_key( $_GET['tab'] ) ) );
	}

	public function toggle( $module ) {
		// event: "clubhouse_module_*_toggled" [enabled, site, locale] (pattern) finding: TL201
		clubhouse_track_event( "module_{$module}_toggled", array( 'enabled' => isset( $_POST['enabled'] ) ) );
		// event: "clubhouse_module_changed" [site, locale] finding: TL101
		clubhouse_track_event( sprintf( '%s_%s', 'module', 'changed' ) );
	}

	public function render() {
		?>
		<form method="post">
			<label>track( 'form_shown' ) <input name="track" value="<?php echo esc_attr( get_option( 'clubhouse_tracking' ) ); ?>"></label>
			<?php submit_button(); ?>
		</form>
		<?php
		// event: "clubhouse_settings_opened" [site, locale]
		clubhouse_track_event( 'settings_opened' );
	}
}
