import { track } from '../analytics.js'

export function view(reader, post) {
  // event: "Content Viewed" [blog_post_title] (wrapper)
  track(reader.id, 'Content Viewed', { blog_post_title: post.title })
  // event: "Read Blog Post - Best Tracking Plans Ever" [] (wrapper)
  // finding: TL101, TL302, TL303
  track(reader.id, 'Read Blog Post - Best Tracking Plans Ever')
  // event: "Blog Post Read *" (pattern) (wrapper) finding: TL201
  track(reader.id, `Blog Post Read ${post.title}`)
}

export function share(reader, channel) {
  // event: "Content Shared" [channel] (wrapper)
  track(reader.id, 'Content Shared', { channel })
}

export function comment(reader, text, flags) {
  // event: "Comment Submitted" [comment_length, feature_1, feature_2] (wrapper)
  // finding: TL111, TL111, TL305
  track(reader.id, 'Comment Submitted', { comment_length: 12, feature_1: 'true', feature_2: 'false' })
  // event: "Comment Submitted" (incomplete) (wrapper) finding: TL202
  track(reader.id, 'Comment Submitted', { [`feature_${flags.name}`]: true })
}

export function signUpOnCampaignDay(reader) {
  // event: "User Signed Up (11-01-2019)" [] (wrapper) finding: TL101, TL303
  track(reader.id, 'User Signed Up (11-01-2019)')
}
