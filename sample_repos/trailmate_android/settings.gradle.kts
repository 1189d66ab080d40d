rootProject.name = "trailmate"

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
}

include(":app")
