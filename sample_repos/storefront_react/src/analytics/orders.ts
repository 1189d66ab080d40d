import type { Order } from '@northgate/shared';
import { AppEvents } from './events';
import { trackEvent, type EventProps } from './track';

export function trackOrderCompleted(order: Order): void {
  const props: EventProps = {
    order_id: order.id,
    total: order.total,
    currency: order.currency,
    item_count: order.lines.length,
  };
  if (order.coupon) {
    props.coupon = order.coupon;
  }
  // event: "Order Completed" [order_id, total, currency, item_count, coupon, app_version, platform] (wrapper)
  trackEvent(AppEvents.OrderCompleted, props);
}

export function trackOrderCancelled(orderId: string, reason: string): void {
  // event: "Order Cancelled" [order_id, reason, app_version, platform] (wrapper)
  trackEvent(AppEvents.OrderCancelled, { order_id: orderId, reason });
}
