import analytics from '@/analytics/client';
import { AppEvents, trackEvent } from '@/analytics';

export function ShareMenu({ productId }: { productId: string }) {
  async function copyLink() {
    await navigator.clipboard.writeText(location.href);
    // event: "Product Shared" [product_id, channel, app_version, platform]
    trackEvent(AppEvents.ProductShared, { product_id: productId, channel: 'link' });
  }

  async function shareNatively() {
    await navigator.share({ url: location.href });
    // event: "Product Shared" [product_id, channel, app_version, platform] finding: TL115
    trackEvent(AppEvents.ProductShared, { product_id: productId, channel: 'native_sheet' });
  }

  function shareByMail() {
    // event: "Product shared" [product_id, channel] finding: TL102
    void analytics.track('Product shared', { product_id: productId, channel: 'email' });
  }

  return (
    <menu>
      <button onClick={copyLink}>Copy link</button>
      <button onClick={shareNatively}>Share</button>
      <a href={`mailto:?body=${encodeURIComponent(location.href)}`} onClick={shareByMail}>
        Send by mail
      </a>
    </menu>
  );
}
