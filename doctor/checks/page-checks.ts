/** Checks of the page: its answer, its tag and its script. */
import { createHash } from 'node:crypto';
import { describeFailure, isFailure } from '../ask.ts';
import { TAG, type PageDocument } from '../document.ts';
import { modeOf, namedOrigins, portalScript, type Facts } from '../facts.ts';
import { fault, notChecked, ok, warning, type Check, type Verdict } from '../finding.ts';
import { isStop } from '../follow.ts';
import { endsAtLogin, isHtml } from '../page-facts.ts';
import { demandsIntegrity } from '../permissions.ts';
import { isSecureAddress, LOGIN_PATH, plainAddress } from '../sites.ts';

const NO_PAGE = 'the page could not be read';

/** Attributes of the element, and global attributes. */
const KNOWN = new Set([
  ...['endpoint', 'src', 'environment-url', 'method', 'credentials', 'mode', 'loading', 'height', 'frame-title'],
  ...['sandbox', 'load-timeout', 'csrf-token', 'csrf-header', 'defer-hydration', 'accent'],
  ...[
    'id',
    'class',
    'style',
    'slot',
    'part',
    'title',
    'lang',
    'dir',
    'hidden',
    'tabindex',
    'is',
    'key',
    'ref',
    'role',
    'inert',
    'popover',
  ],
]);
const ANYWHERE =
  /^(data-|aria-|on|:|@|\*|\(|\[|#|v-|x-|hx-|ng-|_ng|up-|wire:|item|exportparts$|autofocus$|nonce$|translate$)/;
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  method: ['get', 'post'],
  mode: ['embed', 'tab', 'redirect'],
  loading: ['eager', 'lazy'],
  credentials: ['same-origin', 'include', 'omit'],
};
const SANDBOX_TOKENS = [
  ...['allow-scripts', 'allow-same-origin', 'allow-forms', 'allow-popups', 'allow-popups-to-escape-sandbox'],
  'allow-downloads',
];

/** For checks that need the page's HTML. */
const withDocument =
  (look: (document: PageDocument, facts: Facts) => Verdict | null) =>
  (facts: Facts): Verdict | null =>
    facts.page.document === null ? notChecked(NO_PAGE) : look(facts.page.document, facts);

function lookAtAnswer({ page, call }: Facts): Verdict {
  const { visit } = page;
  const { end, hops } = visit;
  if (isFailure(end)) return fault(`The page does not load: ${describeFailure(end)}.`);
  if (isStop(end)) {
    if (end.stopped === 'loop')
      return fault(
        `The page has too many redirects. The last one leads to ${end.to === null ? 'an invalid URL' : plainAddress(end.to)}.`,
      );
    if (end.to === null) return fault('The page redirects to an invalid URL.');
    const to = plainAddress(end.to);
    const isLogin = LOGIN_PATH.test(end.to.pathname);
    return fault(
      `The page redirects to ${to} on another host. The doctor does not follow it.${isLogin ? ' It looks like a login page.' : ''}`,
      isLogin ? 'Pass --cookie of a signed-in administrator' : `Pass this URL to the doctor: ${to}`,
    );
  }
  const where =
    hops.length === 0
      ? ''
      : `, after ${hops.length} redirect${hops.length > 1 ? 's' : ''}, at ${plainAddress(end.url)}`;
  if (end.status < 200 || end.status > 299) {
    const cure =
      [401, 403].includes(end.status) && call.cookie === null
        ? 'Pass --cookie of a signed-in administrator'
        : undefined;
    return fault(`The page answers with status ${end.status}${where}.`, cure);
  }
  if (!isHtml(end.headers))
    return fault(`The answer is not an HTML page: its type is ${end.headers.get('content-type') ?? 'unknown'}.`);
  if (endsAtLogin(call.page, visit)) {
    return fault(
      `The page redirects to ${plainAddress(end.url)}, which looks like a login page.`,
      'Pass --cookie of a signed-in administrator',
    );
  }
  return ok(`${end.status}, HTML${where}.`);
}

function lookAtTag(document: PageDocument, { page, attributes, call }: Facts): Verdict {
  const [tag] = document.tags;
  if (tag === undefined) {
    if (document.lookalikes.length > 0) {
      return fault(
        `The page has <${document.lookalikes.join('>, <')}>, but no element has this name.`,
        `<${TAG} endpoint="…"></${TAG}>`,
      );
    }
    if (attributes !== null) return ok('A script adds the tag to the page: the browser has seen it.');
    if (isByHand(document)) return notChecked('the page embeds the portal without the tag');
    const hint =
      call.cookie === null && Object.keys(call.headers).length === 0
        ? ' Perhaps only an administrator sees it: pass --cookie.'
        : '';
    if (page.scripts.some(({ attributes }) => !/json|importmap|speculation/.test(attributes.get('type') ?? ''))) {
      return notChecked(
        `The server's HTML has no <${TAG}>. A script may add it: pass --browser to see it, or --endpoint to name the endpoint.${hint}`,
      );
    }
    return fault(
      `The page has no <${TAG}>, and no script that could add it.${hint}`,
      `<${TAG} endpoint="/api/portal-link"></${TAG}>`,
    );
  }
  if (tag.isSelfClosed) {
    return fault(
      `The tag in line ${tag.line} is written <${TAG} … />. In HTML it is not self-closing: everything after it becomes its content, and disappears when the portal shows.`,
      `</${TAG}>`,
    );
  }
  if (!tag.hasEndTag)
    return fault(`The tag in line ${tag.line} is never closed: everything after it becomes its content.`, `</${TAG}>`);
  if (tag.attributes.has('defer-hydration')) {
    return warning(
      'The tag has defer-hydration: it waits until a framework removes the attribute. Without a framework, it waits forever.',
      "Remove defer-hydration, or see your framework's page in docs/frameworks",
    );
  }
  const more = document.tags.length > 1 ? ` There are ${document.tags.length} tags; only the first was checked.` : '';
  return ok(`In line ${tag.line}.${more}`);
}

export const isByHand = ({ tags, frames, scripts }: PageDocument): boolean =>
  tags.length === 0 &&
  (frames.some(({ attributes }) => /magiclink|portal/i.test(attributes.get('src') ?? attributes.get('id') ?? '')) ||
    scripts.some(({ text }) => /iframe|\.src\s*=/i.test(text) && /portal|magiclink/i.test(text)));

function lookAtAttributes({ attributes }: Facts): Verdict | null {
  if (attributes === null) return null;
  const problems: string[] = [];
  const faults: string[] = [];
  const names = [...attributes.keys()];
  for (const name of names) {
    if (KNOWN.has(name) || ANYWHERE.test(name) || name.includes('.')) continue;
    const meant = [...KNOWN].find((known) => known.replaceAll('-', '') === name.replaceAll(/[-_:]/g, ''));
    if (meant !== undefined) faults.push(`write the attribute ${name} as ${meant}`);
    else problems.push(`the element has no attribute ${name}`);
  }
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = attributes.get(name);
    if (value !== undefined && !choices.includes(value.toLowerCase())) {
      problems.push(
        `the attribute ${name} must be one of ${choices.join(', ')}; another value counts as ${choices[0]}`,
      );
    }
  }
  if (!attributes.has('endpoint') && !attributes.has('src')) {
    problems.push('there is neither endpoint nor src: unless a script sets fetchPortalLink, the element stays idle');
  } else if (!attributes.has('endpoint')) {
    problems.push('there is a src without an endpoint: the element cannot renew the session when it ends');
  }
  const words = attributes.get('environment-url')?.trim();
  if (words && namedOrigins(attributes)?.length !== words.split(/\s+/).length) {
    faults.push('the attribute environment-url has an invalid origin; write it like https://your-env.scalekit.com');
  }
  if (faults.length > 0) return fault(sentence([...faults, ...problems]));
  return problems.length > 0 ? warning(sentence(problems)) : ok(names.filter((name) => KNOWN.has(name)).join(', '));
}

const sentence = (parts: readonly string[]): string => {
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

function lookAtSandboxAttribute({ attributes }: Facts): Verdict | null {
  const sandbox = attributes?.get('sandbox');
  if (sandbox === undefined) return null;
  const tokens = new Set(sandbox.toLowerCase().split(/\s+/));
  const missing = SANDBOX_TOKENS.filter((token) => !tokens.has(token));
  const cure = `sandbox="${SANDBOX_TOKENS.join(' ')}"`;
  if (missing.some((token) => /^allow-(scripts|same-origin|forms)$/.test(token))) {
    return fault(`The portal cannot work without ${missing.join(', ')}.`, cure);
  }
  return missing.length === 0
    ? ok('It has all tokens that a portal needs.')
    : warning(`Without ${missing.join(', ')}, parts of the portal do not work.`, cure);
}

function lookAtDoctype({ isQuirky }: PageDocument): Verdict {
  if (!isQuirky) return ok('The page has one.');
  return fault('The page has no doctype: in quirks mode, text may cover the portal.', '<!doctype html>');
}

function lookAtScript(document: PageDocument, facts: Facts): Verdict | null {
  // Without a tag, no script is needed.
  if (facts.attributes === null && document.lookalikes.length === 0) return null;
  const script = portalScript(facts);
  if (script === null) {
    if (facts.browser?.element?.isDefined)
      return ok('A script registers the element, but the doctor does not know which one.');
    const hidden = facts.page.scripts.filter(({ url, outcome }) => url !== null && outcome === null);
    const modules = facts.page.scripts.some(
      ({ attributes, code }) => attributes.get('type') === 'module' || /\bimport\b/.test(code),
    );
    if (hidden.length > 0 || modules)
      return notChecked(
        'No script in the HTML registers the element directly, but an imported module may. Pass --browser to see it.',
      );
    return fault(
      'No script of the page registers the element.',
      '<script src="/assets/scalekit-admin-portal.min.js" defer></script>',
    );
  }
  const { url, outcome } = script;
  if (url === null) return ok('It is an inline script.');
  if (outcome === null) return notChecked(`${plainAddress(url)} is on another host and was not requested.`);
  if (isFailure(outcome)) return fault(`The script does not load: ${describeFailure(outcome)}.`);
  if (outcome.status > 299 || outcome.status < 200)
    return fault(`The script does not load: ${plainAddress(url)} answers with status ${outcome.status}.`);
  const type = outcome.headers.get('content-type') ?? '';
  const needsType =
    script.attributes.get('type') === 'module' || /nosniff/i.test(outcome.headers.get('x-content-type-options') ?? '');
  if (needsType && !/javascript|ecmascript/i.test(type))
    return fault(`Browsers refuse the script: its type is ${type || 'missing'}.`, 'Content-Type: text/javascript');
  if (/^text\/html/i.test(type))
    return fault(`The script does not load: ${plainAddress(url)} answers with an HTML page.`);
  if (!registers(script.code)) return fault(`${plainAddress(url)} does not register <${TAG}>.`);
  return ok(`${plainAddress(url)}, ${outcome.body.length} bytes.`);
}

const registers = (code: string): boolean => code.includes(TAG) && /customElements|scalekit-admin-portal/.test(code);

function lookAtIntegrity(facts: Facts): Verdict | null {
  const { page } = facts;
  const script = portalScript(facts);
  if (script?.url == null) return null;
  const demanded = demandsIntegrity(page.answer?.headers.get('integrity-policy') ?? null);
  const integrity = script.attributes.get('integrity')?.trim() ?? '';
  const isForeign = script.url.origin !== page.url.origin;
  const served = script.outcome !== null && !isFailure(script.outcome) ? script.outcome.body : null;
  const right = served === null ? facts.ownIntegrity : hashOf(served);
  const cure = right === null ? undefined : `integrity="${right}" crossorigin="anonymous"`;
  if (integrity === '') {
    if (demanded) return fault('Integrity-Policy blocks scripts without a hash, and the script has none.', cure);
    return isForeign
      ? warning(
          'The script is on another origin and has no hash: anybody who can change it there can change your page.',
          cure,
        )
      : ok("Not needed: the script is on the page's own origin.");
  }
  const hashes = integrity.split(/\s+/).map((hash) => hash.split('?')[0]!);
  if (served === null) {
    if (facts.ownIntegrity !== null && hashes.includes(facts.ownIntegrity))
      return ok("It matches this doctor's version of the package. The file itself is on another host.");
    return notChecked('The script is on another host and was not requested.');
  }
  if (!hashes.some((hash) => hash === hashOf(served, hash.split('-')[0])))
    return fault('The hash does not match the file: browsers refuse the script.', cure);
  if (isForeign && !script.attributes.has('crossorigin'))
    return fault('A script with a hash on another origin needs crossorigin, or browsers refuse it.', cure);
  return ok('The hash matches the file.');
}

function hashOf(body: Buffer, algorithm = 'sha384'): string {
  const name = /^sha(256|384|512)$/.test(algorithm) ? algorithm : 'sha384';
  return `${name}-${createHash(name).update(body).digest('base64')}`;
}

function lookAtCaching({ page, attributes, tag }: Facts): Verdict | null {
  if (attributes === null || !tag?.attributes.has('src')) return null;
  const control = page.answer?.headers.get('cache-control')?.toLowerCase() ?? '';
  if (/no-store|no-cache|private/.test(control))
    return ok(`The page contains a link in src, and shared caches do not keep it (${control}).`);
  return fault(
    'The page contains a link in src, and caches may keep the page: others would get the same link.',
    'Cache-Control: private, no-store',
  );
}

export const PAGE_CHECKS: readonly Check<Facts>[] = [
  { id: 'page.answers', title: 'The page answers', look: lookAtAnswer },
  { id: 'page.doctype', title: 'A doctype', look: withDocument(lookAtDoctype) },
  { id: 'page.tag', title: 'The tag', look: withDocument(lookAtTag) },
  { id: 'page.attributes', title: "The tag's attributes", look: lookAtAttributes },
  {
    id: 'page.sandbox-attribute',
    title: "The frame's sandbox",
    look: (facts) => (modeOf(facts) === 'embed' ? lookAtSandboxAttribute(facts) : null),
  },
  { id: 'page.script', title: 'The script', look: withDocument(lookAtScript) },
  { id: 'page.integrity', title: "The script's hash", look: lookAtIntegrity },
  {
    id: 'page.secure',
    title: 'A secure URL',
    look: withDocument((_document, { page }) =>
      isSecureAddress(page.url)
        ? ok(page.url.protocol === 'https:' ? 'https:' : 'This computer.')
        : fault(
            'The page has an http: URL: the portal cannot use the clipboard and secure cookies, and anybody on the network can change the page.',
            'Serve the page over https:',
          ),
    ),
  },
  { id: 'page.caching', title: 'Caching of a page with a link', look: lookAtCaching },
];
