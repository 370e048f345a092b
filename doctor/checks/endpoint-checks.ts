/** The endpoint: whom it refuses, and what it gives the administrator. */
import { isSecure, ownProperty, parseUrl } from '../../src/link-answer.ts';
import { describeFailure, isFailure, type Answer } from '../ask.ts';
import { freshLink, isPassing, type EndpointFacts, type Reply } from '../endpoint-facts.ts';
import { namedOrigins, type Facts } from '../facts.ts';
import { fault, notChecked, ok, warning, type Check, type Verdict } from '../finding.ts';
import { redirectOf } from '../follow.ts';
import { fetchSite, LOGIN_PATH, plainAddress } from '../sites.ts';

const SLOW_MS = 2000;
const NO_LINK = 'there is no link that the element would take';
const HANDLER = 'portalLinkHandler of scalekit-admin-portal/server does this by itself';

type Look = (endpoint: EndpointFacts, facts: Facts) => Verdict | null;
const look =
  (at: Look) =>
  (facts: Facts): Verdict | null =>
    facts.endpoint === null ? notChecked(facts.whyNoEndpoint) : at(facts.endpoint, facts);

/** Who stands for the people that the portal is for. */
const giver = ({ first, stranger }: EndpointFacts): Reply => first ?? stranger;
const answerOf = ({ outcome }: Reply): Answer | null => (isFailure(outcome) ? null : outcome);
const statusOf = (reply: Reply): number => answerOf(reply)?.status ?? 0;

const isRefusal = (status: number, method: string): boolean =>
  [401, 403].includes(status) || (method === 'POST' && [400, 419, 422].includes(status));

/** It does not answer as an endpoint does, whoever asks. */
function isBroken(reply: Reply): boolean {
  const status = statusOf(reply);
  return status === 0 || [404, 405, 410, 501].includes(status) || isPassing(status);
}

function lookAtStranger(endpoint: EndpointFacts, facts: Facts): Verdict {
  const { stranger, strangerLater, method, first } = endpoint;
  if (strangerLater?.link != null && stranger.link === null) {
    return fault(
      'ANYBODY GETS A LINK: something caches what the administrator was given, and hands it to a request without any cookie or header.',
      'Cache-Control: no-store, and no cache in front of the endpoint',
    );
  }
  if (stranger.link !== null && (first === null || isTaken(stranger.link, facts))) {
    return fault(
      'ANYBODY GETS A LINK: without any cookie or header the endpoint gave one, and whoever holds it can change the SSO and SCIM settings of the organization.',
      'Answer 401 before a link is made, unless an administrator is signed in',
    );
  }
  if (stranger.link !== null) return notChecked('what it gives is no link of the portal, whoever asks');
  if (first !== null && isBroken(first) && isBroken(stranger))
    return notChecked('it does not answer as it should, whoever asks');
  const answer = answerOf(stranger);
  if (answer === null) return notChecked(isFailure(stranger.outcome) ? describeFailure(stranger.outcome) : '');
  const { status } = answer;
  if (isRefusal(status, method)) return ok(`It answers with status ${status}.`);
  const to = redirectOf(answer);
  if (to !== undefined) {
    if (first !== null && statusOf(first) === status) return notChecked('it redirects whoever asks');
    const login = to !== null && LOGIN_PATH.test(to.pathname) ? ', which looks like a login page' : '';
    return warning(
      `It redirects to ${to === null ? 'no address' : plainAddress(to)}${login}. The element follows no redirect.`,
      'Answer 401 where nobody is signed in',
    );
  }
  if (isBroken(stranger)) return notChecked(`it answers with status ${status}`);
  if (first?.link === null && statusOf(first) === status)
    return notChecked('it gives the same answer, without a link, whoever asks');
  return warning(
    `It answers with status ${status} and no link; the element understands 401 as signed out.`,
    'Answer 401 where nobody is signed in',
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
      `Status ${status}: the answer holds a BigInt, which JSON cannot carry.`,
      'res.json({ location: link.location })',
    );
  }
  if (status === 405) {
    const allowed = headers.get('allow') ?? '';
    const isOther = endpoint.method === 'GET' && /\bPOST\b/i.test(allowed);
    return fault(
      `It refuses ${endpoint.method} (405)${allowed ? `, and takes ${allowed}` : ''}.`,
      isOther ? 'method="POST"' : undefined,
    );
  }
  if ([404, 410, 501].includes(status))
    return fault(`There is no endpoint at ${plainAddress(endpoint.url)}: status ${status}.`);
  if (isPassing(status)) {
    const after = headers.get('retry-after');
    return fault(
      `It answers with status ${status}, twice${after === null ? '' : `, with Retry-After: ${after}`}. Look at the log of your backend.`,
    );
  }
  const once = [endpoint.stranger, endpoint.first, endpoint.second].find((each) => each?.before != null)?.before;
  if (once != null)
    return warning(
      `It answered with status ${once.status} once, and well the next time. The element tries again as well.`,
    );
  return ok(`${plainAddress(endpoint.url)}, ${endpoint.method}.`);
}

function lookAtSignedIn(endpoint: EndpointFacts): Verdict {
  const { first } = endpoint;
  if (first === null)
    return notChecked(
      'nobody said who is signed in: give --cookie or --header. Nothing of it is sent to a host that the command line does not name',
    );
  if (isBroken(first)) return notChecked('it does not answer as it should');
  const answer = answerOf(first)!;
  const to = redirectOf(answer);
  if (to !== undefined) {
    const login =
      to !== null && LOGIN_PATH.test(to.pathname) ? ', which looks like a login page: is the cookie still good?' : '';
    return fault(
      `It redirects to ${to === null ? 'no address' : plainAddress(to)}${login} The element follows no redirect.`.replace(
        /([^?.]) The/,
        '$1. The',
      ),
      'Answer 401 where nobody is signed in; set endpoint to the final address if it has moved',
    );
  }
  const { status } = answer;
  if (status === 401)
    return fault(
      'It takes the administrator for a stranger (401): is the cookie still good, and does it need another header?',
    );
  if (status === 403)
    return fault(
      'It refuses the administrator (403): no administrator, or a CSRF token is missing.',
      'csrf-token="…" in the tag, or --header="X-CSRF-Token: …" for the doctor',
    );
  if (status < 200 || status > 299) return fault(`It refuses the administrator with status ${status}.`);
  return ok('It takes the administrator for one.');
}

function lookAtShape(endpoint: EndpointFacts): Verdict {
  const reply = giver(endpoint);
  const answer = answerOf(reply);
  if (answer === null || answer.status < 200 || answer.status > 299) return notChecked('it gave no answer with a link');
  if (reply.link !== null) return ok(`A link, ${shapeOf(reply.json)}.`);
  const type = answer.headers.get('content-type') ?? 'no type';
  if (reply.json === undefined) {
    const isPage = /html/i.test(type);
    return fault(
      isPage
        ? 'A page came in place of JSON: a login page, or the fallback of a single-page application.'
        : `What came is no JSON (${type}).`,
      'Answer {"location": "https://…"} as JSON',
    );
  }
  return fault('The JSON holds no link.', 'Answer {"location": "https://…"} as JSON');
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

/** As the element does. */
function judgeLink(link: string, { attributes, page }: Facts): Verdict {
  const url = parseUrl(link);
  if (url !== null && (url.username || url.password))
    return fault('The link holds a user name or a password: the element refuses it.');
  if (!isSecure(url)) return fault('The link is no https: URL: the element refuses it.');
  const named = namedOrigins(attributes);
  if (named !== null && !named.includes(url.origin)) {
    return fault(
      `The link is on ${url.origin}, which environment-url does not name: the element refuses it.`,
      `environment-url="${[...named, url.origin].join(' ')}", if the portal is there`,
    );
  }
  if (named === null && url.origin === page.url.origin)
    return fault(
      "The link is on the page's own origin, and environment-url does not name that: the element refuses it.",
      `environment-url="${url.origin}"`,
    );
  return ok(`https: or this computer, at ${url.origin}.`);
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
  if (second.link === null) return warning('The second call gave no link.');
  return first.link === second.link
    ? fault(
        'Two calls got the same link: something caches the answer, and a link works once.',
        'Cache-Control: no-store, a new link for each request, and method="POST" where a service worker caches',
      )
    : ok('Two calls, two links.');
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
  if (endpoint.strangerLater?.link != null) return notChecked('a cache answers whoever asks');
  if (!endpoint.hasCookie)
    return notChecked(
      endpoint.isSignedIn
        ? 'no other site can send the header that signs in'
        : 'nobody said who is signed in: give --cookie',
    );
  if (endpoint.otherSite?.link != null) {
    return fault(
      'A page of another site gets a link made: the request that browsers mark as cross-site was served.',
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
    return endpoint.method === 'POST' ? notChecked('no token is known: neither the tag nor --header has one') : null;
  if (link === null || !isTaken(link, facts)) return notChecked(NO_LINK);
  if (endpoint.withoutToken === null) return notChecked('nobody said who is signed in: give --cookie');
  if (endpoint.withoutToken.link !== null)
    return fault(
      'The token is not checked: without it the endpoint gave a link just the same.',
      'Refuse requests without their token, as your framework does for forms',
    );
  return ok(`Without its token the request is refused with status ${statusOf(endpoint.withoutToken)}.`);
}

function lookAtSharing(endpoint: EndpointFacts, { call, page }: Facts): Verdict | null {
  const { url, preflight, credentials } = endpoint;
  if (page.url.protocol === 'https:' && url.protocol === 'http:' && fetchSite(page.url, url) !== 'same-origin') {
    return fault(
      'The page has an https: address, the endpoint an http: one: browsers block the request.',
      'An https: address in endpoint',
    );
  }
  if (fetchSite(page.url, url) === 'same-origin') return null;
  const answer = answerOf(giver(endpoint));
  if (answer === null) return notChecked('it gives no answer');
  const needed = page.url.origin;
  const cure = `Access-Control-Allow-Origin: ${needed}, Access-Control-Allow-Credentials: true, and credentials="include" in the tag`;
  const allowed = answer.headers.get('access-control-allow-origin');
  if (allowed !== needed && !(allowed === '*' && credentials !== 'include')) {
    return fault(
      `It is on another origin, and its answer does not let ${needed} read it (Access-Control-Allow-Origin: ${allowed ?? 'missing'}).`,
      cure,
    );
  }
  if (credentials === 'include' && answer.headers.get('access-control-allow-credentials') !== 'true')
    return fault('The tag sends cookies, and the answer lacks Access-Control-Allow-Credentials: true.', cure);
  if (credentials !== 'include' && call.cookie !== null)
    return warning('It is on another origin, and the tag sends no cookies there.', 'credentials="include"');
  const isPreflighted = Object.keys(call.headers).length > 0;
  if (isPreflighted && preflight !== null && (isFailure(preflight) || preflight.status > 299))
    return fault(
      'The browser asks before it sends a header of yours (OPTIONS), and gets no good answer.',
      'Access-Control-Allow-Headers with the names of your headers, status 204',
    );
  return ok(`It lets ${needed} read its answers.`);
}

export const STRANGER = 'endpoint.stranger';

export const ENDPOINT_CHECKS: readonly Check<Facts>[] = [
  { id: STRANGER, title: 'It refuses strangers', look: look(lookAtStranger) },
  { id: 'endpoint.answers', title: 'It answers', look: look(lookAtAnswers) },
  { id: 'endpoint.signed-in', title: 'It knows the administrator', look: look(lookAtSignedIn) },
  { id: 'endpoint.shape', title: 'Its answer holds a link', look: look(lookAtShape) },
  { id: 'endpoint.safe', title: 'The element takes that link', look: look(lookAtSafety) },
  { id: 'endpoint.no-store', title: 'No cache keeps it', look: look(lookAtStoring) },
  { id: 'endpoint.fresh', title: 'Each call gets a link of its own', look: look(lookAtFreshness) },
  { id: 'endpoint.time', title: 'It is quick', look: look(lookAtTime) },
  { id: 'endpoint.other-site', title: 'It refuses pages of other sites', look: look(lookAtOtherSite) },
  { id: 'endpoint.token', title: 'It asks for its token', look: look(lookAtToken) },
  { id: 'endpoint.sharing', title: 'It lets the page read its answer', look: look(lookAtSharing) },
];

/** Whether the element would open that link at all. */
export const opens = (facts: Facts): boolean =>
  facts.endpoint !== null && freshLink(facts.endpoint) !== null && lookAtSafety(facts.endpoint, facts).status === 'ok';
