/** One WorkOS environment with one organization, and the settings of WorkOS's dashboard. */
import { randomBytes } from 'node:crypto';
import type { Intent } from './intents.ts';
import { WorkOsLinks } from './links.ts';
import { RateLimit } from './rate-limit.ts';

/**
 * The page "Redirects" of WorkOS's dashboard: the redirects of links that name none. The guide lists a return URI for all
 * intents, and success URIs for these three.
 */
export interface Redirects {
  readonly returnUrl?: string;
  readonly successUrls?: Readonly<Partial<Record<'sso' | 'dsync' | 'log_streams', string>>>;
}

export class WorkOsEnvironment {
  readonly apiKey = `sk_test_${randomBytes(12).toString('hex')}`;
  readonly organization = {
    id: 'org_01J9BLUEBIRD',
    name: 'Bluebird Logistics',
    domain: 'bluebird.example',
    createdAt: new Date().toISOString(),
  };
  readonly links = new WorkOsLinks();
  /** The intents that the organization has set up, with the time. */
  readonly setUp = new Map<Intent, string>();
  readonly rateLimit: RateLimit;
  redirects: Redirects = {};

  constructor(requestsPerMinute: number) {
    this.rateLimit = new RateLimit(requestsPerMinute);
  }

  configure(intent: Intent): void {
    this.setUp.set(intent, new Date().toISOString());
  }

  successUrlOf(intent: Intent): string | null {
    const urls: Readonly<Partial<Record<Intent, string>>> = this.redirects.successUrls ?? {};
    return urls[intent] ?? null;
  }
}
