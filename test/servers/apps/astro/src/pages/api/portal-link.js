import { createEndpoint } from '../../../../shared/endpoint.mjs';
import { fromEnvironment } from '../../../../shared/start.mjs';

export const ALL = createEndpoint((event) => event.locals.user, fromEnvironment);
