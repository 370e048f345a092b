/** What somebody has asked for on the command line. */
import { parseArgs } from 'node:util';

export interface Call {
  readonly page: URL;
  /** As written, to be resolved against the page; null: the tag says it. */
  readonly endpoint: string | null;
  /** Null: the tag says it. */
  readonly method: 'GET' | 'POST' | null;
  readonly cookie: string | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly opensLink: boolean;
  readonly usesBrowser: boolean;
  readonly asJson: boolean;
  readonly limitMs: number;
}

/** A call that cannot be answered: exit code 2. */
export class UsageError extends Error {}

export const COOKIE_VARIABLE = 'PORTAL_DOCTOR_COOKIE';
export const HEADERS_VARIABLE = 'PORTAL_DOCTOR_HEADERS';

export const HELP = `scalekit-admin-portal doctor URL [options]

Says why a portal stays blank, and what to paste. URL is the page that shows the portal.

  --endpoint=URL       where links come from. Default: what the tag says
  --method=GET|POST    how it is asked. Default: what the tag says
  --cookie=TEXT        the Cookie header of a signed-in administrator, as the browser's developer tools show it;
                       --cookie=- reads it from the standard input
  --header=NAME:VALUE  a header of a signed-in administrator, or a CSRF token; may be given more than once
  --no-link            opens no link. Otherwise one is opened, and is spent by that
  --browser            opens the page in a browser, too: needs playwright or puppeteer in the project, and a browser
  --timeout=SECONDS    for each answer. Default: 15, as long as the element waits
  --json               the findings as JSON
  --help, --version

What is on a command line can be read by others on the computer. ${COOKIE_VARIABLE} and ${HEADERS_VARIABLE} (one
header a line) in the environment are read, too.

Exit code: 0 where nothing is wrong, 1 for a fault, 2 for a call that makes no sense.
`;

const OPTIONS = {
  endpoint: { type: 'string' },
  method: { type: 'string' },
  cookie: { type: 'string' },
  header: { type: 'string', multiple: true },
  'no-link': { type: 'boolean', default: false },
  browser: { type: 'boolean', default: false },
  timeout: { type: 'string', default: '15' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  version: { type: 'boolean', default: false },
} as const;

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readInput: () => Promise<string>;
}

export async function readCall(
  args: readonly string[],
  { environment, readInput }: Surroundings,
): Promise<Call | 'help' | 'version'> {
  const { values, positionals } = readArguments(args);
  if (values.help) return 'help';
  if (values.version) return 'version';
  const [command, address, ...others] = positionals;
  if (command === undefined) return 'help';
  if (command !== 'doctor') throw new UsageError(`There is no command ${JSON.stringify(command)}. There is: doctor`);
  if (address === undefined) throw new UsageError('Which page? Give its URL: scalekit-admin-portal doctor https://…');
  if (others.length > 0) throw new UsageError('One page at a time: there are several URLs');

  const page = readPage(address);
  const cookie = values.cookie === '-' ? await readInput() : (values.cookie ?? environment[COOKIE_VARIABLE] ?? '');
  const lines = [...(environment[HEADERS_VARIABLE]?.split('\n') ?? []), ...(values.header ?? [])];
  const headers = Object.fromEntries(lines.filter((line) => line.trim() !== '').map(readHeader));
  const { cookie: fromHeaders, ...otherHeaders } = headers;
  const { endpoint = null, method } = values;
  if (endpoint !== null && !URL.canParse(endpoint, page.href)) throw new UsageError('--endpoint is no URL');
  if (method !== undefined && !/^(get|post)$/i.test(method)) throw new UsageError('--method is GET or POST');
  return {
    page,
    endpoint,
    method: (method?.toUpperCase() ?? null) as Call['method'],
    cookie: readCookie(cookie) ?? fromHeaders ?? null,
    headers: otherHeaders,
    opensLink: !values['no-link'],
    usesBrowser: values.browser,
    asJson: values.json,
    limitMs: readSeconds(values.timeout) * 1000,
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function readPage(text: string): URL {
  if (!URL.canParse(text)) {
    const guess = `https://${text}`;
    const hint = /^[\w.-]+\.[a-z]{2,}(\/|$)/i.test(text) && URL.canParse(guess) ? ` Perhaps ${guess}` : '';
    throw new UsageError(`This is no URL: ${JSON.stringify(text)}.${hint}`);
  }
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) throw new UsageError(`A page has an http: or https: URL, not ${url.protocol}`);
  if (url.username !== '' || url.password !== '') {
    throw new UsageError(
      'The URL holds a user name or a password. Give --header="Authorization: Basic …" in its place',
    );
  }
  url.hash = '';
  return url;
}

function readCookie(text: string): string | null {
  const cookie = text.trim().replace(/^cookie:\s*/i, '');
  if (cookie === '') return null;
  if (!/^[\x21-\x7e \t]+$/.test(cookie) || !cookie.includes('=')) {
    throw new UsageError('The cookie is no Cookie header. It looks like this: name=value; other=value');
  }
  return cookie;
}

function readHeader(line: string): [string, string] {
  const [, name = '', value = ''] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
  // Not the line itself: it may hold a secret.
  if (name === '' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw new UsageError('--header is NAME: VALUE');
  return [name.toLowerCase(), value];
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 300)) throw new UsageError('--timeout is a number of seconds, 300 at most');
  return seconds;
}

/**
 * Whether what makes somebody an administrator may be sent there: to the page's host, and to that of an endpoint that the
 * command line names. A page's own words send it nowhere, and it goes over no line that others can read.
 */
export function maySendSecrets({ page, endpoint }: Call, url: URL): boolean {
  const named = endpoint === null ? [page] : [page, new URL(endpoint, page)];
  return named.some(
    (each) => each.origin === url.origin || (each.hostname === url.hostname && url.protocol === 'https:'),
  );
}

/** All that must not be in a report. */
export const secretsOf = ({ cookie, headers }: Call): string[] => [
  ...(cookie === null ? [] : [cookie]),
  ...Object.values(headers),
];
