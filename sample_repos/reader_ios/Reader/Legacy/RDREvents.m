#import "RDREvents.h"

NSString *const RDREventArticleShared = @"Article Shared";
NSString *const RDREventShareCancelled = @"Share Cancelled";
NSString *const RDRKeyChannel = @"channel";
