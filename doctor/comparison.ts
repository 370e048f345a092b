/**
 * Compares the observed portal with the simulator, row by row. The simulator follows Scalekit's documentation only, so somebody
 * with an account can send this comparison to its authors.
 */
import type { RecordedMessage } from './browser/recorder.ts';
import type { Facts } from './facts.ts';
import { readPolicies } from './policy.ts';

export interface Comparison {
  readonly what: string;
  readonly claimed: string;
  readonly seen: string;
  readonly verdict: 'same' | 'differs' | 'not-seen';
}

interface Claim {
  readonly what: string;
  readonly claimed: string;
  /** Null: not observed. */
  readonly see: (facts: Facts) => string | null;
}

/** Replaces ids by placeholders. */
const formOf = (path: string): string =>
  path
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi, '<uuid>')
    .split('/')
    .map((part) => (/^(magicLink|<uuid>(_p)?|[a-z]{1,20})?$/i.test(part) ? part : '<…>'))
    .join('/');

const heard = ({ browser }: Facts, type: string): RecordedMessage | null =>
  browser?.messages.find((message) => message.isFrame && message.type === type) ?? null;

const keysOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : 'none';
const dataOf = (message: RecordedMessage): unknown => (message.shape as { data?: unknown }).data;

const status = (facts: Facts): number | null => facts.link?.shown?.status ?? null;

const CLAIMS: readonly Claim[] = [
  {
    what: 'Format of a link',
    claimed: '/magicLink/<uuid>',
    see: ({ link }) => (link === null ? null : formOf(link.link.pathname)),
  },
  {
    what: 'Answer to a link',
    claimed: 'a redirect, then 200',
    see: (facts) =>
      status(facts) === null ? null : `${facts.link!.visit.hops.length > 0 ? 'a redirect, then ' : ''}${status(facts)}`,
  },
  {
    what: 'A used link',
    claimed: 'refused',
    see: ({ link }) =>
      link?.again == null ? null : link.again.status >= 400 ? 'refused' : `opens (${link.again.status})`,
  },
  {
    what: 'Allowed host pages',
    claimed: 'frame-ancestors with the registered pages, no X-Frame-Options',
    see: ({ link }) => {
      if (link?.shown == null) return null;
      const { headers } = link.shown;
      const hasList = readPolicies(headers.get('content-security-policy'), 'header').some(({ directives }) =>
        directives.has('frame-ancestors'),
      );
      return `${hasList ? 'frame-ancestors with the registered pages' : 'no frame-ancestors'}, ${headers.has('x-frame-options') ? 'X-Frame-Options' : 'no X-Frame-Options'}`;
    },
  },
  {
    what: "The session's cookie",
    claimed: 'HttpOnly, Secure, SameSite=None, Partitioned',
    see: ({ link }) => {
      if (link === null || link.cookies.length === 0) return null;
      const [cookie] = [...link.cookies].sort(
        (a, b) => Number(b.partitioned ?? false) - Number(a.partitioned ?? false),
      );
      const parts = [
        cookie!.httpOnly && 'HttpOnly',
        cookie!.secure && 'Secure',
        cookie!.sameSite && `SameSite=${cookie!.sameSite}`,
        cookie!.partitioned && 'Partitioned',
      ];
      return parts.filter(Boolean).join(', ') || 'none of these';
    },
  },
  {
    what: 'COEP, COOP and CORP of the portal',
    claimed: 'none',
    see: ({ link }) => {
      if (link?.shown == null) return null;
      const { headers } = link.shown;
      return (
        ['embedder-policy', 'opener-policy', 'resource-policy']
          .filter((name) => headers.has(`cross-origin-${name}`))
          .join(', ') || 'none'
      );
    },
  },
  {
    what: 'Caching of the portal',
    claimed: 'no-store',
    see: ({ link }) =>
      link?.shown == null
        ? null
        : (link.shown.headers.get('cache-control') ?? '').includes('no-store')
          ? 'no-store'
          : (link.shown.headers.get('cache-control') ?? 'no Cache-Control'),
  },
  {
    what: 'First message',
    claimed: 'PORTAL_LOAD_SUCCESS',
    see: ({ browser }) => browser?.messages.find(({ isFrame }) => isFrame)?.type ?? null,
  },
  {
    what: 'Key of the type',
    claimed: 'event_type',
    see: ({ browser }) => browser?.messages.find(({ isFrame }) => isFrame)?.vocabulary ?? null,
  },
  {
    what: 'Keys of the first message',
    claimed: 'event_type, object, organization_id, message, data',
    see: (facts) =>
      heard(facts, 'PORTAL_LOAD_SUCCESS') === null ? null : keysOf(heard(facts, 'PORTAL_LOAD_SUCCESS')!.shape),
  },
  {
    what: 'Keys of its data',
    claimed: 'expiry',
    see: (facts) =>
      heard(facts, 'PORTAL_LOAD_SUCCESS') === null ? null : keysOf(dataOf(heard(facts, 'PORTAL_LOAD_SUCCESS')!)),
  },
  {
    what: 'Length of a session',
    claimed: '6 h',
    see: (facts) => {
      const seconds = heard(facts, 'PORTAL_LOAD_SUCCESS')?.expiresIn ?? null;
      return seconds === null ? null : `${Math.round(seconds / 360) / 10} h`;
    },
  },
  {
    what: 'Origin of messages',
    claimed: 'the origin that the link leads to',
    see: ({ browser, link }) => {
      const origin = browser?.messages.find(({ isFrame }) => isFrame)?.origin;
      if (origin === undefined || link === null) return null;
      return origin === link.origins.at(-1)
        ? 'the origin that the link leads to'
        : link.origins.includes(origin)
          ? "the link's own origin"
          : 'another origin';
    },
  },
  {
    what: 'Unknown message types',
    claimed: 'none',
    see: ({ browser }) => {
      if (browser === null || browser.messages.length === 0) return null;
      const KNOWN =
        /^(PORTAL_(LOAD_(SUCCESS|FAILURE)|SESSION_(WARNING|EXPIRY))|ORGANIZATION_(SSO|DIRECTORY)_(EN|DIS)ABLED|S(SO|CIM)_CONFIGURED|SESSION_EXPIRED|sso\.(en|dis)abled|session\.expired)$/;
      return (
        [
          ...new Set(
            browser.messages.filter(({ isFrame, type }) => isFrame && !KNOWN.test(type)).map(({ type }) => type),
          ),
        ].join(', ') || 'none'
      );
    },
  },
];

export function compareWithSimulator(facts: Facts): Comparison[] {
  return CLAIMS.map(({ what, claimed, see }) => {
    const seen = see(facts);
    if (seen === null) return { what, claimed, seen: 'not seen', verdict: 'not-seen' };
    return { what, claimed, seen, verdict: seen === claimed ? 'same' : 'differs' };
  });
}
