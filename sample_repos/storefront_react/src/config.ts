export const APP_VERSION: string = import.meta.env.VITE_APP_VERSION ?? '0.0.0';
export const PLATFORM = 'web';
export const SEGMENT_WRITE_KEY: string = import.meta.env.VITE_SEGMENT_WRITE_KEY;
export const POSTHOG_KEY: string = import.meta.env.VITE_POSTHOG_KEY;
export const API_URL: string = import.meta.env.VITE_API_URL ?? '/api';
