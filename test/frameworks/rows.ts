/** The rows of the table of frameworks: what each says, and the loads of an application that it holds for or not. */
import type { Application } from './applications.ts';
import type { ProxiedRequest } from './recorder-proxy.ts';
import type { Load, Round, Shift } from './rounds.ts';

export interface Row {
  readonly words: string;
  /** What the words leave open. */
  readonly means: string;
  /** The loads that it is about. */
  readonly loads: (round: Round) => readonly Load[];
  readonly holds: (load: Load) => boolean;
}

export interface Cell {
  readonly held: number;
  readonly of: number;
}

const isReady = ({ state, codes }: Load): boolean => state === 'ready' && codes.length === 0;

/** The CSRF token of a request: Angular has a header of its own. */
export const tokenOf = ({
  headers,
}: Pick<ProxiedRequest, 'headers'>): readonly [name: string, token: string] | undefined =>
  ['x-csrf-token', 'x-xsrf-token'].flatMap((name) => {
    const token = headers[name];
    return typeof token === 'string' && token !== '' ? [[name, token] as const] : [];
  })[0];

/** One request, which had its headers: without them, the endpoint would have refused it. */
const askedRight = ({ requests: [request, ...others] }: Load): boolean =>
  request?.status === 200 && tokenOf(request) !== undefined && others.length === 0;

/** The portal shows, by one such request and one link. */
export const isRight = (load: Load): boolean => isReady(load) && askedRight(load) && load.minted === 1;

/**
 * What stands before the portal moves by itself. A page that arrives in parts moves, for example, the white space between two
 * links: the parser may stop between them, and the space has no place before the second one is there.
 */
const isOfThePage = ({ sources }: Shift): boolean => sources.every(({ stands }) => stands === 'before the portal');

export const ROWS = {
  headers: {
    words: 'The first request has its headers',
    means: 'one request, with the CSRF token of the `headers` function, one link, and the portal shows',
    loads: ({ first, reload }) => [first, reload],
    holds: isRight,
  },
  error: {
    words: 'The first `portal-error` is heard',
    means: 'the endpoint answers 404; the listener in the template hears the only event that follows',
    loads: ({ failed }) => [failed],
    holds: ({ codes, status, minted }) => codes.length === 1 && status === `error: ${codes[0]}` && minted === 0,
  },
  quiet: {
    words: 'The console stays empty',
    means: 'no warning of the hydration, and nothing else: first load, away and back, reload, and the error above',
    loads: ({ first, back, reload, failed }) => [first, back, reload, failed],
    holds: ({ logs }) => logs.length === 0,
  },
  still: {
    words: 'Nothing moves',
    means:
      'what follows the portal stays where it was at the first paint; in Chromium, there is no `layout-shift` of the portal, around it or after it',
    loads: ({ first, reload }) => [first, reload],
    holds: ({ shifts, tops }) => tops.length === 1 && shifts.every(isOfThePage),
  },
  back: {
    words: 'Away and back: one new link',
    means: "by the application's own links, and nothing is asked while away",
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

/** Coming back to a page that was kept: the portal shows, and nothing was asked. */
const KEPT: Row = {
  ...ROWS.back,
  holds: (load) => isReady(load) && load.requests.length === 0 && load.minted === 0,
};

/** The rows, as they hold for an application. */
export const rowsOf = ({ keepsPages }: Pick<Application, 'keepsPages'>): Readonly<Record<string, Row>> =>
  keepsPages === undefined ? ROWS : { ...ROWS, back: KEPT };

/** What fails, by its loads; and how many loads there were. */
export function judge({ loads, holds }: Row, rounds: readonly Round[]): { cell: Cell; failed: readonly Load[] } {
  const all = rounds.flatMap(loads);
  const failed = all.filter((load) => !holds(load));
  return { cell: { held: all.length - failed.length, of: all.length }, failed };
}

/** Checks that need no loads of their own, and are made once for each application. */
export const CHECKS = {
  endpoint: {
    words: 'The endpoint',
    means: '401 for a stranger, 403 for a member and without the CSRF token; 200 otherwise, and no cache keeps it',
  },
  html: {
    words: 'Nothing in the HTML',
    means: 'no function, no object, no link and no secret in any page that the server sent',
  },
  event: {
    words: 'SSO is switched on',
    means: "`organization-sso-enabled` of the portal: the template's listener hears it",
  },
  elsewhere: {
    words: 'Without a listener',
    means: 'a page of another kind: one link, the portal shows, and the console stays empty',
  },
  strangers: {
    words: 'Others see no portal',
    means: 'a stranger is led to the sign-in; a member sees the page without the portal',
  },
} as const;

/** What a development server has to show, in Chromium. */
export const DEVELOPMENT = {
  loads: {
    words: 'Development server',
    means:
      'all rows above hold for three rounds; of the console, warnings and errors count, without that Lit is in dev mode',
  },
  edit: {
    words: 'Development: an edit of the page',
    means: 'links that the hot update mints',
  },
} as const;
