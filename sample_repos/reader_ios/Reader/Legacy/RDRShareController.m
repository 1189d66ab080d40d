#import "RDRShareController.h"
#import "RDREvents.h"
#import "RDRTracker.h"
#import <Mixpanel/Mixpanel.h>

static NSString *const kQuoteKey = @"with_quote";

typedef NS_ENUM(NSInteger, RDRShareChannel) {
    RDRShareChannelMail,
    RDRShareChannelMessages
};

@implementation RDRShareController

- (NSString *)nameOfChannel:(RDRShareChannel)channel
{
    switch (channel) {
        case RDRShareChannelMail:
            return @"mail";
        case RDRShareChannelMessages:
            return @"messages";
    }
    return @"other";
}

- (void)viewDidLoad
{
    [super viewDidLoad];
    // event: "Share Sheet Opened" [] (direct)
    [[Mixpanel sharedInstance] track:@"Share Sheet Opened"];
}

- (void)didShareArticle:(RDRArticle *)article channel:(RDRShareChannel)channel quote:(nullable NSString *)quote
{
    NSMutableDictionary *properties = [NSMutableDictionary dictionary];
    properties[RDRKeyArticle] = article.identifier;
    [properties setObject:[self nameOfChannel:channel] forKey:RDRKeyChannel];
    if (quote.length > 0) {
        properties[kQuoteKey] = @YES;
    }
    // event: "Article Shared" [article_id, channel, with_quote] (wrapper)
    [[RDRTracker sharedTracker] trackEvent:RDREventArticleShared properties:properties];
}

- (void)cancelFromChannel:(RDRShareChannel)channel
{
    // event: "Share Cancelled" [channel] (wrapper)
    [[RDRTracker sharedTracker] trackEvent:RDREventShareCancelled properties:@{ RDRKeyChannel : [self nameOfChannel:channel] }];
    // event: "Share Cancelled mail" | "Share Cancelled messages" | "Share Cancelled other" [] (wrapper) finding: TL101, TL301
    [[RDRTracker sharedTracker] trackEvent:[NSString stringWithFormat:@"Share Cancelled %@", [self nameOfChannel:channel]] properties:nil];
}

- (void)logFailure:(NSError *)error
{
    // ok
    [self.logger track:error.localizedDescription properties:nil];
}

@end
