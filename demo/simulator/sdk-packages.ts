/**
 * gRPC, from where the SDK finds it: the SDK brings both packages, so nobody has to install them, and they are the ones
 * that its service description was made for, whatever the package manager puts where.
 */

import { createRequire } from 'node:module';
import type * as Connect from '@connectrpc/connect';
import type * as ConnectNode from '@connectrpc/connect-node';

const requireOfSdk = createRequire(createRequire(import.meta.url).resolve('@scalekit-sdk/node'));

export const { Code, ConnectError } = requireOfSdk('@connectrpc/connect') as typeof Connect;
export const { connectNodeAdapter } = requireOfSdk('@connectrpc/connect-node') as typeof ConnectNode;
