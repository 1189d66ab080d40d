package com.parcelworks.courier.delivery;

import android.content.Context;
import com.mixpanel.android.mpmetrics.MixpanelAPI;
import com.parcelworks.courier.analytics.CourierAnalytics;
import com.segment.analytics.Properties;
import org.json.JSONException;
import org.json.JSONObject;

public class DoorStep {
    private static final String PREFIX = "Parcel ";
    private final Context context;
    private final MixpanelAPI mixpanel;

    public DoorStep(Context context, String token) {
        this.context = context;
        this.mixpanel = MixpanelAPI.getInstance(context, token, true);
    }

    public void delivered(String parcel, boolean signed) {
        Properties properties = new Properties();
        properties.putValue("parcel", parcel).putValue("signed", signed);
        // todo: event "Parcel Delivered" [parcel, signed, app] (wrapper)
        CourierAnalytics.log(context, PREFIX + "Delivered", properties);
    }

    public void refused(String parcel, String reason) throws JSONException {
        JSONObject props = new JSONObject();
        props.put("parcel", parcel);
        props.put("reason", reason);
        // event: "Parcel Refused" [parcel, reason] (direct)
        mixpanel.track(PREFIX + "Refused", props);
    }

    public void endShift(int parcels) {
        // event: "Shift Started" | "Shift Ended" [parcels] (event-method)
        CourierAnalytics.shift(context, false, parcels);
        // ok
        System.out.println("Shift Ended");
    }
}
