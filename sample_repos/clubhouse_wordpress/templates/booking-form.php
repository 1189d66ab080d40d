<?php
/**
 * The form to book a court.
 *
 * @var int[] $courts
 */

// event: "clubhouse_booking_form_viewed" [courts, site, locale]
clubhouse_track_event( 'booking_form_viewed', array( 'courts' => count( $courts ) ) );
?>
<form class="clubhouse-booking" method="post">
	<?php foreach ( $courts as $court ) : ?>
		<label><input type="radio" name="court" value="<?= (int) $court ?>"> <?php echo esc_html( get_the_title( $court ) ); ?></label>
	<?php endforeach; ?>
	<button type="submit"><?php esc_html_e( 'Track my booking', 'clubhouse' ); ?></button>
</form>
<script>
	// event: "booking_form_left" [courts]
	window.addEventListener( 'pagehide', () => gtag( 'event', 'booking_form_left', { courts: <?= count( $courts ) ?> } ) );
	// ok
	console.log( '<?php echo esc_js( __( 'Book a court', 'clubhouse' ) ); ?>' );
</script>
