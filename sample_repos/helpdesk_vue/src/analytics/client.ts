import posthog from 'posthog-js';
import type { EventName } from './events';

export function startAnalytics(): void {
  posthog.init('phc_helpdesk', { api_host: 'https://eu.i.posthog.com', capture_pageview: false });
}

export function capture(name: EventName, properties: Record<string, unknown> = {}): void {
  posthog.capture(name, { ...properties, app_version: '2.4.0' });
}

export function signedIn(userId: string, plan: string): void {
  // event: identify [plan]
  posthog.identify(userId, { plan });
}
