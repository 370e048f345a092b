/**
 * Authenticates the customer's backend: client credentials, exchanged for bearer tokens that both the REST API and gRPC
 * accept.
 */

import { randomBytes } from 'node:crypto';

export const TOKEN_SECONDS = 86400;

export class AccessTokens {
  readonly clientId = 'skc_69615647365005430';
  readonly clientSecret: string;
  readonly #issued = new Set<string>();

  constructor(clientSecret = `test_${randomBytes(24).toString('base64url')}`) {
    this.clientSecret = clientSecret;
  }

  /** A token, or null if the credentials are wrong. */
  issue(clientId: unknown, clientSecret: unknown): string | null {
    if (clientId !== this.clientId || clientSecret !== this.clientSecret) return null;
    const token = randomBytes(24).toString('base64url');
    this.#issued.add(token);
    return token;
  }

  /**
   * Takes the whole Authorization header. Of several tokens, the first counts: after its first token was rejected, the Python
   * SDK sends the new token followed by the old one.
   */
  accept(authorization: string | null | undefined): boolean {
    const token = /^Bearer ([^\s,]+)(?:$|,)/i.exec(authorization ?? '')?.[1];
    return token !== undefined && this.#issued.has(token);
  }
}
