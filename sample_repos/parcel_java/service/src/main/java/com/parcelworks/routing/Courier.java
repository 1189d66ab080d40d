package com.parcelworks.routing;

import com.parcelworks.orders.Order;
import java.util.ArrayList;
import java.util.List;

public class Courier {
    private final String id;
    private final String vehicle;
    private final List<String> zones;
    private final List<Order> bag = new ArrayList<>();

    public Courier(String id, String vehicle, List<String> zones) {
        this.id = id;
        this.vehicle = vehicle;
        this.zones = zones;
    }

    public String getId() {
        return id;
    }

    public String getVehicle() {
        return vehicle;
    }

    public List<String> getZones() {
        return zones;
    }

    public boolean isFree() {
        return bag.size() < 10;
    }

    public void take(Order order) {
        bag.add(order);
    }
}
