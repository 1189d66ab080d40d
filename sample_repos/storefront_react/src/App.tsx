import { useEffect } from 'react';
import { Route, Routes, useLocation } from 'react-router-dom';
import { ReportProvider } from '@/analytics/ReportContext';
import AccountPage from '@/features/account/AccountPage';
import SignInForm from '@/features/account/SignInForm';
import CartPage from '@/features/cart/CartPage';
import ProductGrid from '@/features/catalog/ProductGrid';
import ProductPage from '@/features/catalog/ProductPage';
import CheckoutPage from '@/features/checkout/CheckoutPage';
import { ReportLink } from '@/features/feedback/ReportLink';
import { leaveCrumb } from '@/lib/debug';

export default function App() {
  const { pathname } = useLocation();

  useEffect(() => leaveCrumb(pathname), [pathname]);

  return (
    <ReportProvider>
      <Routes>
        <Route path="/" element={<ProductGrid listId="home" />} />
        <Route path="/c/:category" element={<ProductGrid listId="category" />} />
        <Route path="/p/:productId" element={<ProductPage />} />
        <Route path="/cart" element={<CartPage />} />
        <Route path="/checkout" element={<CheckoutPage />} />
        <Route path="/sign-in" element={<SignInForm />} />
        <Route path="/account" element={<AccountPage />} />
      </Routes>
      <ReportLink subject={pathname} />
    </ReportProvider>
  );
}
