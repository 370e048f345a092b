/** Checks of the endpoint: which requests it refuses, and its answer to the administrator. */
import { isSecure, ownProperty, parseUrl } from '../../src/link-answer.ts';
import { describeFailure, isFailure, type Answer } from '../ask.ts';
import { freshLink, isPassing, type EndpointFacts, type Reply } from '../endpoint-facts.ts';
import { namedOrigins, type Facts } from '../facts.ts';
import { fault, notChecked, ok, warning, type Check, type Verdict } from '../finding.ts';
import { redirectOf } from '../follow.ts';
import { fetchSite, LOGIN_PATH, plainAddress } from '../sites.ts';

const SLOW_MS = 2000;
const NO_LINK = 'there is no link that the element would accept';
const HANDLER = 'portalLinkHandler of scalekit-admin-portal/server does this for you';

type Look = (endpoint: EndpointFacts, facts: Facts) => Verdict | null;
const look =
  (at: Look) =>
  (facts: Facts): Verdict | null =>
    facts.endpoint === null ? notChecked(facts.whyNoEndpoint) : at(facts.endpoint, facts);

/** The answer to the administrator, or to a stranger if nobody is signed in. */
const giver = ({ first, stranger }: EndpointFacts): Reply => first ?? stranger;
const answerOf = ({ outcome }: Reply): Answer | null => (isFailure(outcome) ? null : outcome);
const statusOf = (reply: Reply): number => answerOf(reply)?.status ?? 0;

const isRefusal = (status: number, method: string): boolean =>
  [401, 403].includes(status) || (method === 'POST' && [400, 419, 422].includes(status));

/** Whether the answer shows that the endpoint does not work at all. */
function isBroken(reply: Reply): boolean {
  const status = statusOf(reply);
  return status === 0 || [404, 405, 410, 501].includes(status) || isPassing(status);
}

function lookAtStranger(endpoint: EndpointFacts, facts: Facts): Verdict {
  const { stranger, strangerLater, method, first } = endpoint;
  if (strangerLater?.link != null && stranger.link === null) {
    return fault(
      "ANYBODY GETS A LINK: a cache keeps the administrator's link and returns it to a request without cookies and headers.",
      'Cache-Control: no-store, and no cache in front of the endpoint',
    );
  }
  if (stranger.link !== null && (first === null || isTaken(stranger.link, facts))) {
    return fault(
      'ANYBODY GETS A LINK: the endpoint returned one to a request without cookies and headers. With it, anybody can change the SSO and SCIM settings of the organization.',
      'Answer 401 and mint no link, unless an administrator is signed in',
    );
  }
  if (stranger.link !== null) return notChecked('its answer is never a valid link of the portal');
  if (first !== null && isBroken(first) && isBroken(stranger)) return notChecked('it fails for every request');
  const answer = answerOf(stranger);
  if (answer === null) return notChecked(isFailure(stranger.outcome) ? describeFailure(stranger.outcome) : '');
  const { status } = answer;
  if (isRefusal(status, method)) return ok(`It answers with status ${status}.`);
  const to = redirectOf(answer);
  if (to !== undefined) {
    if (first !== null && statusOf(first) === status) return notChecked('it redirects every request');
    const login = to !== null && LOGIN_PATH.test(to.pathname) ? ', which looks like a login page' : '';
    return warning(
      `It redirects to ${to === null ? 'an invalid URL' : plainAddress(to)}${login}. The element does not follow redirects.`,
      'Answer 401 if nobody is signed in',
    );
  }
  if (isBroken(stranger)) return notChecked(`it answers with status ${status}`);
  if (first?.link === null && statusOf(first) === status)
    return notChecked('it returns the same answer without a link to every request');
  return warning(
    `It answers with status ${status} and no link. The element only recognizes 401 as signed out.`,
    'Answer 401 if nobody is signed in',
  );
}

function lookAtAnswers(endpoint: EndpointFacts): Verdict {
  const reply = giver(endpoint);
  const { outcome } = reply;
  if (isFailure(outcome)) return fault(`There is no answer: ${describeFailure(outcome)}.`);
  const { status, headers } = outcome;
  const text = outcome.body.subarray(0, 20_000).toString('utf8');
  if (/serialize a BigInt|BigInt value/.test(text)) {
    return fault(
      `Status ${status}: the answer contains a BigInt, which JSON does not support.`,
      'res.json({ location: link.location })',
    );
  }
  if (status === 405) {
    const allowed = headers.get('allow') ?? '';
    const isOther = endpoint.method === 'GET' && /\bPOST\b/i.test(allowed);
    return fault(
      `It does not allow ${endpoint.method} (405)${allowed ? `, only ${allowed}` : ''}.`,
      isOther ? 'method="POST"' : undefined,
    );
  }
  if ([404, 410, 501].includes(status))
    return fault(`There is no endpoint at ${plainAddress(endpoint.url)}: status ${status}.`);
  if (isPassing(status)) {
    const after = headers.get('retry-after');
    return fault(
      `It answered two times with status ${status}${after === null ? '' : ` and Retry-After: ${after}`}. Check the log of your backend.`,
    );
  }
  const once = [endpoint.stranger, endpoint.first, endpoint.second].find((each) => each?.before != null)?.before;
  if (once != null)
    return warning(
      `It first answered with status ${once.status}, and then successfully. The element tries again, too.`,
    );
  return ok(`${plainAddress(endpoint.url)}, ${endpoint.method}.`);
}

function lookAtSignedIn(endpoint: EndpointFacts): Verdict {
  const { first } = endpoint;
  if (first === null)
    return notChecked(
      'no sign-in is known: pass --cookie or --header. The doctor only sends them to hosts that the command line names',
    );
  if (isBroken(first)) return notChecked('it fails for every request');
  const answer = answerOf(first)!;
  const to = redirectOf(answer);
  if (to !== undefined) {
    const login =
      to !== null && LOGIN_PATH.test(to.pathname) ? ', which looks like a login page. Is the cookie still valid?' : '';
    return fault(
      `It redirects to ${to === null ? 'an invalid URL' : plainAddress(to)}${login} The element does not follow redirects.`.replace(
        /([^?.]) The/,
        '$1. The',
      ),
      'Answer 401 if nobody is signed in. If the endpoint has moved, set endpoint to its final URL',
    );
  }
  const { status } = answer;
  if (status === 401)
    return fault(
      'It does not recognize the administrator (401). Is the cookie still valid? Does the endpoint need another header?',
    );
  if (status === 403)
    return fault(
      'It refuses the administrator (403): the person is not an administrator, or a CSRF token is missing.',
      'csrf-token="…" in the tag, or --header="X-CSRF-Token: …" for the doctor',
    );
  if (status < 200 || status > 299) return fault(`It refuses the administrator with status ${status}.`);
  return ok('It recognizes the administrator.');
}

function lookAtShape(endpoint: EndpointFacts): Verdict {
  const reply = giver(endpoint);
  const answer = answerOf(reply);
  if (answer === null || answer.status < 200 || answer.status > 299) return notChecked('it returned no link');
  if (reply.link !== null) return ok(`A link, ${shapeOf(reply.json)}.`);
  const type = answer.headers.get('content-type') ?? 'no type';
  if (reply.json === undefined) {
    const isPage = /html/i.test(type);
    return fault(
      isPage
        ? 'The answer is an HTML page and not JSON: a login page, or the fallback of a single-page application.'
        : `The answer is not JSON (${type}).`,
      'Answer {"location": "https://…"} as JSON',
    );
  }
  return fault('The JSON contains no link.', 'Answer {"location": "https://…"} as JSON');
}

function shapeOf(json: unknown): string {
  if (typeof json === 'string') return 'as a bare string';
  const key =
    ['location', 'link', 'portalUrl', 'portalLink', 'url'].find((name) => ownProperty(json, name) != null) ?? '';
  return typeof ownProperty(json, key) === 'object' ? `inside ${key}` : `as ${key}`;
}

function lookAtSafety(endpoint: EndpointFacts, facts: Facts): Verdict {
  const { link } = giver(endpoint);
  return link === null ? notChecked('there is no link') : judgeLink(link, facts);
}

const isTaken = (link: string, facts: Facts): boolean => judgeLink(link, facts).status === 'ok';

/** Checks a link as the element does. */
function judgeLink(link: string, { attributes, page }: Facts): Verdict {
  const url = parseUrl(link);
  if (url !== null && (url.username || url.password))
    return fault('The link contains a user name or a password: the element refuses it.');
  if (!isSecure(url)) return fault('The link is not an https: URL: the element refuses it.');
  const named = namedOrigins(attributes);
  if (named !== null && !named.includes(url.origin)) {
    return fault(
      `The link is on ${url.origin}, which environment-url does not contain: the element refuses it.`,
      `environment-url="${[...named, url.origin].join(' ')}", if the portal is there`,
    );
  }
  if (named === null && url.origin === page.url.origin)
    return fault(
      "The link is on the page's own origin, which environment-url does not contain: the element refuses it.",
      `environment-url="${url.origin}"`,
    );
  return ok(`The link is on ${url.origin}.`);
}

function lookAtStoring(endpoint: EndpointFacts): Verdict {
  const reply = giver(endpoint);
  const answer = answerOf(reply);
  if (reply.link === null || answer === null) return notChecked('there is no link');
  const control = answer.headers.get('cache-control') ?? '';
  if (/no-store/i.test(control)) return ok(`Cache-Control: ${control}`);
  const shared = /public|s-maxage/i.test(control);
  return (shared ? fault : warning)(
    `${shared ? 'Shared caches keep the link' : 'Caches may keep the link'}: Cache-Control is ${control || 'missing'}.`,
    'Cache-Control: no-store',
  );
}

function lookAtFreshness(endpoint: EndpointFacts, facts: Facts): Verdict {
  const { second } = endpoint;
  const first = giver(endpoint);
  if (first.link === null || second === null || !isTaken(first.link, facts)) return notChecked(NO_LINK);
  if (endpoint.strangerLater?.link != null && endpoint.stranger.link === null)
    return notChecked('the answer is cached, see above');
  if (second.link === null) return warning('The second request got no link.');
  return first.link === second.link
    ? fault(
        'Two requests got the same link: a cache keeps the answer, but a link works only once.',
        'Cache-Control: no-store, a new link for each request, and method="POST" where a service worker caches',
      )
    : ok('Two requests got two different links.');
}

function lookAtTime(endpoint: EndpointFacts): Verdict {
  const reply = giver(endpoint);
  if (isFailure(reply.outcome) || reply.link === null) return notChecked('there is no link');
  const { ms } = reply.outcome;
  return ms < SLOW_MS
    ? ok(`${ms} ms.`)
    : warning(`It took ${(ms / 1000).toFixed(1)} s; the element gives up after 15 s.`);
}

function lookAtOtherSite(endpoint: EndpointFacts, facts: Facts): Verdict {
  const { link } = giver(endpoint);
  if (link === null || !isTaken(link, facts)) return notChecked(NO_LINK);
  if (endpoint.strangerLater?.link != null) return notChecked('a cache answers every request');
  if (!endpoint.hasCookie)
    return notChecked(
      endpoint.isSignedIn ? 'another site cannot send the header that signs in' : 'no sign-in is known: pass --cookie',
    );
  if (endpoint.otherSite?.link != null) {
    return fault(
      'A page of another site can mint a link: the endpoint accepted a request that browsers mark as cross-site.',
      `Refuse Sec-Fetch-Site: cross-site with 403. ${HANDLER}`,
    );
  }
  return ok(
    endpoint.otherSite === null
      ? ''
      : `Refused${statusOf(endpoint.otherSite) ? ` with status ${statusOf(endpoint.otherSite)}` : ''}.`,
  );
}

function lookAtToken(endpoint: EndpointFacts, facts: Facts): Verdict | null {
  const { link } = giver(endpoint);
  if (!endpoint.hasToken)
    return endpoint.method === 'POST' ? notChecked('neither the tag nor --header has a token') : null;
  if (link === null || !isTaken(link, facts)) return notChecked(NO_LINK);
  if (endpoint.withoutToken === null) return notChecked('no sign-in is known: pass --cookie');
  if (endpoint.withoutToken.link !== null)
    return fault(
      'The endpoint does not check the token: it also returned a link without it.',
      'Refuse requests without the token, as your framework does for forms',
    );
  return ok(`It refuses a request without the token with status ${statusOf(endpoint.withoutToken)}.`);
}

function lookAtSharing(endpoint: EndpointFacts, { call, page }: Facts): Verdict | null {
  const { url, preflight, credentials } = endpoint;
  if (page.url.protocol === 'https:' && url.protocol === 'http:' && fetchSite(page.url, url) !== 'same-origin') {
    return fault(
      'The page has an https: URL, but the endpoint an http: one. Browsers block the request.',
      'Set endpoint to an https: URL',
    );
  }
  if (fetchSite(page.url, url) === 'same-origin') return null;
  const answer = answerOf(giver(endpoint));
  if (answer === null) return notChecked('there is no answer');
  const needed = page.url.origin;
  const cure = `Access-Control-Allow-Origin: ${needed}, Access-Control-Allow-Credentials: true, and credentials="include" in the tag`;
  const allowed = answer.headers.get('access-control-allow-origin');
  if (allowed !== needed && !(allowed === '*' && credentials !== 'include')) {
    return fault(
      `It is on another origin, and does not allow ${needed} to read the answer (Access-Control-Allow-Origin: ${allowed ?? 'missing'}).`,
      cure,
    );
  }
  if (credentials === 'include' && answer.headers.get('access-control-allow-credentials') !== 'true')
    return fault('The tag sends cookies, but the answer lacks Access-Control-Allow-Credentials: true.', cure);
  if (credentials !== 'include' && call.cookie !== null)
    return warning('It is on another origin, but the tag sends no cookies there.', 'credentials="include"');
  const isPreflighted = Object.keys(call.headers).length > 0;
  if (isPreflighted && preflight !== null && (isFailure(preflight) || preflight.status > 299))
    return fault(
      'The preflight request (OPTIONS) for your headers fails.',
      'Answer it with status 204 and Access-Control-Allow-Headers with the names of your headers',
    );
  return ok(`It allows ${needed} to read the answers.`);
}

export const STRANGER = 'endpoint.stranger';

export const ENDPOINT_CHECKS: readonly Check<Facts>[] = [
  { id: STRANGER, title: 'It refuses people who are not signed in', look: look(lookAtStranger) },
  { id: 'endpoint.answers', title: 'It answers', look: look(lookAtAnswers) },
  { id: 'endpoint.signed-in', title: 'It recognizes the administrator', look: look(lookAtSignedIn) },
  { id: 'endpoint.shape', title: 'The answer contains a link', look: look(lookAtShape) },
  { id: 'endpoint.safe', title: 'The element accepts the link', look: look(lookAtSafety) },
  { id: 'endpoint.no-store', title: 'Caches do not keep the answer', look: look(lookAtStoring) },
  { id: 'endpoint.fresh', title: 'Each request gets a new link', look: look(lookAtFreshness) },
  { id: 'endpoint.time', title: 'Response time', look: look(lookAtTime) },
  { id: 'endpoint.other-site', title: 'It refuses pages of other sites', look: look(lookAtOtherSite) },
  { id: 'endpoint.token', title: 'It checks the CSRF token', look: look(lookAtToken) },
  { id: 'endpoint.sharing', title: 'The page may read the answer (CORS)', look: look(lookAtSharing) },
];

/** Whether the element would open the link. */
export const opens = (facts: Facts): boolean =>
  facts.endpoint !== null && freshLink(facts.endpoint) !== null && lookAtSafety(facts.endpoint, facts).status === 'ok';
