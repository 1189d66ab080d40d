package com.parcelworks.orders;

public class Order {
    private final String id;
    private final String merchant;
    private final long weight;
    private String coupon;

    public Order(String id, String merchant, long weight) {
        this.id = id;
        this.merchant = merchant;
        this.weight = weight;
    }

    public String getId() {
        return id;
    }

    public String getMerchant() {
        return merchant;
    }

    public long getWeight() {
        return weight;
    }

    public String getCoupon() {
        return coupon;
    }

    public void setCoupon(String coupon) {
        this.coupon = coupon;
    }
}
