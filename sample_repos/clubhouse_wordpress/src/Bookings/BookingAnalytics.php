<?php

declare(strict_types=1);

namespace Clubhouse\Bookings;

use Clubhouse\Tracking\Tracker;

/** The events of a booking, one method each. */
final class BookingAnalytics
{
    public function __construct(private readonly Tracker $tracker)
    {
    }

    public function started(Booking $booking, string $channel): void
    {
        // event: "Booking Started" [court, slot, channel, club]
        $this->tracker->capture($booking->member, BookingEvent::Started, $this->of($booking) + ['channel' => $channel]);
    }

    public function confirmed(Booking $booking, ?string $voucher = null): void
    {
        $properties = array_merge($this->of($booking), ['price' => $booking->price]);
        if ($voucher !== null) {
            $properties['voucher'] = $voucher;
        }
        // event: "Booking Confirmed" [court, slot, price, voucher, club]
        $this->tracker->capture($booking->member, BookingEvent::Confirmed, $properties);
    }

    public function cancelled(Booking $booking, string $reason): void
    {
        // event: "Booking Cancelled" [court, slot, reason, club]
        $this->tracker?->capture(
            person: $booking->member,
            event: BookingEvent::Cancelled,
            properties: [...$this->of($booking), 'reason' => $reason],
        );
    }

    /** @return array{court: int, slot: string} */
    private function of(Booking $booking): array
    {
        return ['court' => $booking->court, 'slot' => $booking->slot];
    }
}
