plugins {
    id("com.android.application")
    id("org.jetbrains.kotlin.android")
}

android {
    namespace = "com.trailmate"
    compileSdk = 34

    defaultConfig {
        // ok
        buildConfigField("String", "MIXPANEL_TOKEN", "\"${project.findProperty("mixpanelToken") ?: ""}\"")
        applicationId = "com.trailmate"
    }
}

dependencies {
    implementation(platform("com.google.firebase:firebase-bom:32.7.0"))
    implementation("com.google.firebase:firebase-analytics-ktx")
    implementation("com.mixpanel.android:mixpanel-android:7.5.2")
    implementation("androidx.core:core-ktx:1.12.0")
    implementation("com.google.dagger:hilt-android:2.50")
}
