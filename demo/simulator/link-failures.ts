/**
 * The links that shall not be minted: how many more, and why. Each door says it in its own words, REST with the status,
 * gRPC with the code that the gateway would have made that status of.
 */

import { Code } from './sdk-packages.ts';
import type { LinkFailure } from './simulator-api.ts';

export const GRPC_CODES = {
  400: Code.InvalidArgument,
  401: Code.Unauthenticated,
  403: Code.PermissionDenied,
  404: Code.NotFound,
  429: Code.ResourceExhausted,
  500: Code.Internal,
  501: Code.Unimplemented,
  503: Code.Unavailable,
  504: Code.DeadlineExceeded,
} as const satisfies Record<LinkFailure, number>;

export class LinkFailures {
  #status: LinkFailure = 500;
  #left = 0;

  set(status: LinkFailure, times: number): void {
    this.#status = status;
    this.#left = times;
  }

  /** Why the link that is asked for now is not minted. Null: it is. */
  take(): LinkFailure | null {
    if (this.#left <= 0) return null;
    this.#left -= 1;
    return this.#status;
  }

  clear(): void {
    this.#left = 0;
  }
}
