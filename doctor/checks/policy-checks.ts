/** Checks of the page's policies: each of them must allow the script, the endpoint and the portal. */
import { isDropIn, modeOf, portalOrigins, portalScript, type Facts } from '../facts.ts';
import { fault, notChecked, ok, warning, type Check, type Verdict } from '../finding.ts';
import { allowedFor, listsOrigin } from '../permissions.ts';
import { allowsTrustedType, deciding, listMatches, scriptMatches, type Policy } from '../policy.ts';

const NONE = 'The page has no policy.';

/** Checks every policy with this directive or its fallback. Reports the first one that blocks. */
function everyPolicy(
  { page }: Facts,
  name: string,
  passes: (sources: readonly string[]) => boolean,
  words: { refused: string; passed: string; cure: string },
): Verdict {
  const deciders = page.policies.flatMap((policy) => {
    const directive = deciding(policy, name);
    return directive === null ? [] : [{ policy, directive }];
  });
  const refusing = deciders.find(({ directive }) => !passes(directive.sources));
  if (refusing !== undefined) {
    const { policy, directive } = refusing;
    const list = withoutNonces(directive.sources).join(' ') || "'none'";
    return fault(`The ${where(policy)} ${words.refused}: ${directive.name} ${list}.`, words.cure);
  }
  if (page.policies.length === 0) return ok(NONE);
  return ok(deciders.length === 0 ? 'No policy restricts it.' : words.passed);
}

const where = ({ from }: Policy): string =>
  from === 'header' ? 'header Content-Security-Policy' : 'meta Content-Security-Policy';

/** Hides nonces: a script with the nonce of this answer may run in the page. */
export const withoutNonces = (sources: readonly string[]): string[] =>
  sources.map((source) => source.replace(/^'nonce-.*'$/, "'nonce-…'"));

const noPage = (facts: Facts): Verdict | null =>
  facts.page.document === null ? notChecked('the page could not be read') : null;

function lookAtScripts(facts: Facts): Verdict | null {
  const script = portalScript(facts);
  if (script === null) return notChecked('the script that registers the element is not known');
  const { url } = script;
  if (url === null) return null;
  const asked = { url, nonce: script.attributes.get('nonce'), integrity: script.attributes.get('integrity') };
  return everyPolicy(facts, 'script-src-elem', (sources) => scriptMatches(sources, asked, facts.page.url), {
    refused: 'blocks the script',
    passed: 'The policies allow the script.',
    cure: `script-src ${url.origin === facts.page.url.origin ? "'self'" : url.origin}`,
  });
}

function lookAtConnections(facts: Facts): Verdict {
  const { endpoint, page } = facts;
  if (endpoint === null) return notChecked(facts.whyNoEndpoint);
  return everyPolicy(facts, 'connect-src', (sources) => listMatches(sources, endpoint.url, page.url), {
    refused: 'blocks the endpoint',
    passed: 'The policies allow the endpoint.',
    cure: `connect-src ${endpoint.url.origin === page.url.origin ? "'self'" : endpoint.url.origin}`,
  });
}

function lookAtFrames(facts: Facts): Verdict | null {
  if (modeOf(facts) !== 'embed') return notChecked(`mode="${modeOf(facts)}" opens no frame`);
  const origins = portalOrigins(facts);
  if (origins.length === 0) {
    const says = facts.page.policies.some((policy) => deciding(policy, 'frame-src') !== null);
    return says
      ? notChecked("the portal's origin is not known: there is neither environment-url nor a link")
      : ok(facts.page.policies.length === 0 ? NONE : 'No policy restricts frames.');
  }
  const passes = (sources: readonly string[]) =>
    origins.every((origin) => listMatches(sources, new URL(origin), facts.page.url));
  return everyPolicy(facts, 'frame-src', passes, {
    refused: `blocks ${origins.join(' or ')}`,
    passed: 'The policies allow the portal.',
    cure: `frame-src ${origins.join(' ')}`,
  });
}

function lookAtTrustedTypes(facts: Facts): Verdict | null {
  const { policies } = facts.page;
  if (
    !policies.some(({ directives }) => directives.has('trusted-types') || directives.has('require-trusted-types-for'))
  )
    return null;
  const script = portalScript(facts);
  const names =
    script === null ? ['scalekit-admin-portal', 'lit-html'] : [isDropIn(script) ? 'scalekit-admin-portal' : 'lit-html'];
  const refusing = policies.find((policy) => !names.some((name) => allowsTrustedType(policy, name)));
  if (refusing === undefined) return ok("The element's policy name is allowed.");
  return fault(`The ${where(refusing)} blocks the element's policy for Trusted Types.`, `trusted-types ${names[0]}`);
}

function lookAtSandbox(facts: Facts): Verdict | null {
  const sandboxed = facts.page.policies.find(({ directives }) => directives.has('sandbox'));
  if (sandboxed === undefined) return null;
  const tokens = sandboxed.directives.get('sandbox') ?? [];
  const needed = [
    'allow-scripts',
    'allow-same-origin',
    'allow-forms',
    'allow-popups',
    ...(modeOf(facts) === 'tab' ? ['allow-popups-to-escape-sandbox'] : []),
  ];
  const missing = needed.filter((token) => !tokens.includes(token));
  if (missing.length === 0) return ok('The page is sandboxed and has all tokens that the portal needs.');
  return fault(
    `The page is sandboxed with all its frames, and lacks ${missing.join(', ')}.`,
    `sandbox ${[...new Set([...tokens, ...missing])].join(' ')}`,
  );
}

function lookAtClipboard(facts: Facts): Verdict | null {
  if (modeOf(facts) !== 'embed') return null;
  const { page } = facts;
  const words = allowedFor(page.answer?.headers.get('permissions-policy') ?? null, 'clipboard-write');
  if (words === null) return ok('No Permissions-Policy restricts it.');
  const origins = portalOrigins(facts);
  if (origins.length === 0)
    return notChecked("the portal's origin is not known: there is neither environment-url nor a link");
  if (origins.every((origin) => listsOrigin(words, origin, page.url.origin))) return ok('The portal may write to it.');
  const list = origins.map((origin) => `"${origin}"`).join(' ');
  return fault(
    "Permissions-Policy blocks the clipboard in the portal: its copy buttons don't work.",
    `Permissions-Policy: clipboard-write=(self ${list})`,
  );
}

function lookAtIsolation(facts: Facts): Verdict | null {
  if (modeOf(facts) !== 'embed') return null;
  const [policy = ''] = (facts.page.answer?.headers.get('cross-origin-embedder-policy') ?? '')
    .toLowerCase()
    .split(/[;,]/);
  if (policy.trim() === 'credentialless') {
    return warning(
      'With Cross-Origin-Embedder-Policy: credentialless, only WebKit shows the portal.',
      'Remove Cross-Origin-Embedder-Policy from this page',
    );
  }
  if (policy.trim() !== 'require-corp') return ok('The page is not isolated.');
  const shown = facts.link?.shown ?? null;
  const sent = shown?.headers.get('cross-origin-embedder-policy') ?? '';
  const corp = shown?.headers.get('cross-origin-resource-policy') ?? '';
  if (/^(require-corp|credentialless)/i.test(sent) && /^cross-origin/i.test(corp))
    return ok('The page is isolated, and the portal sends the required headers.');
  return fault(
    'With Cross-Origin-Embedder-Policy: require-corp, the portal does not show, because it does not send this header and Cross-Origin-Resource-Policy.',
    'Remove Cross-Origin-Embedder-Policy from this page',
  );
}

const guarded = (look: (facts: Facts) => Verdict | null) => (facts: Facts) => noPage(facts) ?? look(facts);

export const POLICY_CHECKS: readonly Check<Facts>[] = [
  { id: 'page.script-src', title: 'script-src allows the script', look: guarded(lookAtScripts) },
  { id: 'page.connect-src', title: 'connect-src allows the endpoint', look: guarded(lookAtConnections) },
  { id: 'page.frame-src', title: 'frame-src allows the portal', look: guarded(lookAtFrames) },
  { id: 'page.trusted-types', title: 'Trusted Types', look: guarded(lookAtTrustedTypes) },
  { id: 'page.sandbox', title: "The page's own sandbox", look: guarded(lookAtSandbox) },
  { id: 'page.clipboard', title: 'The clipboard', look: guarded(lookAtClipboard) },
  { id: 'page.isolation', title: 'Cross-origin isolation', look: guarded(lookAtIsolation) },
];
