/** Types for Vue 3: the tag, its properties, its events and its ref, checked in templates. At run time, an empty module. */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { ScalekitAdminPortalElement } from '../index.js';
import type { PortalProperties } from './portal-attributes.js';
import type { PortalHandlers } from './portal-listeners.js';

/**
 * The props of `<scalekit-admin-portal>` in a template. Vue reads `frame-title` as `frameTitle`, and `@portal-refresh` as
 * `onPortalRefresh`.
 */
export type ScalekitAdminPortalProps = HTMLAttributes & PublicProps & PortalProperties & PortalHandlers;

declare module 'vue' {
  // Missing in Vue's own types. Without it, strict templates reject `<p slot="error">` inside the tag.
  interface HTMLAttributes {
    slot?: string | undefined;
  }
  interface GlobalComponents {
    // A template ref of the tag is the element. Vue reads the types of the props from `$props`.
    'scalekit-admin-portal': new () => ScalekitAdminPortalElement & { $props: ScalekitAdminPortalProps };
  }
}
