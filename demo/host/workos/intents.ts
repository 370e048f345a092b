/** The intents of WorkOS's guide (the purposes of a visit to the Admin Portal), with their titles on our pages. */
import type { GenerateLinkIntent } from '@workos-inc/node';

/** The SDK also has `bring_your_own_key`. The guide does not, and this portal has no page for it. */
type IntentOfTheGuide = Exclude<GenerateLinkIntent, 'bring_your_own_key'>;

export const INTENTS = {
  sso: 'Single sign-on',
  dsync: 'Directory sync',
  domain_verification: 'Domain verification',
  certificate_renewal: 'Certificate renewal',
  audit_logs: 'Audit log',
  log_streams: 'Log stream',
} as const satisfies Record<IntentOfTheGuide, string>;

export type Intent = keyof typeof INTENTS;

export function isIntent(value: unknown): value is Intent {
  return typeof value === 'string' && Object.hasOwn(INTENTS, value);
}
