package com.parcelworks.courier.analytics;

import android.content.Context;
import com.segment.analytics.Analytics;
import com.segment.analytics.Properties;
import com.segment.analytics.Traits;

public final class CourierAnalytics {
    public static final String SHIFT_STARTED = "Shift Started";
    public static final String SHIFT_ENDED = "Shift Ended";

    private CourierAnalytics() {}

    public static void start(Context context, String courierId, String depot) {
        // event: identify [username, depot]
        Analytics.with(context).identify(courierId, new Traits().putUsername(courierId).putValue("depot", depot), null);
    }

    public static void shift(Context context, boolean started, int parcels) {
        // event: "Shift Started" | "Shift Ended" [parcels] (direct)
        Analytics.with(context).track(started ? SHIFT_STARTED : SHIFT_ENDED, new Properties().putValue("parcels", parcels));
    }

    public static void log(Context context, String event, Properties properties) {
        properties.putValue("app", "courier");
        // ok
        Analytics.with(context).track(event, properties);
    }

    public static void screen(Context context, String name) {
        // ok
        Analytics.with(context).screen(null, name);
    }
}
