import type { Session } from './lib/server/session.ts';

declare global {
  namespace App {
    interface Locals {
      /** Null if nobody is signed in. */
      session: Session | null;
    }
  }
}
