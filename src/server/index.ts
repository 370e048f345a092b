/** `scalekit-admin-portal/server`: what the backend needs. The element never imports it, nor it the element. */
export { toNodeHandler, type NodeHandler } from './node-handler.js';
export type { FastifyReply, NodeResponse } from './node-answer.js';
export type { FastifyRequest, NodeRequest } from './node-request.js';
export {
  portalLinkHandler,
  type MintedLink,
  type MintPortalLink,
  type PortalLinkHandler,
  type PortalLinkHandlerOptions,
} from './portal-link-handler.js';
export type { PortalLinkAnswer } from '../link-answer.js';
