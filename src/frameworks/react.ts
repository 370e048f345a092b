/** Types for React 19: the tag, its attributes, its events and its ref, checked in JSX. At run time, an empty module. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { ScalekitAdminPortalElement } from '../index.js';
import type { PortalAttributes } from './portal-attributes.js';
import type { PortalListeners } from './portal-listeners.js';

/** The props of `<scalekit-admin-portal>` in JSX. An event's prop is `on` and the event's name: `onportal-refresh`. */
export type ScalekitAdminPortalProps = DetailedHTMLProps<
  HTMLAttributes<ScalekitAdminPortalElement>,
  ScalekitAdminPortalElement
> &
  PortalAttributes &
  PortalListeners<'on'>;

declare module 'react' {
  // React looks its tags up in a namespace.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'scalekit-admin-portal': ScalekitAdminPortalProps;
    }
  }
}
