import { sendEvent, type EventProps } from './track';

/** Sends the events of one checkout; every name starts with the name of its flow. */
export default class CheckoutTracker {
  constructor(
    private readonly flow: string,
    private readonly cartId: string,
  ) {}

  track(action: string, props: EventProps = {}): void {
    // ok
    sendEvent(`${this.flow} ${action}`, { ...props, cart_id: this.cartId });
  }

  failed(step: string, reason: string): void {
    // ok
    this.track(`${step} Failed`, { reason });
  }
}
