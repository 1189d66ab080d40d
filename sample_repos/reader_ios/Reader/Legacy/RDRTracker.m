#import "RDRTracker.h"
#import <Mixpanel/Mixpanel.h>

@interface RDRTracker ()
@property (nonatomic, strong) Mixpanel *mixpanel;
@end

@implementation RDRTracker

+ (instancetype)sharedTracker
{
    static RDRTracker *tracker = nil;
    static dispatch_once_t token;
    dispatch_once(&token, ^{
        tracker = [[self alloc] init];
    });
    return tracker;
}

- (instancetype)init
{
    if (self = [super init]) {
        _mixpanel = [Mixpanel sharedInstance];
    }
    return self;
}

+ (void)trackSignedInWithMethod:(NSString *)method
{
    // event: "Signed In" [method] (wrapper)
    [[self sharedTracker] trackEvent:@"Signed In" properties:@{ @"method" : method }];
}

+ (void)trackSignedOut
{
    // event: "Signed Out" [] (wrapper)
    [[self sharedTracker] trackEvent:@"Signed Out" properties:nil];
}

- (void)trackEvent:(NSString *)event properties:(NSDictionary<NSString *, id> *)properties
{
    // ok
    [self.mixpanel track:event properties:properties];
}

@end
