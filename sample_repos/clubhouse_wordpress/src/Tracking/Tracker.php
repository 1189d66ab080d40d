<?php

declare(strict_types=1);

namespace Clubhouse\Tracking;

interface Tracker
{
    /** @param array<string, mixed> $properties */
    public function capture(string $person, \BackedEnum $event, array $properties = []): void;
}
