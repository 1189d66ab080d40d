/// Keys that several events share.
enum EventKey {
    static let articleId = "article_id"
    static let source = "source"
    static let productId = "product_id"
}
