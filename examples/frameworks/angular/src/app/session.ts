import {
  inject,
  InjectionToken,
  makeStateKey,
  REQUEST_CONTEXT,
  TransferState,
} from '@angular/core';

/** What the page knows of who is signed in. */
export interface Session {
  readonly isAdmin: boolean;
}

const key = makeStateKey<Session>('session');

// By its shape: Angular bundles server.ts by itself, so a class here would be another one there.
const isSession = (value: unknown): value is Session =>
  typeof value === 'object' &&
  value !== null &&
  'isAdmin' in value &&
  typeof value.isAdmin === 'boolean';

/** On the server it comes with the request, and goes into the HTML, where the browser finds it. */
export const SESSION = new InjectionToken<Session>('session', {
  factory: () => {
    const state = inject(TransferState);
    const given: unknown = inject(REQUEST_CONTEXT, { optional: true });
    if (isSession(given)) state.set(key, given);
    return state.get(key, { isAdmin: false });
  },
});
