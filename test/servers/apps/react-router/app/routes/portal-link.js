import { createEndpoint } from '../../../shared/endpoint.mjs';
import { fromEnvironment } from '../../../shared/start.mjs';
import { userContext } from '../root.jsx';

const endpoint = createEndpoint((event) => event.context.get(userContext), fromEnvironment);
export const loader = endpoint;
export const action = endpoint;
