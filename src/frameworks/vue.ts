/** Types for Vue 3: the tag, its properties, its events and its ref, checked in templates. At run time, an empty module. */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { PortalEventMap, ScalekitAdminPortalElement } from '../index.js';
import type { PortalProperties } from './portal-attributes.js';
import type { PortalListener } from './portal-listeners.js';

/** `portal-refresh` becomes `PortalRefresh`. */
type PascalCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalCase<Rest>}`
  : Capitalize<Name>;

/** Vue reads `@portal-refresh` as `onPortalRefresh`. */
type Listeners = {
  [Name in keyof PortalEventMap as `on${PascalCase<Name>}`]?: PortalListener<Name> | undefined;
};

/** The props of `<scalekit-admin-portal>` in a template. Vue reads `frame-title` as `frameTitle`. */
export type ScalekitAdminPortalProps = HTMLAttributes & PublicProps & PortalProperties & Listeners;

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
