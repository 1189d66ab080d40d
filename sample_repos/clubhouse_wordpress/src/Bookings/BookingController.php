<?php

declare(strict_types=1);

namespace Clubhouse\Bookings;

use Clubhouse\Payments\Gateway;
use Mixpanel;

final class BookingController
{
    private Mixpanel $mixpanel;

    public function __construct(
        private readonly BookingAnalytics $analytics,
        private readonly Gateway $gateway,
        string $token,
    ) {
        $this->mixpanel = Mixpanel::getInstance($token);
    }

    public function start(Booking $booking): void
    {
        // event: "Booking Started" [court, slot, channel, club] (event-method)
        $this->analytics->started($booking, channel: 'web');
    }

    public function confirm(Booking $booking, array $input): void
    {
        // ok
        $payment = $this->gateway->capture($booking->member, $booking->price);
        // event: "Booking Confirmed" [court, slot, price, voucher, club] (event-method)
        $this->analytics->confirmed($booking, $input['voucher'] ?? null);
        // todo: event "Card Payment Received" | "Manual Payment Received" | "Payment Received" [price] (event-method)
        $this->report($payment->method, $booking);
    }

    public function cancel(Booking $booking, string $reason): void
    {
        // event: "Booking Cancelled" [court, slot, reason, club] (event-method)
        $this->analytics->cancelled($booking, $reason ?: 'none');
        error_log('Booking Cancelled: ' . $booking->slot);
    }

    private function report(string $method, Booking $booking): void
    {
        $name = match ($method) {
            'card' => 'Card Payment Received',
            'cash', 'invoice' => 'Manual Payment Received',
            default => 'Payment Received',
        };
        // event: "Card Payment Received" | "Manual Payment Received" | "Payment Received" [price]
        $this->mixpanel->track($name, ['price' => $booking->price]);
    }
}
