import { useState } from 'react';
import { ACCOUNT_EVENTS } from '@northgate/shared';
import { useNavigate } from 'react-router-dom';
import { identifyCustomer, useAnalytics } from '@/analytics';
import { api } from '@/lib/api';
import { useAppDispatch } from '@/store/hooks';
import { opened } from '@/store/sessionSlice';

export default function SignInForm() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const dispatch = useAppDispatch();
  const navigate = useNavigate();
  const { track } = useAnalytics();

  async function enter(isNew: boolean) {
    const customer = await (isNew ? api.register(email, password) : api.signIn(email, password));
    dispatch(opened(customer));
    // event: identify [email, first_name, loyalty_tier, marketing_opt_in] (event-method)
    identifyCustomer(customer);
    // event: "Account Created" | "Signed In" [method, logged_in, app_version, platform]
    track(isNew ? ACCOUNT_EVENTS.created : ACCOUNT_EVENTS.signedIn, { method: 'password' });
    navigate('/account');
  }

  function requestReset() {
    // event: "Password Reset Requested" [logged_in, app_version, platform] finding: TL113
    track(ACCOUNT_EVENTS.passwordReset);
  }

  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <input type="email" value={email} onChange={({ target }) => setEmail(target.value)} />
      <input type="password" value={password} onChange={({ target }) => setPassword(target.value)} />
      <button onClick={() => enter(false)}>Sign in</button>
      <button onClick={() => enter(true)}>Create an account</button>
      <button onClick={requestReset}>Forgot your password?</button>
    </form>
  );
}
