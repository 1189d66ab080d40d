#import <Foundation/Foundation.h>

NS_ASSUME_NONNULL_BEGIN

FOUNDATION_EXPORT NSString *const RDREventArticleShared;
FOUNDATION_EXPORT NSString *const RDREventShareCancelled;
FOUNDATION_EXPORT NSString *const RDRKeyChannel;

#define RDRKeyArticle @"article_id"

NS_ASSUME_NONNULL_END
