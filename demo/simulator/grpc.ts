/**
 * The API for Scalekit's SDKs: gRPC. It uses the service description of the Node SDK, so the two always match.
 */

import { ConnectionService } from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/connections/connections_pb.js';
import { DirectoryService } from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/directories/directories_pb.js';
import {
  DomainService,
  DomainType,
  VerificationStatus,
} from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/domains/domains_pb.js';
import { ErrorInfoSchema } from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/errdetails/errdetails_pb.js';
import {
  Feature,
  OrganizationService,
} from '@scalekit-sdk/node/lib/pkg/grpc/scalekit/v1/organizations/organizations_pb.js';
import type { Environment } from './environment.ts';
import type { Domain, Organization } from './organizations.ts';
import { ERROR_CODES, GRPC_CODES } from './link-failures.ts';
import { ConnectError, connectNodeAdapter } from './sdk-packages.ts';
import type { LinkFailure } from './simulator-api.ts';

/** Without these details, the Python SDK cannot read an error and raises an AttributeError. */
function refusal(status: LinkFailure, message: string): InstanceType<typeof ConnectError> {
  const value = { errorCode: ERROR_CODES[status] };
  // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- The rule mistakes the kinds of a schema for values of the message.
  return new ConnectError(message, GRPC_CODES[status], undefined, [{ desc: ErrorInfoSchema, value }]);
}

export function grpcHandler(environment: Environment): ReturnType<typeof connectNodeAdapter> {
  /** The organization of a call. Throws if the call is not authenticated. */
  const organizationFor = (id: string, requestHeader: Headers): Organization => {
    // The Node SDK makes its first call without a token. After this error, it fetches a token and tries again.
    if (!environment.tokens.accept(requestHeader.get('authorization'))) {
      throw refusal(401, 'The access token is missing or not valid.');
    }
    const organization = environment.organizations.find(id);
    if (!organization) throw refusal(404, `There is no organization ${id}.`);
    return organization;
  };

  return connectNodeAdapter({
    grpcWeb: false,
    connect: false,
    routes: (router) => {
      router.service(OrganizationService, {
        generatePortalLink({ id, features }, { requestHeader }) {
          organizationFor(id, requestHeader);
          const known = features.filter((feature) => feature === Feature.sso || feature === Feature.dir_sync);
          const names = known.map((feature) => Feature[feature]);
          const minted = environment.mintLink(id, names);
          if (typeof minted === 'number') throw refusal(minted, 'The simulator was told to fail this link.');
          const { link, location } = minted;
          return { link: { id: link.id, location, expireTime: timestampOf(link.expiresAt) } };
        },
      });
      // The calls of a product when a person comes back from the portal.
      router.service(ConnectionService, {
        listConnections({ organizationId = '' }, { requestHeader }) {
          const { connection } = organizationFor(organizationId, requestHeader);
          return {
            connections: connection ? [{ id: connection.id, organizationId, enabled: connection.enabled }] : [],
          };
        },
      });
      router.service(DomainService, {
        listDomains({ identities, domainType }, { requestHeader }) {
          const id = identities.case === 'organizationId' ? identities.value : '';
          const organization = organizationFor(id, requestHeader);
          const isWanted =
            domainType === DomainType.DOMAIN_TYPE_UNSPECIFIED || domainType === DomainType.ORGANIZATION_DOMAIN;
          return { domains: isWanted ? organization.domains.map((domain) => domainOf(domain, organization.id)) : [] };
        },
      });
      router.service(DirectoryService, {
        listDirectories({ organizationId }, { requestHeader }) {
          const { directory } = organizationFor(organizationId, requestHeader);
          return { directories: directory ? [{ id: directory.id, organizationId, enabled: directory.enabled }] : [] };
        },
      });
    },
  });
}

function domainOf({ id, name, record, verified, createdAt }: Domain, organizationId: string) {
  return {
    id,
    organizationId,
    domain: name,
    domainType: DomainType.ORGANIZATION_DOMAIN,
    txtRecordKey: record.name,
    txtRecordSecret: record.value,
    verificationStatus: verified ? VerificationStatus.VERIFIED : VerificationStatus.PENDING,
    createTime: timestampOf(createdAt),
  };
}

/** google.protobuf.Timestamp. */
function timestampOf(date: Date): { seconds: bigint; nanos: number } {
  const ms = date.getTime();
  return { seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1e6 };
}
