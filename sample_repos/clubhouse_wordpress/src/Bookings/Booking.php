<?php

declare(strict_types=1);

namespace Clubhouse\Bookings;

final class Booking
{
    public function __construct(
        public readonly string $member,
        public readonly int $court,
        public readonly string $slot,
        public readonly float $price,
    ) {
    }
}
