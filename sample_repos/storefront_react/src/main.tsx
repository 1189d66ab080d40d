import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import posthog from 'posthog-js';
import { PostHogProvider } from 'posthog-js/react';
import { Provider } from 'react-redux';
import { BrowserRouter } from 'react-router-dom';
import App from './App';
import { POSTHOG_KEY } from './config';
import { store } from './store';

posthog.init(POSTHOG_KEY, { api_host: 'https://eu.i.posthog.com', autocapture: false, capture_pageview: false });

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PostHogProvider client={posthog}>
      <Provider store={store}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </Provider>
    </PostHogProvider>
  </StrictMode>,
);
