/**
 * The door for Scalekit's SDKs: gRPC, with the service description that the SDK package itself carries, so that the
 * two can't drift apart.
 */

import {
  Feature,
  OrganizationService,
} from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/organizations/organizations_pb.js';
import type { Environment } from './environment.ts';
import { GRPC_CODES } from './link-failures.ts';
import { Code, ConnectError, connectNodeAdapter } from './sdk-packages.ts';

export function grpcHandler(environment: Environment): ReturnType<typeof connectNodeAdapter> {
  return connectNodeAdapter({
    grpcWeb: false,
    connect: false,
    routes: (router) => {
      router.service(OrganizationService, {
        generatePortalLink({ id, features }, { requestHeader }) {
          // The SDK makes its first call without a token: this very answer makes it fetch one and try again.
          if (!environment.tokens.accept(requestHeader.get('authorization'))) {
            throw new ConnectError('The access token is missing or not valid.', Code.Unauthenticated);
          }
          if (!environment.organizations.find(id)) {
            throw new ConnectError(`There is no organization ${id}.`, Code.NotFound);
          }
          const known = features.filter((feature) => feature === Feature.sso || feature === Feature.dir_sync);
          const names = known.map((feature) => Feature[feature]);
          const minted = environment.mintLink(id, names);
          if (typeof minted === 'number') {
            throw new ConnectError('This link was told to fail.', GRPC_CODES[minted]);
          }
          const { link, location } = minted;
          return { link: { id: link.id, location, expireTime: timestampOf(link.expiresAt) } };
        },
      });
    },
  });
}

/** google.protobuf.Timestamp. */
function timestampOf(date: Date): { seconds: bigint; nanos: number } {
  const ms = date.getTime();
  return { seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1e6 };
}
