/** Checks of the link: where it leads, whether this page may show it, and in which browsers its session works. */
import { describeFailure, isFailure } from '../ask.ts';
import { bestSurvival } from '../cookies.ts';
import { modeOf, namedOrigins, portalIsSameSite, type Facts } from '../facts.ts';
import { fault, notChecked, ok, warning, type Check, type Verdict } from '../finding.ts';
import { isStop } from '../follow.ts';
import type { LinkFacts } from '../link-facts.ts';
import { listMatches, readPolicies } from '../policy.ts';
import { fetchSite } from '../sites.ts';

const SLOW_MS = 2500;
const CUSTOM_DOMAIN =
  "Set up a custom domain on your page's site in the Scalekit dashboard: sso.yourapp.com for app.yourapp.com";

const look =
  (at: (link: LinkFacts, facts: Facts) => Verdict | null) =>
  (facts: Facts): Verdict | null =>
    facts.link === null ? notChecked(facts.whyNoLink) : at(facts.link, facts);

const inFrame =
  (at: (link: LinkFacts, facts: Facts) => Verdict | null) =>
  (facts: Facts): Verdict | null => {
    if (modeOf(facts) !== 'embed') return notChecked(`mode="${modeOf(facts)}" opens no frame`);
    return look(at)(facts);
  };

/** Whether the frame gets a working page of the portal. */
const isOpen = ({ shown }: LinkFacts): boolean => shown !== null && shown.status < 400;

/** Whether the portal refuses the page after a redirect because no cookie was set. */
const lacksCookie = ({ shown, cookies, visit }: LinkFacts): boolean =>
  shown !== null && [401, 403].includes(shown.status) && cookies.length === 0 && visit.hops.length > 0;

function lookAtOpening(link: LinkFacts, facts: Facts): Verdict {
  const { end } = link.visit;
  if (isFailure(end)) return fault(`The portal does not open: ${describeFailure(end)}.`);
  if (isStop(end)) {
    if (end.stopped === 'loop') return fault('The link has too many redirects.');
    if (end.to === null) return fault('The link redirects to an invalid URL.');
    const named = namedOrigins(facts.attributes) ?? [];
    return notChecked(
      `it leads to ${end.to.origin}, ${named.includes(end.to.origin) ? 'which was not requested' : 'which environment-url does not contain, so it was not requested'}`,
    );
  }
  if (lacksCookie(link)) return notChecked('the portal set no cookie, which it needs');
  if ([404, 410].includes(end.status)) {
    return fault(
      `The portal refuses the link with status ${end.status}: it was already used or had expired. A link works for one minute.`,
      'Mint a new link for each request, and do not store links',
    );
  }
  if (end.status >= 400)
    return fault(`The portal does not load: it answers with status ${end.status}. Try again, or contact Scalekit.`);
  if (end.status === 204) return fault('The portal answers without a page (204): the frame stays blank.');
  const { hops } = link.visit;
  return ok(
    `${end.status}${hops.length === 0 ? '' : `, after ${hops.length} redirect${hops.length > 1 ? 's' : ''}`}, at ${end.url.origin}.`,
  );
}

function lookAtOrigins({ origins, link }: LinkFacts, { attributes }: Facts): Verdict {
  const named = namedOrigins(attributes);
  const last = origins.at(-1)!;
  const cure = `environment-url="${[...new Set([link.origin, last, ...(named ?? [])])].join(' ')}"`;
  if ((named ?? [link.origin]).includes(last)) {
    return ok(
      last === link.origin
        ? `The portal is at ${last}${named === null ? `; environment-url="${last}" would restrict the element to it` : ''}.`
        : `The link leads to ${last}, which environment-url contains.`,
    );
  }
  return fault(
    `The link leads to ${last}, which environment-url does not contain: the element ignores the portal's messages.`,
    cure,
  );
}

function lookAtAncestors(link: LinkFacts, { page }: Facts): Verdict {
  const { shown } = link;
  if (shown === null) return notChecked('the portal did not open');
  const register = `Register ${page.url.origin} in the Scalekit dashboard: Redirect URIs / Allowed callback URLs`;
  const lists = readPolicies(shown.headers.get('content-security-policy'), 'header').flatMap(({ directives }) => {
    const sources = directives.get('frame-ancestors');
    return sources === undefined ? [] : [sources];
  });
  const refusing = lists.find((sources) => !listMatches(sources, new URL(page.url.origin), shown.url));
  if (refusing !== undefined) {
    return fault(
      `The portal does not allow ${page.url.origin} to show it: frame-ancestors ${refusing.join(' ') || "'none'"}. The frame stays blank, and the portal sends no message.`,
      register,
    );
  }
  if (lists.length > 0) return ok(`frame-ancestors allows ${page.url.origin} to show it.`);
  const options = [
    ...new Set(
      (shown.headers.get('x-frame-options') ?? '')
        .toLowerCase()
        .split(',')
        .map((word) => word.trim()),
    ),
  ].filter(Boolean);
  const isSame = options.includes('sameorigin') && fetchSite(page.url, shown.url) === 'same-origin';
  if (options.some((word) => ['deny', 'sameorigin'].includes(word)) && !isSame) {
    return fault(
      `The portal does not allow ${page.url.origin} to show it: X-Frame-Options ${options.join(', ')}. The frame stays blank.`,
      register,
    );
  }
  return ok('The portal allows every page to show it.');
}

function lookAtCookies(link: LinkFacts, { page }: Facts): Verdict {
  const { cookies } = link;
  if (lacksCookie(link))
    return fault(
      'The portal set no cookie, and then refused its own page: every session ends at once (REFRESH_LIMIT_REACHED).',
      CUSTOM_DOMAIN,
    );
  if (cookies.length === 0)
    return isOpen(link) ? ok('The portal sets no cookies.') : notChecked('the portal did not open');
  const names = cookies.map(({ name }) => name).join(', ');
  switch (bestSurvival(cookies, page.url)) {
    case 'always':
      return ok(`${names}: the portal is on the page's own site, so every browser keeps it.`);
    case 'partitioned':
      return ok(
        `${names}: SameSite=None, Secure, Partitioned. Chromium and Firefox keep it even if third-party cookies are blocked. Safari may not; there, a custom domain on your page's site helps.`,
      );
    case 'while-allowed':
      return warning(
        `${names}: SameSite=None, Secure, but not Partitioned. Browsers that block third-party cookies do not keep it: private windows, Safari, Firefox in strict mode, Chrome in Incognito.`,
        CUSTOM_DOMAIN,
      );
    default:
      return fault(
        `${names}: without SameSite=None and Secure, no browser sends it from a frame on another site, and every session ends at once (REFRESH_LIMIT_REACHED).`,
        CUSTOM_DOMAIN,
      );
  }
}

function lookAtReuse({ link, again, shown }: LinkFacts): Verdict {
  if (shown === null || shown.status >= 400) return notChecked('the link did not open the first time');
  if (again === null) return notChecked('the second request got no answer');
  if (again.status >= 400) return ok(`The portal refuses it the second time with status ${again.status}.`);
  if (/_p\/?$/.test(link.pathname))
    return fault(
      'The link works again: it is a shareable link from the dashboard, which is valid for 7 days.',
      'Mint a new link for each request with generatePortalLink',
    );
  if (!/magiclink/i.test(link.pathname)) return ok('It works again, but it is not a link of Scalekit.');
  return warning('The link works a second time: anybody who finds it in a log or a history can use it.');
}

function lookAtIsolation({ shown }: LinkFacts, facts: Facts): Verdict | null {
  if (shown === null) return null;
  const corp = shown.headers.get('cross-origin-resource-policy');
  const coop = shown.headers.get('cross-origin-opener-policy');
  const sent = [
    coop === null ? '' : `Cross-Origin-Opener-Policy: ${coop}`,
    corp === null ? '' : `Cross-Origin-Resource-Policy: ${corp}`,
  ].filter(Boolean);
  const tail =
    coop !== null && /^same-origin\b/.test(coop) && !portalIsSameSite(facts)
      ? ' Pop-ups of the portal cannot access it.'
      : '';
  return ok(
    sent.length === 0 ? 'It sends neither.' : `${sent.join(', ')}. In a frame of this page, this has no effect.${tail}`,
  );
}

function lookAtTime(link: LinkFacts, { attributes }: Facts): Verdict {
  if (!isOpen(link)) return notChecked('the portal did not open');
  const limit = Number(attributes?.get('load-timeout') ?? 20_000);
  if (limit > 0 && link.ms >= limit)
    return fault(
      `It took ${(link.ms / 1000).toFixed(1)} s, but load-timeout is ${limit / 1000} s: PORTAL_LOAD_TIMEOUT.`,
      'load-timeout="20000"',
    );
  return link.ms < SLOW_MS ? ok(`${link.ms} ms.`) : warning(`It took ${(link.ms / 1000).toFixed(1)} s.`);
}

export const LINK_CHECKS: readonly Check<Facts>[] = [
  { id: 'link.opens', title: 'It opens the portal', look: look(lookAtOpening) },
  { id: 'link.environment-url', title: 'environment-url contains its origin', look: look(lookAtOrigins) },
  { id: 'link.frame', title: 'This page may show it', look: inFrame(lookAtAncestors) },
  { id: 'link.cookies', title: 'Its session works in a frame', look: inFrame(lookAtCookies) },
  { id: 'link.once', title: 'It works only once', look: look(lookAtReuse) },
  { id: 'link.isolation', title: 'COOP and CORP', look: inFrame(lookAtIsolation) },
  { id: 'link.time', title: 'Load time', look: look(lookAtTime) },
];
