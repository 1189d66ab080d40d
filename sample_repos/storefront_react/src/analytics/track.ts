import type { Customer } from '@northgate/shared';
import { APP_VERSION, PLATFORM } from '@/config';
import analytics from './client';
import type { AppEvents } from './events';

export type EventProps = Record<string, unknown>;

interface Interaction extends EventProps {
  event: string;
}

/** Sends an event with the properties that every event of the shop carries. */
export function sendEvent(name: string, props: EventProps = {}): void {
  // ok
  void analytics.track(name, { ...props, app_version: APP_VERSION, platform: PLATFORM });
}

export function trackEvent(event: AppEvents, props: EventProps = {}): void {
  // ok
  sendEvent(event, props);
}

/** For one-off interactions that have no place in `AppEvents` yet. */
export function logInteraction({ event, ...details }: Interaction): void {
  // ok
  sendEvent(event, details);
}

export function identifyCustomer(customer: Customer): void {
  // event: identify [email, first_name, loyalty_tier, marketing_opt_in]
  void analytics.identify(customer.id, {
    email: customer.email,
    first_name: customer.firstName,
    loyalty_tier: customer.loyaltyTier,
    marketing_opt_in: customer.marketingOptIn,
  });
}

export function forgetCustomer(): void {
  // event: reset
  void analytics.reset();
}
