/**
 * The gRPC packages, resolved from the SDK. The SDK depends on both, so nobody has to install them. They match its service
 * description, wherever the package manager has put them.
 */

import { createRequire } from 'node:module';
import type * as Connect from '@connectrpc/connect';
import type * as ConnectNode from '@connectrpc/connect-node';

const requireOfSdk = createRequire(createRequire(import.meta.url).resolve('@scalekit-sdk/node'));

export const { Code, ConnectError } = requireOfSdk('@connectrpc/connect') as typeof Connect;
export const { connectNodeAdapter } = requireOfSdk('@connectrpc/connect-node') as typeof ConnectNode;
