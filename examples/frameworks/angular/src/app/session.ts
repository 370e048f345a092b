import {
  inject,
  InjectionToken,
  makeStateKey,
  REQUEST_CONTEXT,
  TransferState,
} from '@angular/core';

/** What the page knows of who is signed in. */
export class Session {
  constructor(readonly isAdmin: boolean) {}
}

const key = makeStateKey<Session>('session');

/** On the server it comes with the request, and goes into the HTML, where the browser finds it. */
export const SESSION = new InjectionToken<Session>('session', {
  factory: () => {
    const state = inject(TransferState);
    const given = inject(REQUEST_CONTEXT, { optional: true });
    if (given instanceof Session) state.set(key, given);
    return state.get(key, new Session(false));
  },
});
