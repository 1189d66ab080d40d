/// Events without properties. The raw value is what is sent.
enum LibraryStat: String, CaseIterable {
    case archived = "Article Archived"
    case restored = "Article Restored"
    case shareSheetOpened = "Share Sheet Opened"

    var isUndo: Bool { self == .restored }
}
