/** Types for Solid 1.9: the tag, its attributes, its events and its ref, checked in JSX. At run time, an empty module. */
import type { JSX } from 'solid-js';
import type { ScalekitAdminPortalElement } from '../index.js';
import type { PortalAttributes, PortalProperties } from './portal-attributes.js';
import type { PortalListeners } from './portal-listeners.js';

/**
 * The names of attributes. Solid turns `frameTitle` into `frametitle`, so a name in camelCase has no effect. In
 * server-rendered HTML, Solid writes functions and objects as text and never sets them in the browser. They need `prop:`.
 */
type AttributeName = {
  [Name in keyof PortalAttributes]-?: NonNullable<PortalAttributes[Name]> extends string | number
    ? Name & Lowercase<Name>
    : never;
}[keyof PortalAttributes];

/** `prop:` takes a property's own name, `attr:` an attribute's. */
type Prefixed = { [Name in keyof PortalProperties as `prop:${Name}`]?: PortalProperties[Name] } & {
  [Name in AttributeName as `attr:${Name}`]?: PortalAttributes[Name];
};

/**
 * The props of `<scalekit-admin-portal>` in JSX. An event's prop is `on:` and the event's name: `on:portal-refresh`.
 * Functions and objects are set with `prop:`: `prop:fetchPortalLink`, `prop:headers`, `prop:labels`.
 */
export type ScalekitAdminPortalProps = JSX.HTMLAttributes<ScalekitAdminPortalElement> &
  Pick<PortalAttributes, AttributeName> &
  Prefixed & {
    /** JSX accepts any name with a dash. Use `prop:fetchPortalLink`. */
    'fetch-portal-link'?: never;
  } & PortalListeners<'on' | 'on:'>;

declare module 'solid-js' {
  // Solid looks up its tags in a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'scalekit-admin-portal': ScalekitAdminPortalProps;
    }
  }
}
