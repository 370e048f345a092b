import { createEndpoint } from '../../../../../shared/endpoint.mjs';
import { fromEnvironment } from '../../../../../shared/start.mjs';

const endpoint = createEndpoint((event) => event.locals.user, fromEnvironment);
export const GET = endpoint;
export const POST = endpoint;
export const fallback = endpoint;
