import { createEndpoint } from '../../../../shared/endpoint.mjs';
import { fromEnvironment } from '../../../../shared/start.mjs';

// Next hands over an object with the parameters of the route.
const endpoint = createEndpoint((context) => context && 'ada', fromEnvironment);
export { endpoint as GET, endpoint as OPTIONS, endpoint as POST };
