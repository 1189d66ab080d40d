package com.parcelworks.analytics;

import com.segment.analytics.Analytics;
import com.segment.analytics.messages.GroupMessage;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.TrackMessage;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
public class EventTracker {
    private final Analytics analytics;

    public EventTracker(Analytics analytics) {
        this.analytics = analytics;
    }

    public void track(String userId, String event) {
        // ok
        track(userId, event, Collections.emptyMap());
    }

    public void track(String userId, String event, Map<String, ?> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("service", "dispatch");
        // ok
        analytics.enqueue(TrackMessage.builder(event).userId(userId).properties(all));
    }

    public void track(String userId, CourierEvent event, Map<String, ?> properties) {
        // ok
        track(userId, event.getTitle(), properties);
    }

    public void identify(String userId, String email, String plan) {
        // event: identify [email, plan]
        analytics.enqueue(IdentifyMessage.builder().userId(userId).traits(Map.of("email", email, "plan", plan)));
    }

    public void group(String userId, Merchant merchant) {
        Map<String, Object> traits = Map.of("name", merchant.name(), "parcels", merchant.parcels());
        // event: group [name, parcels]
        analytics.enqueue(GroupMessage.builder(merchant.id()).userId(userId).traits(traits));
    }

    public record Merchant(String id, String name, int parcels) {}
}
