/**
 * The door for Scalekit's SDKs: gRPC, with the service description that the SDK package itself carries, so that the
 * two can't drift apart.
 */

import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import {
  Feature,
  OrganizationService,
} from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/organizations/organizations_pb.js';
import type { Environment } from './environment.ts';

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
          const { link, location } = environment.mintLink(id, names);
          return { link: { id: link.id, location, expireTime: timestampFromDate(link.expiresAt) } };
        },
      });
    },
  });
}
