/** What one visit to WorkOS's Admin Portal is for: of its intents those that a product's settings are made of. */

export const INTENTS = {
  sso: 'Single sign-on',
  dsync: 'Directory sync',
  domain_verification: 'Domain verification',
} as const;

export type Intent = keyof typeof INTENTS;

export function isIntent(value: unknown): value is Intent {
  return typeof value === 'string' && Object.hasOwn(INTENTS, value);
}
