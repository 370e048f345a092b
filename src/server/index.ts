/** `scalekit-admin-portal/server`: the backend's part. It never imports the element, and the element never imports it. */
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
