import { useEffect, useState } from 'react';
import type { Product } from '@northgate/shared';
import { api } from '@/lib/api';

export function useProduct(productId: string): Product | null {
  const [product, setProduct] = useState<Product | null>(null);

  useEffect(() => {
    void api.search(productId).then(([found]) => setProduct(found ?? null));
  }, [productId]);

  return product;
}
