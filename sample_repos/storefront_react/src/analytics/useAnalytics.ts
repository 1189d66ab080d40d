import { useCallback } from 'react';
import type { AccountEvent } from '@northgate/shared';
import { useCustomer } from '@/store/hooks';
import analytics from './client';
import type { AppEvents, CartEvent } from './events';
import { sendEvent, type EventProps } from './track';

export type TrackedEvent = AppEvents | CartEvent | AccountEvent;

export function useAnalytics() {
  const customer = useCustomer();
  const loggedIn = customer !== null;

  const track = useCallback(
    (event: TrackedEvent, props: EventProps = {}) => {
      // ok
      sendEvent(event, { ...props, logged_in: loggedIn });
    },
    [loggedIn],
  );

  const identify = useCallback(
    (traits: EventProps) => {
      if (customer) {
        // ok
        void analytics.identify(customer.id, traits);
      }
    },
    [customer],
  );

  const page = useCallback(
    (name: string, props: EventProps = {}) => {
      // ok
      void analytics.page(name, { ...props, logged_in: loggedIn });
    },
    [loggedIn],
  );

  return { track, identify, page };
}
