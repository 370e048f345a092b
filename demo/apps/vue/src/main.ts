/** Starts the application: a settings area with a hash router. Every page is a separate chunk. */
import { createApp } from 'vue';
import { createRouter, createWebHashHistory } from 'vue-router';
import '../../shared/app.css';
import App from './App.vue';

const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/security' },
    { path: '/members', name: 'members', component: () => import('./pages/MembersPage.vue') },
    { path: '/security', name: 'security', component: () => import('./pages/SecurityPage.vue') },
    { path: '/options', name: 'options', component: () => import('./pages/OptionsPage.vue') },
    { path: '/function', name: 'function', component: () => import('./pages/FunctionPage.vue') },
    { path: '/customers', name: 'customers', component: () => import('./pages/CustomersPage.vue') },
    { path: '/kept', name: 'kept', component: () => import('./pages/KeptPage.vue') },
    { path: '/late', name: 'late', component: () => import('./pages/LatePage.vue') },
  ],
});

createApp(App).use(router).mount('#root');
