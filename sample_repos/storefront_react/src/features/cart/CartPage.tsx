import { useEffect } from 'react';
import { Link } from 'react-router-dom';
import { CART_EVENTS, useAnalytics } from '@/analytics';
import { useAppSelector } from '@/store/hooks';
import { CartLineRow } from './CartLineRow';

export default function CartPage() {
  const { id, lines, lastAction } = useAppSelector((state) => state.cart);
  const { track, page } = useAnalytics();

  useEffect(() => {
    // event: "Cart" [logged_in] (page)
    page('Cart');
  }, [page]);

  useEffect(() => {
    // event: "Product Added" | "Product Removed" | "Cart Viewed" [cart_id, lines_count, logged_in, app_version, platform]
    track(CART_EVENTS[lastAction], { cart_id: id, lines_count: lines.length });
  }, [id, lastAction, lines.length, track]);

  return (
    <main>
      <h1>Your cart</h1>
      {lines.map((line) => (
        <CartLineRow key={line.product.id} line={line} />
      ))}
      <Link to="/checkout">Check out</Link>
    </main>
  );
}
