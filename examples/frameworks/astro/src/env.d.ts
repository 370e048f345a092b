declare namespace App {
  interface User {
    name: string;
    isAdmin: boolean;
    organizationId: string;
  }
  /** What `Astro.session` holds. Nothing for a stranger. */
  interface SessionData {
    user: User;
    csrfToken: string;
  }
  interface Locals {
    user: User | undefined;
    csrfToken: string | undefined;
  }
}
