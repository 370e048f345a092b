/** The pages by path, `#/members` and so on, in the order of the navigation. */
import type { Component } from 'svelte';

export interface Page {
  readonly name: string;
  readonly load: () => Promise<{ default: Component }>;
}

export const pages: ReadonlyMap<string, Page> = new Map([
  ['members', { name: 'Members', load: () => import('./pages/MembersPage.svelte') }],
  ['security', { name: 'Security', load: () => import('./pages/SecurityPage.svelte') }],
  ['options', { name: 'Every option', load: () => import('./pages/OptionsPage.svelte') }],
  ['function', { name: 'Own function', load: () => import('./pages/FunctionPage.svelte') }],
  ['customers', { name: 'Customers', load: () => import('./pages/CustomersPage.svelte') }],
  ['kept', { name: 'Kept alive', load: () => import('./pages/KeptPage.svelte') }],
  ['late', { name: 'Late definition', load: () => import('./pages/LatePage.svelte') }],
]);
