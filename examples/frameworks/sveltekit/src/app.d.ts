import type { Session } from './lib/server/session.ts';

declare global {
  namespace App {
    interface Locals {
      /** Null for a stranger. */
      session: Session | null;
    }
  }
}
