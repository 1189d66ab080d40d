import AVFoundation

/// Reads articles aloud. Nothing here is an event, however much it is called one.
final class AudioPlayer {
    private var tracks: [AVAssetTrack] = []
    private let log = Logger(subsystem: "com.margin.reader", category: "audio")

    func load(_ asset: AVAsset) async throws {
        // ok
        tracks = try await asset.loadTracks(withMediaType: .audio)
        // ok
        let track = asset.track(withTrackID: 1)
        // ok
        log.info("Loaded \(track?.trackID ?? 0)")
    }

    func observe(_ eye: EyeTracker) {
        // ok
        eye.track("left", properties: [:])
        // ok
        eye.identify(distinctId: "reader")
        // ok
        Dictionary(grouping: tracks) { $0.mediaType }.forEach { print($0.key) }
    }

    func notify() {
        // ok
        NotificationCenter.default.post(name: .articleFinished, object: nil, userInfo: ["name": "Article Finished"])
    }
}

/// Follows the eyes of the reader, to scroll.
final class EyeTracker {
    func track(_ eye: String, properties: [String: Any]) {
        print(eye, properties)
    }

    func identify(distinctId: String) {
        print(distinctId)
    }
}

extension Notification.Name {
    static let articleFinished = Notification.Name("Article Finished")
}
