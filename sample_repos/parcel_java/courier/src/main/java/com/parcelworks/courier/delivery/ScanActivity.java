package com.parcelworks.courier.delivery;

import android.app.Activity;
import android.os.Bundle;
import com.parcelworks.courier.analytics.CourierAnalytics;
import com.segment.analytics.Properties;

public class ScanActivity extends Activity implements Scanner.Listener {
    private final Scanner scanner = new Scanner();

    @Override
    protected void onCreate(Bundle state) {
        super.onCreate(state);
        // event: "Route" (screen)
        CourierAnalytics.screen(this, "Route");
        // todo: event identify [username, depot] (event-method)
        CourierAnalytics.start(this, getIntent().getStringExtra("courier"), "north");
        // event: "Shift Started" | "Shift Ended" [parcels] (event-method)
        CourierAnalytics.shift(this, true, 0);
        scanner.setListener(new Scanner.Listener() {
            @Override
            public void onScan(String code) {
                // event: "Parcel Scanned" [code_length, app] (wrapper)
                CourierAnalytics.log(ScanActivity.this, "Parcel Scanned", new Properties().putValue("code_length", code.length()));
            }
        });
    }

    @Override
    public void onScan(String code) {
        // ok
        scanner.track(code);
    }
}
