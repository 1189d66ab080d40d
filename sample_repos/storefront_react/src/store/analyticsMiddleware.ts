import type { Middleware, PayloadAction } from '@reduxjs/toolkit';
import { AppEvents, trackEvent } from '@/analytics';
import type { CouponAnswer } from './couponSlice';

const COUPON_EVENTS: Record<string, AppEvents> = {
  'coupon/accepted': AppEvents.CouponApplied,
  'coupon/refused': AppEvents.CouponDenied,
};

/** Coupons are checked in three places of the shop; the store is the one place that sees every answer. */
export const analyticsMiddleware: Middleware = () => (next) => (action) => {
  const { type, payload } = action as PayloadAction<CouponAnswer>;
  const event = COUPON_EVENTS[type];
  if (event) {
    // event: "Coupon Applied" | "Coupon Denied" [coupon, discount, app_version, platform] (wrapper)
    trackEvent(event, { coupon: payload.code, discount: payload.discount });
  }
  return next(action);
};
