/** Requests the page, then its endpoint, then the link, uses a browser if wanted, and runs the checks on the results. */
import { readFile } from 'node:fs/promises';
import { watchBrowser, type BrowserFacts } from './browser-facts.ts';
import type { Call } from './call.ts';
import { BROWSER_CHECKS } from './checks/browser-checks.ts';
import { BY_HAND_CHECKS } from './checks/by-hand-checks.ts';
import { ENDPOINT_CHECKS, opens } from './checks/endpoint-checks.ts';
import { LINK_CHECKS } from './checks/link-checks.ts';
import { PAGE_CHECKS } from './checks/page-checks.ts';
import { POLICY_CHECKS } from './checks/policy-checks.ts';
import { compareWithSimulator, type Comparison } from './comparison.ts';
import { askEndpoint, freshLink, type EndpointFacts } from './endpoint-facts.ts';
import { endpointUrl, namedOrigins, type Facts } from './facts.ts';
import { runChecks, type Finding } from './finding.ts';
import { openLink } from './link-facts.ts';
import { readPage, type PageFacts } from './page-facts.ts';
import { pasteOf, type Paste } from './paste.ts';

export interface Diagnosis {
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly paste: Paste;
  /** Null without a browser. */
  readonly comparison: readonly Comparison[] | null;
}

export interface Surroundings {
  /** Prints the next action. */
  readonly announce: (line: string) => void;
  /** The folder to resolve Playwright or Puppeteer from. */
  readonly folder: string;
}

export const CHECKS = [
  ...PAGE_CHECKS,
  ...POLICY_CHECKS,
  ...BY_HAND_CHECKS,
  ...ENDPOINT_CHECKS,
  ...LINK_CHECKS,
  ...BROWSER_CHECKS,
];

export async function diagnose(call: Call, { announce, folder }: Surroundings): Promise<Diagnosis> {
  const page = await readPage(call);
  const browser = await watchIfAsked(call, page, folder, announce);
  const tag = page.document?.tags[0] ?? null;
  const attributes = tag?.attributes ?? (browser?.element == null ? null : new Map(browser.element.attributes));
  const { endpoint, whyNot: whyNoEndpoint } = await askIfKnown(call, page, attributes);
  const base: Facts = {
    ...{ call, page, tag, attributes, endpoint, whyNoEndpoint, browser },
    ...{ link: null, whyNoLink: '', ownIntegrity: await readOwnIntegrity() },
  };
  const facts = { ...base, ...(await openIfAllowed(base, announce)) };
  const hasSeen = browser !== null && browser.problem === null;
  const comparison = hasSeen ? compareWithSimulator(facts) : null;
  return { facts, findings: withoutConsequences(runChecks(CHECKS, facts)), paste: pasteOf(facts), comparison };
}

/** If another check has found a fault, its consequences in the browser do not count as further faults. */
function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const isNamed = findings.some(({ area, status }) => area !== 'browser' && status === 'fault');
  if (!isNamed) return [...findings];
  return findings.map((finding) => {
    if (finding.area !== 'browser' || finding.status !== 'fault') return finding;
    const { id, area, title, sentence } = finding;
    return { id, area, title, status: 'not-checked', sentence: `see the faults above: ${sentence}` };
  });
}

async function watchIfAsked(
  call: Call,
  page: PageFacts,
  folder: string,
  announce: (line: string) => void,
): Promise<BrowserFacts | null> {
  if (!call.usesBrowser) return null;
  if (page.document === null) return null;
  announce('Opens the page in a browser. The element in it gets a separate link and uses it up.');
  return watchBrowser(call, page.url, folder);
}

async function askIfKnown(
  call: Call,
  page: PageFacts,
  attributes: Facts['attributes'],
): Promise<{ endpoint: EndpointFacts | null; whyNot: string }> {
  const written = call.endpoint ?? attributes?.get('endpoint');
  const url = endpointUrl(page, written);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    const whyNot = written
      ? 'the endpoint is not a valid URL'
      : page.document === null
        ? 'the page could not be read: pass --endpoint'
        : 'no tag in the HTML has an endpoint: pass --endpoint';
    return { endpoint: null, whyNot };
  }
  const method = call.method ?? (attributes?.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET');
  const csrfToken = attributes?.get('csrf-token');
  const token: Record<string, string> =
    csrfToken && csrfToken !== '…'
      ? { [(attributes?.get('csrf-header') || 'X-CSRF-Token').toLowerCase()]: csrfToken }
      : {};
  const credentials = attributes?.get('credentials')?.toLowerCase() ?? 'same-origin';
  return { endpoint: await askEndpoint(call, { url, page: page.url, method, token, credentials }), whyNot: '' };
}

async function openIfAllowed(
  facts: Facts,
  announce: (line: string) => void,
): Promise<Pick<Facts, 'link' | 'whyNoLink'>> {
  const { call, endpoint, page, attributes } = facts;
  const no = (whyNoLink: string) => ({ link: null, whyNoLink });
  if (endpoint === null) return no('there is no endpoint');
  const link = freshLink(endpoint);
  if (link === null) return no('the endpoint returned no link');
  if (!call.opensLink) return no('--no-link');
  if (!opens(facts)) return no('the element would not open it');
  announce(
    `Opens one of the ${endpoint.minted} links from the endpoint and so uses it up. To avoid this, pass --no-link.`,
  );
  const hosts = (namedOrigins(attributes) ?? []).map((origin) => new URL(origin).hostname);
  return { link: await openLink(call, page.url, link, hosts), whyNoLink: '' };
}

/** The hash of this package's own drop-in. */
async function readOwnIntegrity(): Promise<string | null> {
  for (const path of ['../scalekit-admin-portal.min.js.integrity', '../dist/scalekit-admin-portal.min.js.integrity']) {
    const text = await readFile(new URL(path, import.meta.url), 'utf8').catch(() => null);
    if (text !== null) return text.trim();
  }
  return null;
}
