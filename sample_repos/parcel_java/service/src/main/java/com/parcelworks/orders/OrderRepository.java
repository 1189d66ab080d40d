package com.parcelworks.orders;

import java.util.ArrayList;
import java.util.List;

public class OrderRepository {
    private final List<Order> orders = new ArrayList<>();
    private final List<String> tracked = new ArrayList<>();

    public void save(Order order) {
        orders.add(order);
    }

    public void remove(Order order) {
        orders.remove(order);
    }

    /** Keeps an order's number for the archive. */
    public void track(String id) {
        // ok
        tracked.add(id);
    }
}
