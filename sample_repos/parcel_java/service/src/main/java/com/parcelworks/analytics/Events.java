package com.parcelworks.analytics;

/** Names of events that the service sends. */
public interface Events {
    String ORDER = "Order";
    String ORDER_PLACED = ORDER + " Placed";
    String ORDER_CANCELLED = ORDER + " Cancelled";
    String LABEL_PRINTED = "Label Printed";
    String WEBHOOK_FAILED = "Webhook Failed";

    interface Keys {
        String ORDER_ID = "order_id";
        String MERCHANT = "merchant";
        String WEIGHT = "weight_g";
    }
}
