export type LoyaltyTier = 'none' | 'silver' | 'gold';

export interface Customer {
  id: string;
  email: string;
  firstName: string;
  loyaltyTier: LoyaltyTier;
  marketingOptIn: boolean;
}

export interface Product {
  id: string;
  sku: string;
  name: string;
  category: string;
  price: number;
  currency: string;
  imageUrl: string;
}

export interface CartLine {
  product: Product;
  quantity: number;
}

export interface Address {
  line1: string;
  city: string;
  postcode: string;
  country: string;
}

export interface Order {
  id: string;
  lines: CartLine[];
  total: number;
  currency: string;
  coupon?: string;
  shipTo: Address;
}
