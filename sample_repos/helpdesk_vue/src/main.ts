import { createApp } from 'vue';
import App from './App.vue';
import { startAnalytics } from './analytics/client';
import { router } from './router';

startAnalytics();
createApp(App).use(router).mount('#app');
