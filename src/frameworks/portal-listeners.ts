/** The listeners of a template, derived from the event map. Every framework spells the names differently. */
import type { PortalEventMap } from '../portal-events.js';
import type { ScalekitAdminPortalElement } from '../scalekit-admin-portal-element.js';

/** A listener in a template is attached to the element itself. */
type Heard<Event> = Event & { readonly currentTarget: ScalekitAdminPortalElement };

/** A listener for the event of this name. */
export type PortalListener<Name extends keyof PortalEventMap> = (event: Heard<PortalEventMap[Name]>) => unknown;

/** A listener for every event. Its name is a prefix and the event's name: `onportal-refresh`. */
export type PortalListeners<Prefix extends string> = {
  [Name in keyof PortalEventMap as `${Prefix}${Name}`]?: PortalListener<Name> | undefined;
};

/** `portal-refresh` becomes `PortalRefresh`. */
type PascalCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalCase<Rest>}`
  : Capitalize<Name>;

/** The name of the prop for an event: `onPortalRefresh`. */
export type HandlerName<Name extends string> = `on${PascalCase<Name>}`;

/** A listener for every event, in camelCase: `onPortalRefresh`. */
export type PortalHandlers = {
  [Name in keyof PortalEventMap as HandlerName<Name>]?: PortalListener<Name> | undefined;
};
