import { ref } from 'vue';

/** The signed-in user, from the server. */
export interface Session {
  readonly name: string;
  readonly isAdministrator: boolean;
  /** Sent with every request for a link. */
  readonly csrfToken: string;
}

/** Null if nobody is signed in. */
export const session = ref<Session | null>(null);

export async function readSession(): Promise<void> {
  const response = await fetch('/api/session');
  if (!response.ok && response.status !== 401) {
    throw new Error(`The session cannot be read: ${response.status}`);
  }
  session.value = response.ok ? await response.json() : null;
}
