export enum AppEvents {
  ProductListViewed = 'Product List Viewed',
  ProductListFiltered = 'Product List Filtered',
  ProductClicked = 'Product Clicked',
  ProductViewed = 'Product Viewed',
  ProductShared = 'Product Shared',
  ProductsSearched = 'Products Searched',
  WishlistAdded = 'Product Added to Wishlist',
  WishlistRemoved = 'Product Removed from Wishlist',
  CouponApplied = 'Coupon Applied',
  CouponDenied = 'Coupon Denied',
  CheckoutStepCompleted = 'Checkout Step Completed',
  PaymentInfoEntered = 'Payment Info Entered',
  OrderCompleted = 'Order Completed',
  OrderCancelled = 'Order Cancelled',
}

export const CART_EVENTS = {
  added: 'Product Added',
  removed: 'Product Removed',
  viewed: 'Cart Viewed',
} as const;

export type CartAction = keyof typeof CART_EVENTS;
export type CartEvent = (typeof CART_EVENTS)[CartAction];
