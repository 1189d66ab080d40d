import Foundation

/// Everything that has properties of its own.
enum AnalyticsEvent {
    case articleSaved(id: String, source: ArticleSource)
    case articleOpened(id: String, source: ArticleSource)
    case articleFinished(id: String, minutes: Int, words: Int?)
    case searchPerformed(query: String, results: Int)
    case appLaunched
}

enum ArticleSource: String {
    case library, search, share
}

extension AnalyticsEvent {
    var name: String {
        switch self {
        case .articleSaved: return "Article Saved"
        case .articleOpened: return "Article Opened"
        case .articleFinished: return "Article Finished"
        case .searchPerformed: return "Search Performed"
        case .appLaunched: return "App Launched"
        }
    }

    var properties: [String: Any] {
        switch self {
        case let .articleSaved(id, source), let .articleOpened(id, source):
            return [EventKey.articleId: id, EventKey.source: source.rawValue]
        case let .articleFinished(id, minutes, words):
            var properties: [String: Any] = [EventKey.articleId: id, "minutes": minutes]
            if let words = words {
                properties["words"] = words
            }
            return properties
        case .searchPerformed(let query, let results):
            return ["query_length": query.count, "results": results]
        case .appLaunched:
            return [:]
        }
    }
}
