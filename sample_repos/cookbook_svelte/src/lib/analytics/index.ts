import mixpanel from 'mixpanel-browser';
import type { Click, Submit } from './events';

mixpanel.init('cookbook-token');

export function trackEvent(name: Click | Submit, data: Record<string, unknown> = {}): void {
  mixpanel.track(name, { ...data, surface: 'web' });
}

export function trackPage(path: string): void {
  // event: page [path]
  mixpanel.track_pageview({ path });
}
