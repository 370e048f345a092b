/** The complete and correct tag and policy, for pasting. */
import { TAG } from './document.ts';
import { isDropIn, modeOf, portalOrigins, portalScript, type Facts } from './facts.ts';
import { isFailure } from './ask.ts';
import { createHash } from 'node:crypto';
import { withoutNonces } from './checks/policy-checks.ts';
import { deciding, listMatches, scriptMatches } from './policy.ts';

export interface Paste {
  readonly tag: string;
  /** The complete header. */
  readonly policy: string;
}

/** Attributes whose values must not appear in a report. */
const SECRET = /^(src|csrf-token)$/;

export const pasteOf = (facts: Facts): Paste => ({ tag: tagOf(facts), policy: policyOf(facts) });

function tagOf(facts: Facts): string {
  const { endpoint, page, call } = facts;
  const attributes = new Map(facts.attributes ?? []);
  if (!attributes.has('endpoint')) attributes.set('endpoint', call.endpoint ?? '/api/portal-link');
  if (endpoint?.method === 'POST') attributes.set('method', 'POST');
  if (endpoint !== null && endpoint.url.origin !== page.url.origin) attributes.set('credentials', 'include');
  const origins = portalOrigins(facts);
  if (origins.length > 0) attributes.set('environment-url', origins.join(' '));
  const written = [...attributes].map(([name, value]) =>
    value === ''
      ? name
      : `${name}="${SECRET.test(name) ? '…' : value.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`,
  );
  return `${scriptOf(facts)}\n<${TAG} ${written.join(' ')}></${TAG}>`;
}

function scriptOf(facts: Facts): string {
  const script = portalScript(facts);
  if (script?.url == null || !isDropIn(script)) {
    return script === null && facts.browser?.element == null
      ? `<script src="/assets/${TAG}.min.js" defer></script>`
      : '<!-- the script of your bundle -->';
  }
  const src = script.attributes.get('src') ?? '';
  const { outcome } = script;
  const isServed = outcome !== null && !isFailure(outcome) && outcome.status === 200;
  const hash = isServed ? `sha384-${createHash('sha384').update(outcome.body).digest('base64')}` : facts.ownIntegrity;
  const type = script.attributes.get('type');
  return `<script src="${src}"${hash === null ? '' : ` integrity="${hash}" crossorigin="anonymous"`}${type ? ` type="${type}"` : ' defer'}></script>`;
}

/** The page's own policy with the missing sources. If there are several policies, the first one: each has to allow everything. */
function policyOf(facts: Facts): string {
  const { page, endpoint } = facts;
  const policy = page.policies.find(({ from }) => from === 'header') ?? page.policies[0];
  const directives = new Map([...(policy?.directives ?? [])].map(([name, sources]) => [name, withoutNonces(sources)]));
  const add = (
    name: string,
    urls: readonly URL[],
    isEnough = (sources: readonly string[], url: URL) => listMatches(sources, url, page.url),
  ) => {
    const decider = policy === undefined ? null : deciding(policy, name);
    const sources = (decider?.sources ?? []).filter((source) => source.toLowerCase() !== "'none'");
    const missing = urls
      .filter((url) => !isEnough(decider?.sources ?? [], url))
      .map((url) => (url.origin === page.url.origin ? "'self'" : url.origin));
    if (missing.length === 0 && decider !== null) return;
    // A fallback directive stays unchanged, because it also applies to everything else.
    const target =
      decider !== null && decider.name !== 'default-src' && decider.name !== 'child-src'
        ? decider.name
        : name === 'script-src-elem'
          ? 'script-src'
          : name;
    directives.set(target, withoutNonces([...new Set([...sources, ...missing])]));
  };
  const script = portalScript(facts);
  if (script?.url != null) {
    const { url, attributes } = script;
    add('script-src-elem', [url], (sources) =>
      scriptMatches(sources, { url, nonce: attributes.get('nonce'), integrity: attributes.get('integrity') }, page.url),
    );
  }
  add('connect-src', endpoint === null ? [page.url] : [endpoint.url]);
  if (modeOf(facts) === 'embed') {
    const origins = portalOrigins(facts);
    if (origins.length > 0)
      add(
        'frame-src',
        origins.map((origin) => new URL(origin)),
      );
    else if (policy === undefined) directives.set('frame-src', ['https://your-env.scalekit.com']);
  }
  const types = directives.get('trusted-types');
  const name = script !== null && isDropIn(script) ? TAG : 'lit-html';
  if (types !== undefined && !types.includes(name) && !types.includes('*'))
    directives.set('trusted-types', [...types.filter((each) => each !== "'none'"), name]);
  const text = [...directives].map(([each, sources]) => [each, ...sources].join(' ')).join('; ');
  return `Content-Security-Policy: ${text}`;
}
