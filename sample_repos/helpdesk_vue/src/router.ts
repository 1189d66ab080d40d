import { createRouter, createWebHistory } from 'vue-router';
import InboxView from './views/InboxView.vue';
import SettingsView from './views/SettingsView.vue';
import TicketView from './views/TicketView.vue';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: InboxView },
    { path: '/tickets/:id', component: TicketView },
    { path: '/settings', component: SettingsView },
  ],
});
