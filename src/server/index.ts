/** `scalekit-admin-portal/server`: what the backend needs. The element never imports it, nor it the element. */
export { toNodeHandler, type NodeRequest, type NodeResponse } from './node-handler.js';
export { portalLinkHandler, type MintPortalLink, type PortalLinkHandlerOptions } from './portal-link-handler.js';
export type { PortalLinkAnswer } from '../link-answer.js';
