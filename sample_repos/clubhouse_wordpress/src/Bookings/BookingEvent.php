<?php

declare(strict_types=1);

namespace Clubhouse\Bookings;

enum BookingEvent: string
{
    case Started = 'Booking Started';
    case Confirmed = 'Booking Confirmed';
    case Cancelled = 'Booking Cancelled';
}
