/**
 * The failures of minting that were requested: how many are left, and with which status. REST answers with the status, gRPC
 * with the corresponding code.
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

/**
 * The codes in Scalekit's `ErrorInfo`. UNAUTHENTICATED and RATE_LIMITED are documented; the others are the names of the gRPC
 * codes.
 */
export const ERROR_CODES = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RATE_LIMITED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
} as const satisfies Record<LinkFailure, string>;

export class LinkFailures {
  #status: LinkFailure = 500;
  #left = 0;

  set(status: LinkFailure, times: number): void {
    this.#status = status;
    this.#left = times;
  }

  /** The status with which the current link fails. Null: it is minted. */
  take(): LinkFailure | null {
    if (this.#left <= 0) return null;
    this.#left -= 1;
    return this.#status;
  }

  clear(): void {
    this.#left = 0;
  }
}
