import type { CartLine } from '@northgate/shared';
import { formatMoney } from '@northgate/shared';
import { CART_EVENTS, cartLineProps, logInteraction, trackEvent, useAnalytics, AppEvents } from '@/analytics';
import { useAppDispatch } from '@/store/hooks';
import { removed } from '@/store/cartSlice';

export function CartLineRow({ line }: { line: CartLine }) {
  const dispatch = useAppDispatch();
  const { track } = useAnalytics();

  function remove() {
    dispatch(removed(line.product.id));
    // event: "Product Removed" [product_id, sku, category, price, quantity, logged_in, app_version, platform]
    track(CART_EVENTS.removed, cartLineProps(line));
  }

  function changeQuantity(next: number) {
    const action = next > line.quantity ? 'added' : 'removed';
    // event: "Product Added" | "Product Removed" [product_id, sku, category, price, quantity, logged_in, app_version, platform]
    track(CART_EVENTS[action], { ...cartLineProps(line), quantity: Math.abs(next - line.quantity) });
  }

  function openSizeGuide() {
    // event: "Sizeguide Opened" [product_id, app_version, platform] finding: TL101, TL401
    logInteraction({ event: 'Sizeguide Opened', product_id: line.product.id });
  }

  function moveToWishlist() {
    // event: "Product Added to Wishlist" [product_id, moved_from, app_version, platform] finding: TL111
    trackEvent(AppEvents.WishlistAdded, { product_id: line.product.id, moved_from: 'cart' });
    dispatch(removed(line.product.id));
  }

  return (
    <li>
      <span>{line.product.name}</span>
      <span>{formatMoney(line.product.price * line.quantity, line.product.currency)}</span>
      <input type="number" value={line.quantity} onChange={({ target }) => changeQuantity(Number(target.value))} />
      <button onClick={openSizeGuide}>Size guide</button>
      <button onClick={moveToWishlist}>Save for later</button>
      <button onClick={remove}>Remove</button>
    </li>
  );
}
