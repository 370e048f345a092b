/** The pages by path. Each is loaded at its first visit. */
import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'security' },
  { path: 'members', loadComponent: async () => (await import('./pages/members-page.ts')).MembersPage },
  { path: 'security', loadComponent: async () => (await import('./pages/security-page.ts')).SecurityPage },
  { path: 'options', loadComponent: async () => (await import('./pages/options-page.ts')).OptionsPage },
  { path: 'function', loadComponent: async () => (await import('./pages/function-page.ts')).FunctionPage },
  { path: 'customers', loadComponent: async () => (await import('./pages/customers-page.ts')).CustomersPage },
  {
    path: 'kept',
    loadComponent: async () => (await import('./pages/kept-page.ts')).KeptPage,
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'portal' },
      {
        path: 'portal',
        data: { kept: true },
        loadComponent: async () => (await import('./pages/kept-portal.ts')).KeptPortal,
      },
      {
        path: 'notes',
        data: { kept: true },
        loadComponent: async () => (await import('./pages/kept-notes.ts')).KeptNotes,
      },
    ],
  },
  { path: 'late', loadComponent: async () => (await import('./pages/late-page.ts')).LatePage },
];
