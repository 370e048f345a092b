import { ref } from 'vue';

/** Who is signed in, as the server says. */
export interface Session {
  readonly name: string;
  readonly isAdministrator: boolean;
  /** Goes out with every request for a link. */
  readonly csrfToken: string;
}

/** Null for a stranger. */
export const session = ref<Session | null>(null);

export async function readSession(): Promise<void> {
  const response = await fetch('/api/session');
  if (!response.ok && response.status !== 401) {
    throw new Error(`The session cannot be read: ${response.status}`);
  }
  session.value = response.ok ? await response.json() : null;
}
