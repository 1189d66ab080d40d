#import <UIKit/UIKit.h>

@class RDRArticle;
@class RDRLogger;

@interface RDRShareController : UIViewController
@property (nonatomic, strong) RDRLogger *logger;
@end
