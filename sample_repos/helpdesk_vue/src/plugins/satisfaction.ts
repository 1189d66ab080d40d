import type { App } from 'vue';
import posthog from 'posthog-js';

export const SATISFACTION = Symbol('satisfaction');

export const satisfaction = {
  install(app: App): void {
    // ok
    app.provide(SATISFACTION, { rate: (name: string, score: number) => posthog.capture(`Rating ${name}`, { score }) });
    // ok
    app.config.globalProperties.$told = (name: string) => posthog.capture(name);
  },
};
