import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router-dom';
import { AppEvents, CART_EVENTS, logInteraction, productProps, useAnalytics } from '@/analytics';
import { productFilm } from '@/lib/previewPlayer';
import { parseSku } from '@/lib/sku';
import { added } from '@/store/cartSlice';
import { useAppDispatch } from '@/store/hooks';
import { ShareMenu } from './ShareMenu';
import { useProduct } from './useProduct';

export default function ProductPage() {
  const { productId = '' } = useParams();
  const product = useProduct(productId);
  const dispatch = useAppDispatch();
  const { track, page } = useAnalytics();
  const [saved, setSaved] = useState(false);
  const film = useRef<HTMLVideoElement>(null);

  useEffect(() => {
    if (!product) return;
    // event: "Product" [product_id, logged_in] (page)
    page('Product', { product_id: product.id });
    // event: "Product Viewed" [product_id, sku, category, price, logged_in, app_version, platform]
    track(AppEvents.ProductViewed, productProps(product));
    if (film.current) productFilm(film.current);
  }, [page, product, track]);

  if (!product) return null;

  function addToCart() {
    dispatch(added(product!));
    // event: "Product Added" [product_id, sku, category, price, quantity, logged_in, app_version, platform]
    track(CART_EVENTS.added, { ...productProps(product!), quantity: 1 });
  }

  function toggleSaved() {
    const event = saved ? AppEvents.WishlistRemoved : AppEvents.WishlistAdded;
    // event: "Product Removed from Wishlist" | "Product Added to Wishlist" [product_id, logged_in, app_version, platform]
    track(event, { product_id: product!.id });
    setSaved(!saved);
  }

  function openSizeGuide() {
    const parts = parseSku(product!.sku);
    // event: "Size Guide Opened" [product_id, family, app_version, platform] (wrapper) finding: TL101
    logInteraction({ event: 'Size Guide Opened', product_id: product!.id, family: parts?.family });
  }

  return (
    <main>
      <h1>{product.name}</h1>
      <video ref={film} />
      <button onClick={addToCart}>Add to cart</button>
      <button onClick={toggleSaved}>{saved ? 'Saved' : 'Save for later'}</button>
      <button onClick={openSizeGuide}>Size guide</button>
      <ShareMenu productId={product.id} />
    </main>
  );
}
