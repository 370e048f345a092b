import type { Routes } from '@angular/router';
import { MembersPage } from './members-page';
import { SignInPage } from './sign-in-page';

export const routes: Routes = [
  { path: '', component: SignInPage },
  { path: 'settings', loadComponent: () => import('./settings-page').then((m) => m.SettingsPage) },
  { path: 'members', component: MembersPage },
];
