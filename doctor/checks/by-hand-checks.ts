/** Checks of pages that embed the portal without the element. They look for common mistakes of public samples. */
import type { PageDocument } from '../document.ts';
import type { Facts } from '../facts.ts';
import { fault, ok, warning, type Check, type Verdict } from '../finding.ts';
import { isByHand } from './page-checks.ts';

const CURE = '<scalekit-admin-portal endpoint="/api/portal-link"></scalekit-admin-portal> handles this for you';

interface ByHand {
  readonly document: PageDocument;
  readonly code: string;
  readonly frame: ReadonlyMap<string, string> | undefined;
}

const look =
  (at: (page: ByHand, facts: Facts) => Verdict | null) =>
  (facts: Facts): Verdict | null => {
    const { document, scripts } = facts.page;
    if (document === null || !isByHand(document)) return null;
    const code = scripts.map((script) => script.code).join('\n');
    return at({ document, code, frame: document.frames[0]?.attributes }, facts);
  };

/** Whether the frame has an attribute, from markup or from a script. */
const has = ({ frame, code }: ByHand, name: string, words: RegExp): boolean =>
  words.test(frame?.get(name) ?? '') || (new RegExp(`\\b${name}\\b`, 'i').test(code) && words.test(code));

function lookAtFrame(page: ByHand): Verdict {
  const lacking: string[] = [];
  if (!has(page, 'allow', /clipboard-write/)) lacking.push('allow="clipboard-write", which copy buttons need');
  if (!page.frame?.get('title') && !/\.title\s*=|\btitle\s*:|['"]title['"]/.test(page.code))
    lacking.push('a title for screen readers');
  const sandbox = page.frame?.get('sandbox');
  if (sandbox !== undefined) {
    const missing = [
      'allow-scripts',
      'allow-same-origin',
      'allow-forms',
      'allow-popups-to-escape-sandbox',
      'allow-downloads',
    ].filter((token) => !sandbox.split(/\s+/).includes(token));
    if (missing.length > 0) lacking.push(`${missing.join(', ')} in its sandbox`);
  }
  return lacking.length === 0
    ? ok('It has all attributes that a portal needs.')
    : fault(`The frame lacks: ${lacking.join('; ')}.`, CURE);
}

function lookAtMessages({ code }: ByHand): Verdict {
  if (!/addEventListener\(\s*['"`]message|onmessage/.test(code))
    return warning('The page does not listen to messages of the portal.', CURE);
  if (/\.origin\s*[!=]==?\s*(window\.|self\.)?location\.origin|location\.origin\s*[!=]==?\s*\w+\.origin/.test(code)) {
    return fault(
      "The script compares the origin of messages with the page's own, so it ignores the portal's messages.",
      CURE,
    );
  }
  if (/\bprocess\.env\b|\bimport\.meta\.env\b/.test(code))
    return fault('The script reads process.env, which browsers do not have, so the comparison fails.', CURE);
  if (!/\.source\b/.test(code))
    return fault(
      'The script does not check event.source, so any window can send messages in the name of the portal.',
      CURE,
    );
  return ok('The script checks the sender of messages.');
}

function lookAtRenewal({ code }: ByHand): Verdict {
  if (code.includes('location.reload('))
    return fault('When the session ends, the script reloads the whole page, and unsaved input is lost.', CURE);
  if (/SESSION_EXPIR|session\.expired/i.test(code) && /\.src\s*=/.test(code)) {
    return fault(
      'When the session ends, the script sets src on the same frame. The Back button then loads a used link.',
      CURE,
    );
  }
  return /SESSION_EXPIR|session\.expired/i.test(code)
    ? ok('The script handles the end of a session.')
    : fault('The script does not handle the end of a session. The portal stops working after some hours.', CURE);
}

function lookAtLink({ frame }: ByHand, { page }: Facts): Verdict | null {
  const src = frame?.get('src') ?? '';
  if (!/^https?:/.test(src)) return null;
  const control = page.answer?.headers.get('cache-control') ?? '';
  if (!/no-store/i.test(control))
    return fault(
      'The HTML contains the link, and caches may keep the page. Other people and the Back button then get a used link.',
      'Cache-Control: no-store',
    );
  return warning('The HTML contains the link. On Back, browsers restore the frame with the used link.', CURE);
}

export const BY_HAND_CHECKS: readonly Check<Facts>[] = [
  { id: 'page.own-frame', title: 'Your own frame', look: look(lookAtFrame) },
  { id: 'page.own-messages', title: 'Messages in your own code', look: look(lookAtMessages) },
  { id: 'page.own-renewal', title: 'End of a session in your own code', look: look(lookAtRenewal) },
  { id: 'page.own-link', title: 'A link in the HTML', look: look(lookAtLink) },
];
