import {
  inject,
  InjectionToken,
  makeStateKey,
  REQUEST_CONTEXT,
  TransferState,
} from '@angular/core';

/** The page's data about the signed-in user. */
export interface Session {
  readonly isAdmin: boolean;
}

const key = makeStateKey<Session>('session');

// Checks the shape, not a class: Angular bundles server.ts separately, with another copy of a class.
const isSession = (value: unknown): value is Session =>
  typeof value === 'object' &&
  value !== null &&
  'isAdmin' in value &&
  typeof value.isAdmin === 'boolean';

/** The server takes it from the request and writes it into the HTML, where the browser reads it. */
export const SESSION = new InjectionToken<Session>('session', {
  factory: () => {
    const state = inject(TransferState);
    const given: unknown = inject(REQUEST_CONTEXT, { optional: true });
    if (isSession(given)) state.set(key, given);
    return state.get(key, { isAdmin: false });
  },
});
