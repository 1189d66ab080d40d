export const USER_SIGNED_UP = 'User Signed Up'
export const LOGGED_IN = 'Logged in'
export const ORDER_COMPLETED = 'Order Completed'
export const PRODUCT_ADDED = 'Product Add'
