import { useDispatch, useSelector } from 'react-redux';
import type { Customer } from '@northgate/shared';
import type { AppDispatch, RootState } from './index';

export const useAppDispatch = useDispatch.withTypes<AppDispatch>();
export const useAppSelector = useSelector.withTypes<RootState>();

export function useCustomer(): Customer | null {
  return useAppSelector((state) => state.session.customer);
}
