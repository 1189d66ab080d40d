package com.parcelworks.orders;

import static com.parcelworks.analytics.Events.Keys.MERCHANT;
import static com.parcelworks.analytics.Events.Keys.ORDER_ID;
import static com.parcelworks.analytics.Events.ORDER_CANCELLED;

import com.parcelworks.analytics.EventTracker;
import com.parcelworks.analytics.Events;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Service;

@Service
public class OrderService {
    private static final String ORDER_PRICED = "Order Priced";

    private final EventTracker tracker;
    private final OrderRepository orders;

    public OrderService(EventTracker tracker, OrderRepository orders) {
        this.tracker = tracker;
        this.orders = orders;
    }

    public Order place(String userId, Order order) {
        orders.save(order);
        Map<String, Object> props = new HashMap<>();
        props.put(ORDER_ID, order.getId());
        props.put(MERCHANT, order.getMerchant());
        if (order.getCoupon() != null) {
            props.put("coupon", order.getCoupon());
        }
        // event: "Order Placed" [order_id, merchant, coupon, service] (wrapper)
        tracker.track(userId, Events.ORDER_PLACED, props);
        return order;
    }

    public void cancel(String userId, Order order, String reason) {
        // event: "Order Cancelled" [order_id, reason, service] (wrapper)
        tracker.track(userId, ORDER_CANCELLED, Map.of(ORDER_ID, order.getId(), "reason", reason));
        orders.remove(order);
    }

    public long price(String userId, Order order) {
        long price = order.getWeight() * 2 + 300;
        // event: "Order Priced" [order_id, price, service] (wrapper)
        tracker.track(
            userId,
            ORDER_PRICED,
            new HashMap<>() {{
                put(ORDER_ID, order.getId());
                put("price", price);
            }});
        return price;
    }

    public void archive(String userId, Order order) {
        // event: "Order Archived" [service] (wrapper) finding: TL101
        tracker.track(userId, "Order Archived");
        // ok
        orders.track(order.getId());
    }
}
