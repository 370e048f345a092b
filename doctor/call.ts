/** The arguments of the command line. */
import { parseArgs } from 'node:util';

export interface Call {
  readonly page: URL;
  /** As written. It is resolved against the page. Null: the tag's. */
  readonly endpoint: string | null;
  /** Null: the tag's. */
  readonly method: 'GET' | 'POST' | null;
  readonly cookie: string | null;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly opensLink: boolean;
  readonly usesBrowser: boolean;
  readonly asJson: boolean;
  readonly limitMs: number;
}

/** The arguments are invalid: exit code 2. */
export class UsageError extends Error {}

export const COOKIE_VARIABLE = 'PORTAL_DOCTOR_COOKIE';
export const HEADERS_VARIABLE = 'PORTAL_DOCTOR_HEADERS';

export const HELP = `scalekit-admin-portal doctor URL [options]

Finds out why a portal stays blank, and prints the fixes. URL is the page that shows the portal.

  --endpoint=URL       endpoint that mints the links. Default: the tag's
  --method=GET|POST    method of the requests to the endpoint. Default: the tag's
  --cookie=TEXT        Cookie header of a signed-in administrator, copied from the browser's developer tools.
                       --cookie=- reads it from the standard input
  --header=NAME:VALUE  header of a signed-in administrator, or a CSRF token. Repeatable
  --no-link            opens no link. Without it, the doctor opens one link and so uses it up
  --browser            also opens the page in a browser. Needs Playwright or Puppeteer in the project, and a browser
  --timeout=SECONDS    time limit of each answer. Default: 15, as in the element
  --json               prints the findings as JSON
  --help, --version

Other users of this computer can read the command line. To hide the values, set ${COOKIE_VARIABLE} and
${HEADERS_VARIABLE} (one header per line) in the environment.

Exit code: 0 without a fault, 1 with a fault, 2 for invalid arguments.
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
  if (command !== 'doctor') throw new UsageError(`Unknown command ${JSON.stringify(command)}. The command is: doctor`);
  if (address === undefined)
    throw new UsageError('The URL of the page is missing: scalekit-admin-portal doctor https://…');
  if (others.length > 0) throw new UsageError('Pass only one URL');

  const page = readPage(address);
  const cookie = values.cookie === '-' ? await readInput() : (values.cookie ?? environment[COOKIE_VARIABLE] ?? '');
  const lines = [...(environment[HEADERS_VARIABLE]?.split('\n') ?? []), ...(values.header ?? [])];
  const headers = Object.fromEntries(lines.filter((line) => line.trim() !== '').map(readHeader));
  const { cookie: fromHeaders, ...otherHeaders } = headers;
  const { endpoint = null, method } = values;
  if (endpoint !== null && !URL.canParse(endpoint, page.href)) throw new UsageError('--endpoint must be a URL');
  if (method !== undefined && !/^(get|post)$/i.test(method)) throw new UsageError('--method must be GET or POST');
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
    const hint = /^[\w.-]+\.[a-z]{2,}(\/|$)/i.test(text) && URL.canParse(guess) ? ` Did you mean ${guess}` : '';
    throw new UsageError(`This is not a URL: ${JSON.stringify(text)}.${hint}`);
  }
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol))
    throw new UsageError(`The page must have an http: or https: URL, not ${url.protocol}`);
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('The URL contains a user name or a password. Pass --header="Authorization: Basic …" instead');
  }
  url.hash = '';
  return url;
}

function readCookie(text: string): string | null {
  const cookie = text.trim().replace(/^cookie:\s*/i, '');
  if (cookie === '') return null;
  if (!/^[\x21-\x7e \t]+$/.test(cookie) || !cookie.includes('=')) {
    throw new UsageError('--cookie must be a Cookie header, such as: name=value; other=value');
  }
  return cookie;
}

function readHeader(line: string): [string, string] {
  const [, name = '', value = ''] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
  // The message does not quote the line: it may contain a secret.
  if (name === '' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw new UsageError('--header must be NAME: VALUE');
  return [name.toLowerCase(), value];
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 300)) throw new UsageError('--timeout must be a number of seconds, at most 300');
  return seconds;
}

/**
 * Whether the administrator's cookie and headers may be sent to this URL: the page's origin, or the origin of an endpoint from
 * the command line. An endpoint that only the page names does not get them. They are never sent to an http: URL in place of an
 * https: one.
 */
export function maySendSecrets({ page, endpoint }: Call, url: URL): boolean {
  const named = endpoint === null ? [page] : [page, new URL(endpoint, page)];
  return named.some(
    (each) => each.origin === url.origin || (each.hostname === url.hostname && url.protocol === 'https:'),
  );
}

/** The arguments that must not appear in a report. */
export const secretsOf = ({ cookie, headers }: Call): string[] => [
  ...(cookie === null ? [] : [cookie]),
  ...Object.values(headers),
];
