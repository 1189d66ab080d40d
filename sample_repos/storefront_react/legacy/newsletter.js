'use strict';

const { NEWSLETTER_SUBSCRIBED } = require('./events');
const events = require('./events');

function send(name, placement, details) {
  const properties = Object.assign({ placement: placement }, details);
  if (window.analytics) {
    // ok
    window.analytics.track(name, properties);
  }
}

function bind(form, placement) {
  form.addEventListener('submit', function () {
    // event: "Newsletter Subscribed" [placement, list] (wrapper)
    send(NEWSLETTER_SUBSCRIBED, placement, { list: form.dataset.list });
  });
  form.querySelector('[data-dismiss]').addEventListener('click', function () {
    // event: "Newsletter Dismissed" [placement] (wrapper) finding: TL902
    send(events.NEWSLETTER_DISMISSED, placement, {}); // tracklint: ignore[TL101] until the event is planned
    form.reset();
  });
}

module.exports = { bind };
