/** The statuses with which minting a link may fail. */

import type { LinkFailure } from './simulator-api.ts';

// A record, so that the types make sure that no status is missing.
const STATUSES: Readonly<Record<LinkFailure, true>> = {
  400: true,
  401: true,
  403: true,
  404: true,
  429: true,
  500: true,
  501: true,
  503: true,
  504: true,
};

export function isLinkFailure(value: unknown): value is LinkFailure {
  return typeof value === 'number' && Object.hasOwn(STATUSES, value);
}
