<?php

declare(strict_types=1);

namespace Clubhouse\Tracking;

use PostHog\PostHog;

final class PostHogTracker implements Tracker
{
    public function __construct(private readonly string $club)
    {
    }

    public function capture(string $person, \BackedEnum $event, array $properties = []): void
    {
        // ok
        PostHog::capture([
            'distinctId' => $person,
            'event' => $event->value,
            'properties' => [...$properties, 'club' => $this->club],
        ]);
    }
}
