/** Types for Svelte 5: the tag, its attributes and its events, checked in components. At run time, an empty module. */
import type { HTMLAttributes } from 'svelte/elements';
import type { ScalekitAdminPortalElement } from '../index.js';
import type { PortalAttributes } from './portal-attributes.js';
import type { PortalListeners } from './portal-listeners.js';

/**
 * The attributes of `<scalekit-admin-portal>` in a component. An event's attribute is `on` and the event's name:
 * `onportal-refresh`. In a component without runes, it is the directive `on:portal-refresh`.
 */
export type ScalekitAdminPortalAttributes = HTMLAttributes<ScalekitAdminPortalElement> &
  PortalAttributes &
  PortalListeners<'on' | 'on:'>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'scalekit-admin-portal': ScalekitAdminPortalAttributes;
  }
}
