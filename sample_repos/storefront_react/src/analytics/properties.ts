import type { CartLine, Product } from '@northgate/shared';

export function productProps(product: Product) {
  return {
    product_id: product.id,
    sku: product.sku,
    category: product.category,
    price: product.price,
  };
}

export const cartLineProps = (line: CartLine) => ({ ...productProps(line.product), quantity: line.quantity });
