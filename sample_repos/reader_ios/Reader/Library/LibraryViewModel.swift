import Combine
import Foundation

final class LibraryViewModel: ObservableObject {
    @Published private(set) var articles: [Article] = []
    private let analytics: AnalyticsTracking
    private let store: ArticleStore

    init(store: ArticleStore, analytics: AnalyticsTracking = AnalyticsService.shared) {
        self.store = store
        self.analytics = analytics
    }

    func open(_ article: Article) {
        // event: "Article Opened" [article_id, source] (wrapper)
        analytics.track(.articleOpened(id: article.id, source: .library))
    }

    func save(_ url: URL) async throws {
        let article = try await store.save(url)
        // event: "Article Saved" [article_id, source] (wrapper)
        analytics.track(AnalyticsEvent.articleSaved(id: article.id, source: .share))
    }

    func setArchived(_ archived: Bool, for article: Article) {
        store.update(article) { $0.isArchived = archived }
        // event: "Article Archived" | "Article Restored" [] (wrapper)
        analytics.bump(archived ? .archived : .restored)
    }

    func search(_ query: String) {
        store.search(query)
            .filter { !$0.isArchived }
            .sink { [weak self] results in
                self?.articles = results
                // event: "Search Performed" [query_length, results] (wrapper)
                self?.analytics.track(.searchPerformed(query: query, results: results.count))
            }
            .store(in: &cancellables)
    }

    private var cancellables = Set<AnyCancellable>()
}
