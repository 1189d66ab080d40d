import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { CartLine, Product } from '@northgate/shared';
import type { CartAction } from '@/analytics/events';

interface CartState {
  id: string;
  lines: CartLine[];
  lastAction: CartAction;
}

const initialState: CartState = { id: crypto.randomUUID(), lines: [], lastAction: 'viewed' };

const cartSlice = createSlice({
  name: 'cart',
  initialState,
  reducers: {
    added(state, action: PayloadAction<Product>) {
      const line = state.lines.find((candidate) => candidate.product.id === action.payload.id);
      if (line) line.quantity += 1;
      else state.lines.push({ product: action.payload, quantity: 1 });
      state.lastAction = 'added';
    },
    removed(state, action: PayloadAction<string>) {
      state.lines = state.lines.filter((line) => line.product.id !== action.payload);
      state.lastAction = 'removed';
    },
  },
});

export const { added, removed } = cartSlice.actions;
export default cartSlice.reducer;
