package com.parcelworks.routing;

import com.parcelworks.analytics.CourierEvent;
import com.parcelworks.analytics.EventTracker;
import com.parcelworks.orders.Order;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public class Dispatcher {
    private final EventTracker events;
    private final List<Courier> couriers;

    public Dispatcher(EventTracker events, List<Courier> couriers) {
        this.events = events;
        this.couriers = couriers;
    }

    public Optional<Courier> assign(Order order) {
        Optional<Courier> free = couriers.stream().filter(Courier::isFree).findFirst();
        free.ifPresent(courier -> {
            courier.take(order);
            // event: "Courier Assigned" [order_id, vehicle, service] (wrapper)
            events.track(courier.getId(), CourierEvent.ASSIGNED, Map.of("order_id", order.getId(), "vehicle", courier.getVehicle()));
        });
        return free;
    }

    public void release(Courier courier, boolean late) {
        // event: "Courier Released" [late, service] (wrapper)
        events.track(courier.getId(), CourierEvent.RELEASED, Map.of("late", late));
    }

    public void plan(Courier courier, int stops) {
        // event: "Route Planned" [stops, distance_km, service] (wrapper)
        events.track(courier.getId(), "Route Planned", Map.ofEntries(Map.entry("stops", stops), Map.entry("distance_km", stops * 3)));
        for (String zone : courier.getZones()) {
            // event: "Zone * Entered" [service] (pattern) (wrapper) finding: TL201
            events.track(courier.getId(), String.format("Zone %s Entered", zone));
        }
    }
}
