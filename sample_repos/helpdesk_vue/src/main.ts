import { createApp } from 'vue';
import App from './App.vue';
import { startAnalytics } from './analytics/client';
import { satisfaction } from './plugins/satisfaction';
import { router } from './router';

startAnalytics();
createApp(App).use(router).use(satisfaction).mount('#app');
