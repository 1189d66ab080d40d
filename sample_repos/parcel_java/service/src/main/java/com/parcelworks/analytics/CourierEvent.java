package com.parcelworks.analytics;

public enum CourierEvent {
    ASSIGNED("Courier Assigned", true),
    RELEASED("Courier Released", false) {
        @Override
        public String reason() {
            return "released";
        }
    };

    private final String title;
    private final boolean billable;

    CourierEvent(String title, boolean billable) {
        this.title = title;
        this.billable = billable;
    }

    public String getTitle() {
        return title;
    }

    public boolean isBillable() {
        return billable;
    }

    public String reason() {
        return "none";
    }
}
