/** Calls the endpoint as a stranger (not signed in), as the administrator, as a page of another site, and without the token. */
import { setTimeout as pause } from 'node:timers/promises';
import { ask, isFailure, type Answer, type Failure } from './ask.ts';
import { maySendSecrets, type Call } from './call.ts';
import { linkIn, parseUrl } from '../src/link-answer.ts';
import { endpointHeaders, isTokenHeader, type Sender } from './requests.ts';
import { fetchSite } from './sites.ts';

export interface Reply {
  readonly outcome: Answer | Failure;
  /** The answer before a retry, with a status that the element would try again. */
  readonly before: Answer | null;
  /** Undefined: not JSON. */
  readonly json: unknown;
  /** The unchecked link. */
  readonly link: string | null;
}

export interface EndpointFacts {
  readonly url: URL;
  /** The page that sends the requests. */
  readonly page: URL;
  readonly method: 'GET' | 'POST';
  /** Whether the command line has a cookie or header that signs in and that may be sent there. */
  readonly isSignedIn: boolean;
  readonly hasCookie: boolean;
  readonly hasToken: boolean;
  /** The tag's attribute. */
  readonly credentials: string;
  readonly stranger: Reply;
  /** A second request as a stranger, after the administrator got the same link twice. Null: they did not. */
  readonly strangerLater: Reply | null;
  readonly first: Reply | null;
  readonly second: Reply | null;
  readonly otherSite: Reply | null;
  readonly withoutToken: Reply | null;
  /** The OPTIONS request before a request to another origin. */
  readonly preflight: Answer | Failure | null;
  /** The number of links that these requests minted. */
  readonly minted: number;
}

export interface EndpointAddress {
  readonly url: URL;
  readonly page: URL;
  readonly method: 'GET' | 'POST';
  readonly credentials: string;
  /** The header with the tag's CSRF token. Its name is in lower case. */
  readonly token: Record<string, string>;
}

const PAUSE_MS = 300;

export async function askEndpoint(call: Call, address: EndpointAddress): Promise<EndpointFacts> {
  const { url, page, method, token, credentials } = address;
  const askAs = (sender: Sender) => askOnce(call, address, sender);
  const mayTell = maySendSecrets(call, url);
  const hasCookie = mayTell && call.cookie !== null;
  const isSignedIn = hasCookie || (mayTell && Object.keys(call.headers).some((name) => !isTokenHeader(name)));
  const hasToken = Object.keys(token).length > 0 || (mayTell && Object.keys(call.headers).some(isTokenHeader));

  // The stranger comes first: a cache may keep the administrator's answer.
  const stranger = await askAs('stranger');
  const first = isSignedIn ? await askAs('administrator') : null;
  const giver = first ?? stranger;
  // Without a link, further requests would only repeat the same failure.
  const isWorthMore = giver.link !== null;
  const [second, otherSite, withoutToken, preflight] = await Promise.all([
    isWorthMore ? askAs(first === null ? 'stranger' : 'administrator') : null,
    isWorthMore && hasCookie ? askAs('other-site') : null,
    isWorthMore && hasToken && hasCookie ? askAs('without-token') : null,
    fetchSite(page, url) === 'same-origin' ? null : askPreflight(call, address),
  ]);
  const isCached = first !== null && second !== null && first.link === second.link;
  const strangerLater = isCached ? await askAs('stranger') : null;
  const replies = [stranger, first, second, otherSite, withoutToken, strangerLater];
  const minted = replies.filter((reply) => reply?.link != null).length;
  return {
    ...{ url, page, method, credentials, isSignedIn, hasCookie, hasToken },
    ...{ stranger, strangerLater, first, second, otherSite, withoutToken, preflight, minted },
  };
}

async function askOnce(call: Call, { url, page, method, token }: EndpointAddress, sender: Sender): Promise<Reply> {
  const headers = endpointHeaders(call, { url, page, method, sender, token });
  const question = { url, method, headers, limitMs: call.limitMs, limitBytes: 1_000_000 };
  const outcome = await ask(question);
  if (isFailure(outcome) || !isPassing(outcome.status)) return readReply(outcome, null);
  await pause(PAUSE_MS);
  return readReply(await ask(question), outcome);
}

/** Statuses that the element would try again. */
export const isPassing = (status: number): boolean => [408, 425, 429].includes(status) || status >= 500;

function readReply(outcome: Answer | Failure, before: Answer | null): Reply {
  if (isFailure(outcome) || outcome.status < 200 || outcome.status > 299) {
    return { outcome, before, json: undefined, link: null };
  }
  try {
    const json: unknown = JSON.parse(outcome.body.toString('utf8'));
    return { outcome, before, json, link: linkIn(json) };
  } catch {
    return { outcome, before, json: undefined, link: null };
  }
}

function askPreflight(call: Call, { url, page, method, token }: EndpointAddress): Promise<Answer | Failure> {
  const names = [...Object.keys(token), ...Object.keys(call.headers)];
  const headers = {
    Origin: page.origin,
    'Access-Control-Request-Method': method,
    'Access-Control-Request-Headers': [...new Set(['accept', ...names])].sort().join(','),
    'Sec-Fetch-Mode': 'cors',
    'Sec-Fetch-Site': fetchSite(page, url),
  };
  return ask({ url, method: 'OPTIONS', headers, limitMs: call.limitMs, limitBytes: 1_000_000 });
}

/** The link that the administrator gets, as a URL. */
export function givenLink({ first, stranger }: EndpointFacts): URL | null {
  return parseUrl((first ?? stranger).link ?? '');
}

/** The last link: an endpoint may only allow one at a time. */
export function freshLink(facts: EndpointFacts): URL | null {
  return parseUrl(facts.second?.link ?? '') ?? givenLink(facts);
}
