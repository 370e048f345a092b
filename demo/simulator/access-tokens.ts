/**
 * What proves that a backend is the customer's own: client credentials, exchanged for bearer tokens that both the REST
 * API and gRPC accept.
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
   * Takes the whole Authorization header. The first of several counts: once its first token is refused, the Python SDK
   * sends the new token and then the old one.
   */
  accept(authorization: string | null | undefined): boolean {
    const token = /^Bearer ([^\s,]+)(?:$|,)/i.exec(authorization ?? '')?.[1];
    return token !== undefined && this.#issued.has(token);
  }
}
