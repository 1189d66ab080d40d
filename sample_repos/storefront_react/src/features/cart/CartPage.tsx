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

  function addGiftSet(paper: string) {
    const wrapping = { paper, has_card: true };
    // event: "Gift Set Added" [cart_id, wrapping, products, logged_in, app_version, platform]
    track('Gift Set Added', { cart_id: id, wrapping, products: [{ product_id: 'tea-01', price: 12.5 }, { product_id: 'cup-02' }] });
  }

  function addPlainGiftSet() {
    // event: "Gift Set Added" [cart_id, wrapping, products, logged_in, app_version, platform] finding: TL112, TL113, TL114
    track('Gift Set Added', { cart_id: id, wrapping: { paper: 'plain', hasCard: false }, products: [{ price: '12.50' }] });
  }

  return (
    <main>
      <h1>Your cart</h1>
      {lines.map((line) => (
        <CartLineRow key={line.product.id} line={line} />
      ))}
      <button onClick={() => addGiftSet('stars')}>Add a gift set</button>
      <button onClick={addPlainGiftSet}>Add one in plain paper</button>
      <Link to="/checkout">Check out</Link>
    </main>
  );
}
