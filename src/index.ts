/** The package's root: registers the element and exports the public names. */
import './define.js';

export { PortalError, type PortalErrorCode } from './portal-error.js';
export type { PortalEventMap, PortalState, RefreshReason } from './portal-events.js';
export type { PortalLabels } from './portal-labels.js';
export type { PortalLinkAnswer } from './link-answer.js';
export type { FetchPortalLink, LinkReason, PortalLinkHeaders } from './portal-link.js';
export type * from './portal-messages.js';
export { ScalekitAdminPortalElement } from './scalekit-admin-portal-element.js';
