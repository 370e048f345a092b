import express from 'express';
import express4 from 'express4';
import { toNodeHandler } from 'scalekit-admin-portal/server';
import { createEndpoint } from './shared/endpoint.mjs';
import { before, fromEnvironment, PATH, port } from './shared/start.mjs';

const handler = toNodeHandler(createEndpoint((request) => request.user, fromEnvironment));
const application = process.env.EXPRESS === '4' ? express4 : express;
const parsed = process.env.EXPRESS_PARSER ? [application.json(), application.urlencoded({ extended: false })] : [];
application()
  .use(before, ...parsed)
  .all(PATH, handler)
  .listen(port);
