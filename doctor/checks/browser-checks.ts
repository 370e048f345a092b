/** What the browser has seen. */
import type { BrowserFacts } from '../browser-facts.ts';
import { modeOf, portalOrigins, type Facts } from '../facts.ts';
import { fault, notChecked, ok, warning, type Check, type Verdict } from '../finding.ts';

/** A session that ends sooner than that is no portal's. */
const SHORT_SECONDS = 600;
const ENDS = /^(PORTAL_SESSION_EXPIRY|SESSION_EXPIRED|session\.expired)$/;
const NARROW = 0.75;

const look =
  (at: (browser: BrowserFacts, facts: Facts) => Verdict | null) =>
  (facts: Facts): Verdict | null => {
    const { browser } = facts;
    if (browser === null) return null;
    if (browser.problem !== null) return notChecked(browser.problem);
    if (browser.element === null) return notChecked('the page has no tag in the browser, either');
    return at(browser, facts);
  };

/** The portal in its frame. Without a frame there is nothing to hear. */
const inFrame = (at: (browser: BrowserFacts, facts: Facts) => Verdict | null) =>
  look((browser, facts) =>
    modeOf(facts) === 'embed' ? at(browser, facts) : notChecked(`mode="${modeOf(facts)}" shows nothing before a click`),
  );

const spoken = ({ messages }: BrowserFacts) => messages.filter(({ isFrame }) => isFrame);

function lookAtElement({ element, states }: BrowserFacts, facts: Facts): Verdict {
  if (!element!.isDefined)
    return fault('The script has not registered the element.', 'See the script, its policies and the console below');
  if (modeOf(facts) !== 'embed') return ok(`It shows its button, in state ${element!.state}.`);
  const failed = states.findLast(({ code }) => code !== null);
  const detail = failed?.message ? ` ${failed.message}` : '';
  switch (element!.state) {
    case 'ready':
      return ok('It is ready.');
    case 'error':
      // The silence of a portal has a row of its own.
      if (element!.code === 'PORTAL_LOAD_TIMEOUT') return notChecked('the portal stayed silent, see the next row');
      return fault(`It ends in ${element!.code}.${detail}`);
    case 'idle':
      return element!.isShown
        ? warning('It stays idle: it has neither endpoint nor src, or waits for defer-hydration to go.')
        : notChecked('it is not rendered (display: none, a closed dialog), so it asks for nothing');
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
    if (state === 'idle') return notChecked('nothing was asked for');
    // Where the page may not show it, that is the reason.
    if (facts.link?.shown == null && facts.link !== null) return notChecked('the portal did not open');
    return fault(
      'The portal says nothing: PORTAL_LOAD_TIMEOUT.',
      'If the portal works all the same, it speaks one of the vocabularies without a load message: load-timeout="0"',
    );
  }
  const origins = [...new Set(heard.map(({ origin }) => origin))];
  const strange = origins.find((origin) => !portalOrigins(facts).includes(origin));
  const types = [...new Set(heard.map(({ type }) => type))].join(', ');
  if (strange !== undefined)
    return fault(
      `It says ${types} from ${strange}, which environment-url does not name: the element ignores it.`,
      `environment-url="${[...portalOrigins(facts), strange].join(' ')}"`,
    );
  if (heard.some(({ type }) => type === 'PORTAL_LOAD_FAILURE')) return notChecked(`it says ${types}`);
  return ok(`It says ${types} from ${origins.join(', ')}.`);
}

function lookAtSession(browser: BrowserFacts): Verdict {
  const heard = spoken(browser);
  if (heard.length === 0) return notChecked('the portal says nothing');
  if (browser.element!.state === 'error') return notChecked(`the element shows ${browser.element!.code}`);
  const ended = heard.filter(({ type }) => ENDS.test(type)).length;
  if (ended > 0)
    return fault(
      `The session ended at once, ${ended} time${ended > 1 ? 's' : ''}: this browser does not keep the portal's cookie.`,
    );
  const seconds = heard.findLast(({ expiresIn }) => expiresIn !== null)?.expiresIn ?? null;
  if (seconds === null) return ok('It does not say when it ends.');
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
  if (own.length === 0) return ok('None that stops the portal.');
  return notChecked(
    `it reports ${own.map(({ directive, blocked }) => `${directive} ${blocked}`).join('; ')}: see the page's policies above`,
  );
}

function lookAtWidth({ element }: BrowserFacts): Verdict {
  const { width, room, parentDisplay, isShown } = element!;
  if (!isShown || room === 0) return notChecked('it is not rendered');
  if (width >= room * NARROW) return ok(`${width} px of ${room}.`);
  return warning(
    `It has ${width} px of the ${room} px around it${/flex|grid/.test(parentDisplay) ? `, in a ${parentDisplay} parent` : ''}.`,
    'scalekit-admin-portal { flex: 1; width: 100%; }',
  );
}

export const BROWSER_CHECKS: readonly Check<Facts>[] = [
  { id: 'browser.element', title: 'The element', look: look(lookAtElement) },
  { id: 'browser.messages', title: 'The portal speaks', look: inFrame(lookAtMessages) },
  { id: 'browser.session', title: 'Its session lasts', look: inFrame(lookAtSession) },
  { id: 'browser.policies', title: 'Reports of policies', look: look(lookAtViolations) },
  { id: 'browser.width', title: 'Its width', look: inFrame(lookAtWidth) },
];
