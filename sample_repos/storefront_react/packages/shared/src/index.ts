export * from './events';
export { formatMoney } from './money';
export type { Address, CartLine, Customer, LoyaltyTier, Order, Product } from './types';
