import { createRouter, createWebHistory } from 'vue-router';
import MembersPage from './pages/MembersPage.vue';
import SignInPage from './pages/SignInPage.vue';
import { readSession, session } from './session.ts';

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: SignInPage },
    { path: '/members', component: MembersPage },
    {
      path: '/settings',
      component: () => import('./pages/SettingsPage.vue'),
      beforeEnter: async () => {
        await readSession();
        return session.value ? true : '/';
      },
    },
  ],
});
