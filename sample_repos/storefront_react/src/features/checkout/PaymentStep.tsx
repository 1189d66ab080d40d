import { useState } from 'react';
import { AppEvents, trackEvent, type CheckoutTracker } from '@/analytics';

interface Props {
  tracker: CheckoutTracker;
  onDone: () => Promise<void>;
}

export function PaymentStep({ tracker, onDone }: Props) {
  const [attempt, setAttempt] = useState(1);

  async function pay(method: string) {
    // event: "Payment Info Entered" [payment_method, attempt, app_version, platform]
    trackEvent(AppEvents.PaymentInfoEntered, { payment_method: method, attempt });
    setAttempt(attempt + 1);
    await onDone();
  }

  function payByInvoice() {
    // event: "Payment Info Entered" [payment_method, attempt, app_version, platform] finding: TL114
    trackEvent(AppEvents.PaymentInfoEntered, { payment_method: 'invoice', attempt: 'first' });
    // event: "Checkout Invoice Requested" [cart_id, app_version, platform]
    tracker.track('Invoice Requested');
    void onDone();
  }

  return (
    <fieldset>
      <button onClick={() => pay('card')}>Card</button>
      <button onClick={() => pay('paypal')}>PayPal</button>
      <button onClick={payByInvoice}>Invoice</button>
    </fieldset>
  );
}
