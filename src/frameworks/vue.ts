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
  // Missing in Vue's own types: without it, strict templates refuse `<p slot="error">` inside the tag.
  interface HTMLAttributes {
    slot?: string | undefined;
  }
  interface GlobalComponents {
    // A template ref of the tag is the element; `$props` is where Vue looks for what the tag takes.
    'scalekit-admin-portal': new () => ScalekitAdminPortalElement & { $props: ScalekitAdminPortalProps };
  }
}
