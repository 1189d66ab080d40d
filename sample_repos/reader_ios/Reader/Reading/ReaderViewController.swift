import UIKit

final class ReaderViewController: UIViewController {
    private enum Event {
        static let highlight = "Highlight Created"
        static let font = "Font Changed"
    }

    var article: Article!
    private var openedAt = Date()

    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        guard article.isFinished else { return }
        let minutes = Int(Date().timeIntervalSince(openedAt) / 60)
        // event: "Article Finished" [article_id, minutes, words] (wrapper)
        AnalyticsService.shared.track(.articleFinished(id: article.id, minutes: minutes, words: article.wordCount))
    }

    @objc private func highlight(_ sender: UIMenuItem) {
        var properties: [String: Any] = [EventKey.articleId: article.id]
        properties["color"] = sender.title.lowercased()
        if let note = noteField.text, !note.isEmpty {
            properties["note"] = true
        }
        // event: "Highlight Created" [article_id, color, note, theme] (wrapper)
        AnalyticsService.shared.send(Event.highlight, with: properties)
    }

    func apply(_ font: ReaderFont) {
        let size = ["size": font.size]
        // event: "Font Changed" [font, size, theme] (wrapper)
        AnalyticsService.shared.send(Event.font, with: ["font": font.name].merging(size) { $1 })
    }

    func toggleImmersive() {
        // event: "Immersive On" | "Immersive Off" [theme] (wrapper) finding: TL101
        AnalyticsService.shared.send(isImmersive ? "Immersive On" : "Immersive Off")
        isImmersive.toggle()
    }

    private var isImmersive = false
    private let noteField = UITextField()
}
