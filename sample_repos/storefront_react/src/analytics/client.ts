import { AnalyticsBrowser } from '@segment/analytics-next';
import { SEGMENT_WRITE_KEY } from '@/config';

const analytics = AnalyticsBrowser.load({ writeKey: SEGMENT_WRITE_KEY });

export default analytics;
