/** All results of the requests. The checks only use these and send no requests. */
import { parseUrl } from '../src/link-answer.ts';
import type { BrowserFacts } from './browser-facts.ts';
import type { Call } from './call.ts';
import type { PortalTag } from './document.ts';
import type { EndpointFacts } from './endpoint-facts.ts';
import type { LinkFacts } from './link-facts.ts';
import { baseOf, type PageFacts, type PageScript } from './page-facts.ts';
import { isSameSite } from './sites.ts';

export interface Facts {
  readonly call: Call;
  readonly page: PageFacts;
  /** The tag in the server's HTML; null: there is none. */
  readonly tag: PortalTag | null;
  /** The attributes of the tag, or those from the browser if only the browser has seen a tag. */
  readonly attributes: ReadonlyMap<string, string> | null;
  readonly endpoint: EndpointFacts | null;
  readonly whyNoEndpoint: string;
  readonly link: LinkFacts | null;
  readonly whyNoLink: string;
  /** Null: no browser was requested. */
  readonly browser: BrowserFacts | null;
  /** The hash of this package's own drop-in; null if it is not built. */
  readonly ownIntegrity: string | null;
}

export const DROP_IN_NAME = /scalekit-admin-portal[\w.-]*\.js$/;

/** The script that registers the element, as far as it can be recognized. */
export function portalScript({ page }: Facts): PageScript | null {
  const named = page.scripts.find(({ url }) => url !== null && DROP_IN_NAME.test(url.pathname));
  return named ?? page.scripts.find(({ code }) => registersElement(code)) ?? null;
}

const registersElement = (code: string): boolean =>
  /customElements\b[^]*scalekit-admin-portal|scalekit-admin-portal[^]*customElements\b/.test(code);

export const isDropIn = (script: PageScript): boolean => script.url !== null && DROP_IN_NAME.test(script.url.pathname);

export type Mode = 'embed' | 'tab' | 'redirect';

export function modeOf({ attributes }: Facts): Mode {
  const mode = attributes?.get('mode')?.toLowerCase();
  return mode === 'tab' || mode === 'redirect' ? mode : 'embed';
}

/** The origins in `environment-url`, as the element reads it; null: there is no such attribute. */
export function namedOrigins(attributes: Facts['attributes']): string[] | null {
  const list = attributes?.get('environment-url')?.trim() ?? '';
  if (list === '') return null;
  const urls = list.split(/\s+/).map(parseUrl);
  return urls.filter((url) => url !== null && /^https?:$/.test(url.protocol)).map((url) => url!.origin);
}

/** The possible origins of the portal: those in the tag, and those that the link leads to. */
export function portalOrigins({ attributes, link }: Facts): string[] {
  return [...new Set([...(link?.origins ?? []), ...(namedOrigins(attributes) ?? [])])];
}

/** Null: there is no endpoint, or it is not a valid URL. */
export function endpointUrl(page: PageFacts, endpoint: string | null | undefined): URL | null {
  const base = baseOf(page);
  return endpoint != null && endpoint !== '' && URL.canParse(endpoint, base.href) ? new URL(endpoint, base) : null;
}

export const portalIsSameSite = ({ page, link }: Facts): boolean =>
  link?.shown != null && isSameSite(page.url, link.shown.url);
