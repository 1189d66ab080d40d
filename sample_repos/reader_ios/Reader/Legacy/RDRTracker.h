#import <Foundation/Foundation.h>

NS_ASSUME_NONNULL_BEGIN

/// The tracker of the first version; the share sheet and the account screens still use it.
@interface RDRTracker : NSObject

+ (instancetype)sharedTracker;

+ (void)trackSignedInWithMethod:(NSString *)method;
+ (void)trackSignedOut;

- (void)trackEvent:(NSString *)event properties:(nullable NSDictionary<NSString *, id> *)properties;

@end

NS_ASSUME_NONNULL_END
