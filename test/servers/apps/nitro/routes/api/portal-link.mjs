import { defineEventHandler } from 'h3';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { createEndpoint } from '../../../shared/endpoint.mjs';
import { fromEnvironment } from '../../../shared/start.mjs';

const endpoint = createEndpoint((event) => event.context.user, fromEnvironment);
export default defineEventHandler((event) =>
  toNodeHandler((request) => endpoint(request, event))(event.node.req, event.node.res),
);
