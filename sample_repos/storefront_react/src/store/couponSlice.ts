import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export interface CouponAnswer {
  code: string;
  discount: number;
}

interface CouponState {
  accepted: string | null;
  error: string | null;
}

const initialState: CouponState = { accepted: null, error: null };

const couponSlice = createSlice({
  name: 'coupon',
  initialState,
  reducers: {
    accepted(state, action: PayloadAction<CouponAnswer>) {
      state.accepted = action.payload.code;
      state.error = null;
    },
    refused(state, action: PayloadAction<CouponAnswer>) {
      state.error = `${action.payload.code} cannot be used for this order`;
    },
  },
});

export const { accepted, refused } = couponSlice.actions;
export default couponSlice.reducer;
