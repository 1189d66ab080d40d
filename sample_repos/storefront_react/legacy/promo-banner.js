/* Loaded by the CMS pages too, which have no bundle. */
(function () {
  window.dataLayer = window.dataLayer || [];

  function gtag() {
    // ok
    window.dataLayer.push(arguments);
  }

  // ok
  gtag('js', new Date());
  // ok
  gtag('config', 'G-7Q2M4XK9TD', { send_page_view: false });

  var banner = document.querySelector('[data-promotion]');
  if (!banner) return;

  // event: "Promotion Viewed" [promotion_id, creative]
  window.dataLayer.push({ event: 'Promotion Viewed', promotion_id: banner.dataset.promotion, creative: banner.dataset.creative });

  banner.addEventListener('click', function () {
    // event: "select_promotion" [promotion_id, creative_slot]
    gtag('event', 'select_promotion', { promotion_id: banner.dataset.promotion, creative_slot: 'header' });
  });

  // ok
  window.dataLayer.push({ ecommerce: null });
})();
