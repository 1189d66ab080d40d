import type { CartLine, Customer, Order, Product } from '@northgate/shared';
import { API_URL } from '@/config';

async function call<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${API_URL}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json() as Promise<T>;
}

export const api = {
  search: (query: string) => call<Product[]>(`/products?query=${encodeURIComponent(query)}`),
  signIn: (email: string, password: string) => call<Customer>('/session', { email, password }),
  register: (email: string, password: string) => call<Customer>('/customers', { email, password }),
  placeOrder: (cartId: string, lines: CartLine[]) => call<Order>('/orders', { cartId, lines }),
  cancelOrder: (orderId: string) => call<Order>(`/orders/${orderId}/cancel`, {}),
};
