import { ACCOUNT_EVENTS } from '@northgate/shared';
import { forgetCustomer, orders, useAnalytics } from '@/analytics';
import analytics from '@/analytics/client';
import { FeedbackCard } from '@/features/feedback/FeedbackCard';
import { api } from '@/lib/api';
import { useAppDispatch, useCustomer } from '@/store/hooks';
import { closed } from '@/store/sessionSlice';

const AREA = 'Loyalty Card';

export default function AccountPage() {
  const customer = useCustomer();
  const dispatch = useAppDispatch();
  const { track, identify } = useAnalytics();

  if (!customer) return null;

  function signOut() {
    // event: "Signed Out" [logged_in, app_version, platform]
    track(ACCOUNT_EVENTS.signedOut);
    // event: reset (event-method)
    forgetCustomer();
    dispatch(closed());
  }

  function openTab(tab: string) {
    // ok
    void analytics.track(`Account ${tab} Opened`, { loyalty_tier: customer!.loyaltyTier });
  }

  function showCard() {
    // event: "Loyalty Card Viewed" [loyalty_tier]
    void analytics.track(`${AREA} Viewed`, { loyalty_tier: customer!.loyaltyTier });
  }

  function printCard() {
    // event: "Print Loyalty Card" [loyalty_tier] finding: TL101, TL302
    void analytics.track('Print Loyalty Card', { loyalty_tier: customer!.loyaltyTier });
    window.print();
  }

  function exportData() {
    // event: "personal_data_exported" [format] finding: TL101, TL301
    void analytics.track('personal_data_exported', { format: 'json' });
  }

  async function cancel(orderId: string) {
    await api.cancelOrder(orderId);
    // event: "Order Cancelled" [order_id, reason, app_version, platform] (event-method)
    orders.trackOrderCancelled(orderId, 'changed_mind');
  }

  function setOptIn(optIn: boolean) {
    // event: identify [marketing_opt_in] (wrapper)
    identify({ marketing_opt_in: optIn });
  }

  return (
    <main>
      <h1>{customer.firstName}</h1>
      <nav>
        {['Orders', 'Addresses', 'Returns'].map((tab) => (
          // event: "Account Orders Opened" | "Account Addresses Opened" | "Account Returns Opened" [loyalty_tier] (wrapper) finding: TL101
          <button key={tab} onClick={() => openTab(tab)}>
            {tab}
          </button>
        ))}
      </nav>
      <button onClick={showCard}>Loyalty card</button>
      <button onClick={printCard}>Print the card</button>
      <button onClick={exportData}>Download my data</button>
      <button onClick={() => cancel('latest')}>Cancel the last order</button>
      <input type="checkbox" onChange={({ target }) => setOptIn(target.checked)} />
      <FeedbackCard surveyId="account-2024" />
      <button onClick={signOut}>Sign out</button>
    </main>
  );
}
