export * from './events';
export { default as CheckoutTracker } from './CheckoutTracker';
export * as orders from './orders';
export { cartLineProps, productProps } from './properties';
export { forgetCustomer, identifyCustomer, logInteraction, trackEvent } from './track';
export { useAnalytics } from './useAnalytics';
