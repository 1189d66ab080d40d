import { track } from '../analytics.js'
import { ORDER_COMPLETED, PRODUCT_ADDED } from '../events.js'

export function addToCart(user, product) {
  // event: "Product Add" [product_id, price] (wrapper) finding: TL102
  track(user.id, PRODUCT_ADDED, { product_id: product.id, price: 9.5 })
  // event: "Product Added" [product_id, quantity] (wrapper)
  track(user.id, 'Product Added', { product_id: product.id, quantity: 1 })
}

export function complete(user, order) {
  // event: "Order Completed" [order_id, total] (wrapper)
  track(user.id, ORDER_COMPLETED, { order_id: order.id, total: order.total })
  // event: "Order Completed" [orderId, total] (wrapper)
  // finding: TL112, TL114
  track(user.id, ORDER_COMPLETED, { orderId: order.id, total: 'free' })
}

/** Sorts the shelf; nothing is sent. */
export function sortShelf(shelf) {
  // ok
  shelf.track('Order Completed')
  return shelf.sort()
}
