import { configureStore } from '@reduxjs/toolkit';
import { analyticsMiddleware } from './analyticsMiddleware';
import cart from './cartSlice';
import coupon from './couponSlice';
import session from './sessionSlice';

export const store = configureStore({
  reducer: { cart, coupon, session },
  middleware: (defaults) => defaults().concat(analyticsMiddleware),
});

export type RootState = ReturnType<typeof store.getState>;
export type AppDispatch = typeof store.dispatch;
