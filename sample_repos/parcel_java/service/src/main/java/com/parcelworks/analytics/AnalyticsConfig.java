package com.parcelworks.analytics;

import com.segment.analytics.Analytics;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration
public class AnalyticsConfig {
    @Bean
    public Analytics analytics(@Value("${segment.write-key}") String writeKey) {
        return Analytics.builder(writeKey).build();
    }
}
