package com.parcelworks.orders;

import com.google.common.collect.ImmutableMap;
import com.parcelworks.analytics.EventTracker;
import com.parcelworks.analytics.Events;

public class LabelPrinter {
    public enum Format { A4, THERMAL }

    private final EventTracker tracker;

    public LabelPrinter(EventTracker tracker) {
        this.tracker = tracker;
    }

    public void print(String userId, Order order, Format format) {
        String paper = switch (format) {
            case A4 -> "sheet";
            case THERMAL -> "roll";
        };
        // event: "Label Printed" [order_id, weight_g, paper, service] (wrapper)
        tracker.track(
            userId,
            Events.LABEL_PRINTED,
            ImmutableMap.<String, Object>builder()
                .put(Events.Keys.ORDER_ID, order.getId())
                .put(Events.Keys.WEIGHT, order.getWeight())
                .put("paper", paper)
                .build());
    }
}
