package com.parcelworks.courier.delivery;

public class Scanner {
    public interface Listener {
        void onScan(String code);
    }

    private Listener listener;
    private String last = "";

    public void setListener(Listener listener) {
        this.listener = listener;
    }

    /** Follows a code with the camera. */
    public void track(String code) {
        last = code;
        listener.onScan(last);
    }
}
