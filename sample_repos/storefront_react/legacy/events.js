'use strict';

const PREFIX = 'Newsletter ';

module.exports = {
  NEWSLETTER_SUBSCRIBED: PREFIX + 'Subscribed',
  NEWSLETTER_DISMISSED: PREFIX + 'Dismissed',
};
