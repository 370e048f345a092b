declare namespace App {
  interface User {
    name: string;
    isAdmin: boolean;
    organizationId: string;
  }
  /** The data in `Astro.session`. Empty if nobody is signed in. */
  interface SessionData {
    user: User;
    csrfToken: string;
  }
  interface Locals {
    user: User | undefined;
    csrfToken: string | undefined;
  }
}
