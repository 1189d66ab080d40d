import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Customer } from '@northgate/shared';

interface SessionState {
  customer: Customer | null;
}

const initialState: SessionState = { customer: null };

const sessionSlice = createSlice({
  name: 'session',
  initialState,
  reducers: {
    opened(state, action: PayloadAction<Customer>) {
      state.customer = action.payload;
    },
    closed(state) {
      state.customer = null;
    },
  },
});

export const { opened, closed } = sessionSlice.actions;
export default sessionSlice.reducer;
