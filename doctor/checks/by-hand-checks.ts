/** Pages that embed the portal without the element, and the mistakes that public samples hand on. */
import type { PageDocument } from '../document.ts';
import type { Facts } from '../facts.ts';
import { fault, ok, warning, type Check, type Verdict } from '../finding.ts';
import { isByHand } from './page-checks.ts';

const CURE = '<scalekit-admin-portal endpoint="/api/portal-link"></scalekit-admin-portal> does this by itself';

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

/** What the frame is given, in markup or by script. */
const has = ({ frame, code }: ByHand, name: string, words: RegExp): boolean =>
  words.test(frame?.get(name) ?? '') || (new RegExp(`\\b${name}\\b`, 'i').test(code) && words.test(code));

function lookAtFrame(page: ByHand): Verdict {
  const lacking: string[] = [];
  if (!has(page, 'allow', /clipboard-write/))
    lacking.push('allow="clipboard-write", without which copy buttons do nothing');
  if (!page.frame?.get('title') && !/\.title\s*=|\btitle\s*:|['"]title['"]/.test(page.code))
    lacking.push('a title, which screen readers read out');
  const sandbox = page.frame?.get('sandbox');
  if (sandbox !== undefined) {
    const missing = [
      'allow-scripts',
      'allow-same-origin',
      'allow-forms',
      'allow-popups-to-escape-sandbox',
      'allow-downloads',
    ].filter((token) => !sandbox.split(/\s+/).includes(token));
    if (missing.length > 0) lacking.push(`in its sandbox ${missing.join(', ')}`);
  }
  return lacking.length === 0
    ? ok('It has what a portal needs.')
    : fault(`The frame lacks ${lacking.join('; and ')}.`, CURE);
}

function lookAtMessages({ code }: ByHand): Verdict {
  if (!/addEventListener\(\s*['"`]message|onmessage/.test(code))
    return warning('Nobody listens to what the portal says.', CURE);
  if (/\.origin\s*[!=]==?\s*(window\.|self\.)?location\.origin|location\.origin\s*[!=]==?\s*\w+\.origin/.test(code)) {
    return fault("The origin of messages is compared with the page's own: the portal's are never heard.", CURE);
  }
  if (/\bprocess\.env\b|\bimport\.meta\.env\b/.test(code))
    return fault('The script reads process.env, which no browser has: the comparison with it fails.', CURE);
  if (!/\.source\b/.test(code))
    return fault('The sender of messages is never checked (event.source): any window can speak for the portal.', CURE);
  return ok('The sender is checked.');
}

function lookAtRenewal({ code }: ByHand): Verdict {
  if (code.includes('location.reload('))
    return fault('When the session ends, the whole page is loaded anew: what people have typed is lost.', CURE);
  if (/SESSION_EXPIR|session\.expired/i.test(code) && /\.src\s*=/.test(code)) {
    return fault('When the session ends, src is set again on the same frame: Back then loads a used link.', CURE);
  }
  return /SESSION_EXPIR|session\.expired/i.test(code)
    ? ok('The end of a session is heard.')
    : fault('Nothing happens when the session ends: the portal breaks after some hours.', CURE);
}

function lookAtLink({ frame }: ByHand, { page }: Facts): Verdict | null {
  const src = frame?.get('src') ?? '';
  if (!/^https?:/.test(src)) return null;
  const control = page.answer?.headers.get('cache-control') ?? '';
  if (!/no-store/i.test(control))
    return fault(
      'The link stands in the HTML, and the page may be cached: Back, and others, get a used link.',
      'Cache-Control: no-store',
    );
  return warning(
    'The link stands in the HTML: browsers restore the frame with it on Back, when it is used already.',
    CURE,
  );
}

export const BY_HAND_CHECKS: readonly Check<Facts>[] = [
  { id: 'page.own-frame', title: 'A frame of your own', look: look(lookAtFrame) },
  { id: 'page.own-messages', title: 'Messages in code of your own', look: look(lookAtMessages) },
  { id: 'page.own-renewal', title: 'The end of a session in code of your own', look: look(lookAtRenewal) },
  { id: 'page.own-link', title: 'A link in the HTML', look: look(lookAtLink) },
];
