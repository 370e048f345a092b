/** The rows of the table of frameworks: their texts, and the conditions for the loads of an application. */
import type { Application } from './applications.ts';
import type { ProxiedRequest } from './recorder-proxy.ts';
import type { Load, Round, Shift } from './rounds.ts';

export interface Row {
  readonly words: string;
  /** The explanation of the words. */
  readonly means: string;
  /** The loads that have to meet the condition. */
  readonly loads: (round: Round) => readonly Load[];
  readonly holds: (load: Load) => boolean;
}

/** So many of the loads passed. */
export interface Cell {
  readonly passed: number;
  readonly of: number;
}

const isReady = ({ state, codes }: Load): boolean => state === 'ready' && codes.length === 0;

/** The CSRF token of a request. Angular has another header for it. */
export const tokenOf = ({
  headers,
}: Pick<ProxiedRequest, 'headers'>): readonly [name: string, token: string] | undefined =>
  ['x-csrf-token', 'x-xsrf-token'].flatMap((name) => {
    const token = headers[name];
    return typeof token === 'string' && token !== '' ? [[name, token] as const] : [];
  })[0];

/** One request with its headers. The endpoint refuses a request without them. */
const hasOneRequest = ({ requests: [request, ...others] }: Load): boolean =>
  request?.status === 200 && tokenOf(request) !== undefined && others.length === 0;

/** The portal shows after one request and with one link. */
export const isRight = (load: Load): boolean => isReady(load) && hasOneRequest(load) && load.minted === 1;

/**
 * The portal does not move the content before it. The page itself may move that, for example white space between two links:
 * if the parser stops between them, the space only gets its place with the second link.
 */
const isBeforePortal = ({ sources }: Shift): boolean => sources.every(({ place }) => place === 'before the portal');

export const ROWS = {
  headers: {
    words: 'The first request has its headers',
    means: 'one request with the CSRF token of the `headers` function, one link, and the portal shows',
    loads: ({ first, reload }) => [first, reload],
    holds: isRight,
  },
  error: {
    words: 'The first `portal-error` is heard',
    means: 'the endpoint answers 404, and the listener in the template gets the only event',
    loads: ({ failed }) => [failed],
    holds: ({ codes, status, minted }) => codes.length === 1 && status === `error: ${codes[0]}` && minted === 0,
  },
  quiet: {
    words: 'The console stays empty',
    means: 'no warning of the hydration and no other message: first load, away and back, reload, and the error above',
    loads: ({ first, back, reload, failed }) => [first, back, reload, failed],
    holds: ({ logs }) => logs.length === 0,
  },
  still: {
    words: 'Nothing moves',
    means:
      'the content after the portal stays in its place from the first paint on; in Chromium, there is no `layout-shift` of the portal, around it or after it',
    loads: ({ first, reload }) => [first, reload],
    holds: ({ shifts, tops }) => tops.length === 1 && shifts.every(isBeforePortal),
  },
  back: {
    words: 'Away and back: one new link',
    means: 'with the links of the application, and no request while away',
    loads: ({ away, back }) => [{ ...back, requests: [...away.requests, ...back.requests] }],
    holds: isRight,
  },
  reload: {
    words: 'Reload: one new link',
    means: 'the portal shows again',
    loads: ({ reload }) => [reload],
    holds: (load) => isReady(load) && load.minted === 1,
  },
} satisfies Readonly<Record<string, Row>>;

/** The way back to a page that was kept: the portal shows without a request. */
const KEPT: Row = {
  ...ROWS.back,
  holds: (load) => isReady(load) && load.requests.length === 0 && load.minted === 0,
};

/** The rows of an application. */
export const rowsOf = ({ keepsPages }: Pick<Application, 'keepsPages'>): Readonly<Record<string, Row>> =>
  keepsPages === undefined ? ROWS : { ...ROWS, back: KEPT };

/** Applies a row to rounds. */
export function judge({ loads, holds }: Row, rounds: readonly Round[]): { cell: Cell; failed: readonly Load[] } {
  const all = rounds.flatMap(loads);
  const failed = all.filter((load) => !holds(load));
  return { cell: { passed: all.length - failed.length, of: all.length }, failed };
}

/** Checks that are made once for each application. */
export const CHECKS = {
  endpoint: {
    words: 'The endpoint',
    means: '401 for a stranger, 403 for a member and without the CSRF token; otherwise 200, never cached',
  },
  html: {
    words: 'Nothing in the HTML',
    means: 'no function, no object, no link and no secret in any page that the server sent',
  },
  event: {
    words: 'SSO is switched on',
    means: 'the listener in the template gets the `organization-sso-enabled` of the portal',
  },
  elsewhere: {
    words: 'Without a listener',
    means: 'a page of another kind: one link, the portal shows, and the console stays empty',
  },
  strangers: {
    words: 'Others see no portal',
    means: 'a stranger is redirected to the sign-in; a member sees the page without the portal',
  },
} as const;

/** The rows of development servers, in Chromium. */
export const DEVELOPMENT = {
  loads: {
    words: 'Development server',
    means:
      'all rows above pass in three rounds; in the console, only warnings and errors count, without the message that Lit is in dev mode',
  },
  edit: {
    words: 'Development: an edit of the page',
    means: 'links that the hot update mints',
  },
} as const;
