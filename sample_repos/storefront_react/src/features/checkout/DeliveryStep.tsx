import { AppEvents, trackEvent } from '@/analytics';

export function DeliveryStep({ onDone }: { onDone: () => void }) {
  function choose(method: string) {
    // event: "Checkout Step Completed" [step, delivery_method, app_version, platform] finding: TL104
    trackEvent(AppEvents.CheckoutStepCompleted, { step: 'delivery', delivery_method: method });
    onDone();
  }

  return (
    <fieldset>
      <button onClick={() => choose('standard')}>Standard delivery</button>
      <button onClick={() => choose('next_day')}>Next day</button>
    </fieldset>
  );
}
