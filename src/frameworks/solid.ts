/** Types for Solid 1.9: the tag, its attributes, its events and its ref, checked in JSX. At run time, an empty module. */
import type { JSX } from 'solid-js';
import type { ScalekitAdminPortalElement } from '../index.js';
import type { PortalAttributes, PortalProperties } from './portal-attributes.js';
import type { PortalListeners } from './portal-listeners.js';

/**
 * The names of attributes. Solid makes `frametitle` of `frameTitle`: in camelCase a name never arrives. And it writes
 * functions and objects into server-rendered HTML as text and forgets them in the browser: they need `prop:`.
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
    /** A name with a dash, which JSX would let pass: the property is `prop:fetchPortalLink`. */
    'fetch-portal-link'?: never;
  } & PortalListeners<'on' | 'on:'>;

declare module 'solid-js' {
  // Solid looks its tags up in a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'scalekit-admin-portal': ScalekitAdminPortalProps;
    }
  }
}
