import { useEffect, useState } from 'react';
import type { Product } from '@northgate/shared';
import { useParams } from 'react-router-dom';
import { AppEvents, useAnalytics } from '@/analytics';
import { api } from '@/lib/api';
import { FilterPanel } from './FilterPanel';
import { ProductCard } from './ProductCard';
import { SearchBox } from './SearchBox';

const toCard = (product: Product, index: number) => ({ product, position: index + 1 });

export default function ProductGrid({ listId }: { listId: string }) {
  const { category = 'all' } = useParams();
  const { track, page } = useAnalytics();
  const [products, setProducts] = useState<Product[]>([]);

  useEffect(() => {
    // event: "Product List" [list_id, category, logged_in] (page)
    page('Product List', { list_id: listId, category });
    void api.search(category).then((found) => {
      setProducts(found);
      // event: "Product List Viewed" [list_id, category, products_count, logged_in, app_version, platform]
      track(AppEvents.ProductListViewed, { list_id: listId, category, products_count: found.length });
    });
  }, [category, listId, page, track]);

  return (
    <main>
      <SearchBox onResults={setProducts} />
      <FilterPanel listId={listId} />
      {products.map((product, index) => (
        <ProductCard
          key={product.id}
          {...toCard(product, index)}
          onTrack={(event, props) => {
            // ok
            track(event, { ...props, list_id: listId });
          }}
        />
      ))}
    </main>
  );
}
