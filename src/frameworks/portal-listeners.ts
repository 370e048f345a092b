/** What a template may listen with, derived from the one event map. Every framework spells the names its own way. */
import type { PortalEventMap } from '../portal-events.js';
import type { ScalekitAdminPortalElement } from '../scalekit-admin-portal-element.js';

/** A listener in a template sits on the element itself. */
type Heard<Event> = Event & { readonly currentTarget: ScalekitAdminPortalElement };

/** A listener for the event of this name. */
export type PortalListener<Name extends keyof PortalEventMap> = (event: Heard<PortalEventMap[Name]>) => unknown;

/** A listener for every event, under the event's own name behind a prefix: `onportal-refresh`. */
export type PortalListeners<Prefix extends string> = {
  [Name in keyof PortalEventMap as `${Prefix}${Name}`]?: PortalListener<Name> | undefined;
};
