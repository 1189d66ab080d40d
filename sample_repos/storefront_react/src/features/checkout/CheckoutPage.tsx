import { useEffect, useMemo, useState } from 'react';
import { nameForStep } from '@northgate/event-aliases';
import analytics from '@/analytics/client';
import { CheckoutTracker } from '@/analytics';
import { trackOrderCompleted } from '@/analytics/orders';
import { api } from '@/lib/api';
import { useAppSelector } from '@/store/hooks';
import { DeliveryStep } from './DeliveryStep';
import { PaymentStep } from './PaymentStep';

export default function CheckoutPage() {
  const { id, lines } = useAppSelector((state) => state.cart);
  const [step, setStep] = useState<'delivery' | 'payment'>('delivery');
  const tracker = useMemo(() => new CheckoutTracker('Checkout', id), [id]);

  useEffect(() => {
    // event: "Checkout Started" [lines_count, cart_id, app_version, platform]
    tracker.track('Started', { lines_count: lines.length });
  }, [lines.length, tracker]);

  function showStep(next: 'delivery' | 'payment') {
    setStep(next);
    // event: dynamic [cart_id] finding: TL203
    void analytics.track(nameForStep(next), { cart_id: id });
  }

  async function placeOrder() {
    try {
      const order = await api.placeOrder(id, lines);
      // event: "Order Completed" [order_id, total, currency, item_count, coupon, app_version, platform] (event-method)
      trackOrderCompleted(order);
    } catch (error) {
      // event: "Checkout Payment Failed" [reason, cart_id, app_version, platform]
      tracker.failed('Payment', error instanceof Error ? error.message : 'unknown');
    }
  }

  return (
    <main>
      {step === 'delivery' ? (
        <DeliveryStep onDone={() => showStep('payment')} />
      ) : (
        <PaymentStep tracker={tracker} onDone={placeOrder} />
      )}
    </main>
  );
}
