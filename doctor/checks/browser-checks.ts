/** Checks of the observations in the browser. */
import type { BrowserFacts } from '../browser-facts.ts';
import { modeOf, portalOrigins, type Facts } from '../facts.ts';
import { fault, notChecked, ok, warning, type Check, type Verdict } from '../finding.ts';

/** Sessions of the hosted portal are longer than this. */
const SHORT_SECONDS = 600;
const ENDS = /^(PORTAL_SESSION_EXPIRY|SESSION_EXPIRED|session\.expired)$/;
const NARROW = 0.75;

const look =
  (at: (browser: BrowserFacts, facts: Facts) => Verdict | null) =>
  (facts: Facts): Verdict | null => {
    const { browser } = facts;
    if (browser === null) return null;
    if (browser.problem !== null) return notChecked(browser.problem);
    if (browser.element === null) return notChecked('in the browser, the page has no tag either');
    return at(browser, facts);
  };

/** For checks of the portal's messages, which need a frame. */
const inFrame = (at: (browser: BrowserFacts, facts: Facts) => Verdict | null) =>
  look((browser, facts) =>
    modeOf(facts) === 'embed' ? at(browser, facts) : notChecked(`mode="${modeOf(facts)}" shows nothing before a click`),
  );

const spoken = ({ messages }: BrowserFacts) => messages.filter(({ isFrame }) => isFrame);

function lookAtElement({ element, states }: BrowserFacts, facts: Facts): Verdict {
  if (!element!.isDefined)
    return fault(
      'The script has not registered the element.',
      'Check the script, its policies and the console output below',
    );
  if (modeOf(facts) !== 'embed') return ok(`It shows its button, in state ${element!.state}.`);
  const failed = states.findLast(({ code }) => code !== null);
  const detail = failed?.message ? ` ${failed.message}` : '';
  switch (element!.state) {
    case 'ready':
      return ok('It is ready.');
    case 'error':
      // A silent portal has a separate check.
      if (element!.code === 'PORTAL_LOAD_TIMEOUT') return notChecked('the portal stayed silent, see the next row');
      return fault(`It ends in ${element!.code}.${detail}`);
    case 'idle':
      return element!.isShown
        ? warning('It stays idle: it has neither endpoint nor src, or still has defer-hydration.')
        : notChecked('it is not rendered (display: none, a closed dialog), so it requests no link');
    default:
      return warning(`It is still in state ${element!.state}.`);
  }
}

function lookAtMessages(browser: BrowserFacts, facts: Facts): Verdict {
  const heard = spoken(browser);
  const { state, code } = browser.element!;
  if (heard.length === 0) {
    if (state === 'error' && code !== 'PORTAL_LOAD_TIMEOUT')
      return notChecked('the element shows an error in place of the portal');
    if (state === 'idle') return notChecked('the element requested no link');
    // Another check then reports why the portal did not open.
    if (facts.link?.shown == null && facts.link !== null) return notChecked('the portal did not open');
    return fault(
      'The portal sends no message: PORTAL_LOAD_TIMEOUT.',
      'If the portal works anyway, it uses one of the vocabularies without a load message: load-timeout="0"',
    );
  }
  const origins = [...new Set(heard.map(({ origin }) => origin))];
  const strange = origins.find((origin) => !portalOrigins(facts).includes(origin));
  const types = [...new Set(heard.map(({ type }) => type))].join(', ');
  if (strange !== undefined)
    return fault(
      `It sends ${types} from ${strange}. The element ignores it, because environment-url does not contain this origin.`,
      `environment-url="${[...portalOrigins(facts), strange].join(' ')}"`,
    );
  if (heard.some(({ type }) => type === 'PORTAL_LOAD_FAILURE')) return notChecked(`it sends ${types}`);
  return ok(`It sends ${types} from ${origins.join(', ')}.`);
}

function lookAtSession(browser: BrowserFacts): Verdict {
  const heard = spoken(browser);
  if (heard.length === 0) return notChecked('the portal sends no message');
  if (browser.element!.state === 'error') return notChecked(`the element shows ${browser.element!.code}`);
  const ended = heard.filter(({ type }) => ENDS.test(type)).length;
  if (ended > 0)
    return fault(
      `The session ended at once, ${ended} time${ended > 1 ? 's' : ''}: this browser does not keep the portal's cookies.`,
    );
  const seconds = heard.findLast(({ expiresIn }) => expiresIn !== null)?.expiresIn ?? null;
  if (seconds === null) return ok('The portal does not announce its end.');
  return seconds < SHORT_SECONDS
    ? warning(`It ends in ${seconds} s, and each session needs a new link.`)
    : ok(`It lasts ${describe(seconds)}.`);
}

const describe = (seconds: number): string =>
  seconds >= 3600 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 60)} min`;

function lookAtViolations({ violations, element }: BrowserFacts, facts: Facts): Verdict {
  const ours = new Set([...portalOrigins(facts), 'trusted-types-policy', facts.endpoint?.url.origin]);
  const own = violations.filter(
    ({ directive, blocked }) => ours.has(blocked) || (!element!.isDefined && /^(script|trusted)/.test(directive)),
  );
  if (own.length === 0) return ok('None that affects the portal.');
  return notChecked(
    `it reports ${own.map(({ directive, blocked }) => `${directive} ${blocked}`).join('; ')}: see the page's policies above`,
  );
}

function lookAtWidth({ element }: BrowserFacts): Verdict {
  const { width, room, parentDisplay, isShown } = element!;
  if (!isShown || room === 0) return notChecked('it is not rendered');
  if (width >= room * NARROW) return ok(`${width} px of ${room} px.`);
  return warning(
    `It uses ${width} px of the available ${room} px${/flex|grid/.test(parentDisplay) ? `, in a ${parentDisplay} parent` : ''}.`,
    'scalekit-admin-portal { flex: 1; width: 100%; }',
  );
}

export const BROWSER_CHECKS: readonly Check<Facts>[] = [
  { id: 'browser.element', title: 'The element', look: look(lookAtElement) },
  { id: 'browser.messages', title: "The portal's messages", look: inFrame(lookAtMessages) },
  { id: 'browser.session', title: 'Length of the session', look: inFrame(lookAtSession) },
  { id: 'browser.policies', title: 'Policy violations', look: look(lookAtViolations) },
  { id: 'browser.width', title: "The element's width", look: inFrame(lookAtWidth) },
];
