import type { Product } from '@northgate/shared';
import { formatMoney } from '@northgate/shared';
import { Link } from 'react-router-dom';
import { AppEvents } from '@/analytics';

interface Props {
  product: Product;
  position: number;
  onTrack: (event: AppEvents, props: Record<string, unknown>) => void;
}

export function ProductCard({ product, position, onTrack }: Props) {
  return (
    <article className="card">
      <Link
        to={`/p/${product.id}`}
        onClick={() => {
          // event: "Product Clicked" [product_id, position, list_id, logged_in, app_version, platform]
          onTrack(AppEvents.ProductClicked, { product_id: product.id, position });
        }}
      >
        <img src={product.imageUrl} alt="" />
        <h3>{product.name}</h3>
      </Link>
      <p>{formatMoney(product.price, product.currency)}</p>
    </article>
  );
}
