/** Types for Preact 11: the tag, its attributes, its events and its ref, checked in JSX. At run time, an empty module. */
import type { HTMLAttributes } from 'preact';
import type { ScalekitAdminPortalElement } from '../index.js';
import type { PortalAttributes } from './portal-attributes.js';
import type { PortalListeners } from './portal-listeners.js';

/**
 * Where Preact has no value for a property, it writes an empty string. Most of the element's properties take that as
 * none. To these it says something else: a frame that may do nothing, headers that are none, a watchdog that is off.
 */
type NeverEmptied = 'sandbox' | 'headers' | 'loadTimeout';

/**
 * The props of `<scalekit-admin-portal>` in JSX. An event's prop is `on` and the event's name: `onportal-refresh`.
 * Leave `sandbox`, `headers` and `loadTimeout` out where there is no value, on every render alike.
 */
export type ScalekitAdminPortalProps = HTMLAttributes<ScalekitAdminPortalElement> &
  Omit<PortalAttributes, NeverEmptied> & { [Name in NeverEmptied]?: NonNullable<PortalAttributes[Name]> } & {
    /** Preact makes no attribute of a function: the property is `fetchPortalLink`. */
    'fetch-portal-link'?: never;
  } & PortalListeners<'on'>;

declare module 'preact' {
  // Preact looks its tags up in a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'scalekit-admin-portal': ScalekitAdminPortalProps;
    }
  }
}
