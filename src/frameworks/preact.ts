/** Types for Preact 11: the tag, its attributes, its events and its ref, checked in JSX. At run time, an empty module. */
import type { HTMLAttributes } from 'preact';
import type { ScalekitAdminPortalElement } from '../index.js';
import type { PortalAttributes } from './portal-attributes.js';
import type { PortalListeners } from './portal-listeners.js';

/**
 * If a property has no value, Preact sets an empty string. Most of the element's properties treat that as no value. For
 * these it has another meaning: a frame without any permission, invalid headers, no load timeout.
 */
type NeverEmptied = 'sandbox' | 'headers' | 'loadTimeout';

/**
 * The props of `<scalekit-admin-portal>` in JSX. An event's prop is `on` and the event's name: `onportal-refresh`.
 * If `sandbox`, `headers` or `loadTimeout` has no value, leave it out on every render.
 */
export type ScalekitAdminPortalProps = HTMLAttributes<ScalekitAdminPortalElement> &
  Omit<PortalAttributes, NeverEmptied> & { [Name in NeverEmptied]?: NonNullable<PortalAttributes[Name]> } & {
    /** Preact writes no attribute for a function. Use the property `fetchPortalLink`. */
    'fetch-portal-link'?: never;
  } & PortalListeners<'on'>;

declare module 'preact' {
  // Preact looks up its tags in a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'scalekit-admin-portal': ScalekitAdminPortalProps;
    }
  }
}
