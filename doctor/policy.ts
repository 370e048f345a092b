/**
 * Content Security Policies: which directive applies, and whether its list of sources allows a URL. A library parses the text.
 * The matching is implemented here, following section 6.7 of CSP Level 3: npm has linters and builders of policies, but no
 * maintained package that matches a list with a URL.
 */
import parseText from 'content-security-policy-parser';

export interface Policy {
  readonly from: 'header' | 'meta';
  readonly text: string;
  readonly directives: ReadonlyMap<string, readonly string[]>;
}

export interface Directive {
  readonly name: string;
  readonly sources: readonly string[];
}

/** The fallbacks of a missing directive. */
const FALL_BACKS: Readonly<Record<string, readonly string[]>> = {
  'script-src-elem': ['script-src-elem', 'script-src', 'default-src'],
  'connect-src': ['connect-src', 'default-src'],
  'frame-src': ['frame-src', 'child-src', 'default-src'],
};

/** One header may contain several policies, separated by commas. In `meta`, browsers ignore some directives. */
export function readPolicies(text: string | null, from: Policy['from']): Policy[] {
  return (text ?? '')
    .split(from === 'header' ? ',' : /(?!)/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const directives = parseText(part);
      if (from === 'meta') for (const name of ['frame-ancestors', 'sandbox', 'report-uri']) directives.delete(name);
      return { from, text: part, directives };
    });
}

/** The directive that applies, or its fallback; null: the policy has neither. */
export function deciding({ directives }: Policy, name: string): Directive | null {
  const found = (FALL_BACKS[name] ?? [name]).find((each) => directives.has(each));
  return found === undefined ? null : { name: found, sources: directives.get(found) ?? [] };
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443' };

/** A source with an insecure scheme also matches the secure one. */
const schemeMatches = (source: string, url: string): boolean =>
  source === url ||
  (source === 'http:' && url === 'https:') ||
  (source === 'ws:' && ['wss:', 'http:', 'https:'].includes(url)) ||
  (source === 'wss:' && url === 'https:');

const portOf = (url: URL): string => url.port || (DEFAULT_PORTS[url.protocol] ?? '');

function portMatches(source: string | undefined, url: URL): boolean {
  if (source === '*') return true;
  const port = portOf(url);
  if (source === undefined) return port === DEFAULT_PORTS[url.protocol];
  return source === port || (source === '80' && port === '443' && url.protocol === 'https:');
}

function pathMatches(source: string | undefined, path: string): boolean {
  if (source === undefined || source === '' || source === '/') return true;
  const wanted = decode(source);
  return wanted.endsWith('/') ? decode(path).startsWith(wanted) : decode(path) === wanted;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const HOST_SOURCE = /^(?:([a-z][a-z\d+.-]*):\/\/)?((?:\*\.)?[\w.-]+|\*|\[[\da-f:.]+\])(?::(\d+|\*))?(\/[^?#]*)?$/i;

function hostMatches(source: string, { hostname }: URL): boolean {
  const wanted = source.toLowerCase();
  if (wanted === '*') return true;
  return wanted.startsWith('*.') ? hostname.endsWith(wanted.slice(1)) : hostname === wanted;
}

function sourceMatches(source: string, url: URL, self: URL): boolean {
  const lower = source.toLowerCase();
  if (lower === '*') return /^(https?|wss?):$/.test(url.protocol) || url.protocol === self.protocol;
  if (lower === "'self'") {
    if (url.origin === self.origin) return true;
    const areDefault = [url, self].every((each) => portOf(each) === DEFAULT_PORTS[each.protocol]);
    return (
      url.hostname === self.hostname &&
      schemeMatches(self.protocol, url.protocol) &&
      (areDefault || portOf(url) === portOf(self))
    );
  }
  if (/^[a-z][a-z\d+.-]*:$/.test(lower)) return schemeMatches(lower, url.protocol);
  const [, scheme, host, port, path] = HOST_SOURCE.exec(source) ?? [];
  if (host === undefined) return false;
  return (
    schemeMatches(scheme === undefined ? self.protocol : `${scheme.toLowerCase()}:`, url.protocol) &&
    hostMatches(host, url) &&
    portMatches(port, url) &&
    pathMatches(path, url.pathname)
  );
}

/** `self`: the page that the policy belongs to. An empty list, and `'none'`, match nothing. */
export const listMatches = (sources: readonly string[], url: URL, self: URL): boolean =>
  sources.some((source) => sourceMatches(source, url, self));

export interface ScriptOfPage {
  readonly url: URL;
  readonly nonce: string | undefined;
  readonly integrity: string | undefined;
}

/** Whether the sources allow a script of the page's HTML. */
export function scriptMatches(sources: readonly string[], { url, nonce, integrity }: ScriptOfPage, self: URL): boolean {
  if (nonce !== undefined && nonce !== '' && sources.includes(`'nonce-${nonce}'`)) return true;
  const hashes = (integrity ?? '').split(/\s+/).filter((hash) => /^sha(256|384|512)-/.test(hash));
  if (hashes.length > 0 && hashes.every((hash) => sources.includes(`'${hash}'`))) return true;
  // With 'strict-dynamic', browsers ignore lists of hosts.
  if (sources.some((source) => source.toLowerCase() === "'strict-dynamic'")) return false;
  return listMatches(sources, url, self);
}

/** Whether a Trusted Types policy of this name is allowed. */
export function allowsTrustedType({ directives }: Policy, name: string): boolean {
  const names = directives.get('trusted-types');
  return names === undefined || names.includes(name) || names.includes('*');
}
