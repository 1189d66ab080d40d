package com.parcelworks.web;

import com.parcelworks.analytics.EventTracker;
import com.parcelworks.analytics.Events;
import com.segment.analytics.Analytics;
import com.segment.analytics.messages.TrackMessage;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
public class MerchantController {
    private static final Logger LOG = LoggerFactory.getLogger(MerchantController.class);
    private static final Pattern DOMAIN = Pattern.compile("@(.+)$");

    private final Analytics analytics;
    private final EventTracker tracker;

    public MerchantController(Analytics analytics, EventTracker tracker) {
        this.analytics = analytics;
        this.tracker = tracker;
    }

    @PostMapping("/merchants")
    public void invite(@RequestParam String userId, @RequestParam String email) {
        Matcher matcher = DOMAIN.matcher(email);
        // ok
        String domain = matcher.find() ? matcher.group(1) : "none";
        // event: identify [email, plan] (event-method)
        tracker.identify(userId, email, "trial");
        TrackMessage.Builder message =
            // event: "Merchant Invited" [domain, channel] (direct)
            TrackMessage.builder("Merchant Invited")
                .userId(userId)
                .properties(Map.of("domain", domain, "channel", "mail"));
        // ok
        analytics.enqueue(message);
    }

    @PostMapping("/merchants/group")
    public void join(@RequestParam String userId, @RequestParam String merchant) {
        // event: group [name, parcels] (event-method)
        tracker.group(userId, new EventTracker.Merchant(merchant, merchant, 0));
    }

    public void onFailure(String userId, int status) {
        // ok
        LOG.warn("Webhook Failed: {}", status);
        // event: "Webhook Failed" [status, service] (wrapper)
        tracker.track(userId, Events.WEBHOOK_FAILED, Map.of("status", status));
    }
}
