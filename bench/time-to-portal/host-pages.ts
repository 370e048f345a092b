/** The compared host pages: the same page with different ways to include the portal. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/paths.ts';

/** The URLs in a host page. */
export interface Addresses {
  readonly endpoint: string;
  /** A link that the server has minted with the page. */
  readonly link: string;
  readonly dropIn: string;
  /** The URL that the page reports the begin of its navigation to. Default: it is read from the page. */
  readonly navigated?: string;
}

interface Parts {
  readonly head?: string;
  readonly body: string;
  readonly end?: string;
}

type HostPage = (addresses: Addresses) => Parts;

const withEndpoint = ({ endpoint }: Addresses): string =>
  `<scalekit-admin-portal endpoint="${endpoint}"></scalekit-admin-portal>`;
const withLink = ({ endpoint, link }: Addresses): string =>
  `<scalekit-admin-portal endpoint="${endpoint}" src="${link}"></scalekit-admin-portal>`;

const script = ({ dropIn }: Addresses, attributes = ''): string => `<script src="${dropIn}" ${attributes}></script>`;
const preload = ({ dropIn }: Addresses): string => `<link rel="preload" as="script" href="${dropIn}">`;

/** The recipe of docs/first-visit.md: the page sends the request before the drop-in has loaded. */
const RECIPE = readFileSync(join(ROOT, 'examples/first-visit.html'), 'utf8');
const FIRST_RESPONSE = /<script>[^]*<\/script>/.exec(RECIPE)![0];
const withFirstResponse = (addresses: Addresses): string => `${withEndpoint(addresses)}\n${FIRST_RESPONSE}`;

/** The four ways of the comparison, followed by recipes that may make the element faster. */
export const HOST_PAGES = {
  'element, endpoint': (addresses) => ({ head: script(addresses), body: withEndpoint(addresses) }),
  'element, src': (addresses) => ({ head: script(addresses), body: withLink(addresses) }),
  'hand-written': ({ endpoint }) => ({
    body: `<iframe id="portal" title="Admin portal" width="100%" height="600"></iframe>
<script>
fetch('${endpoint}')
  .then((response) => response.json())
  .then(({ location }) => {
    document.getElementById('portal').src = location;
  });
</script>`,
  }),
  'bare iframe': ({ link }) => ({
    body: `<iframe title="Admin portal" src="${link}" width="100%" height="600"></iframe>`,
  }),
  'endpoint, defer': (addresses) => ({ head: script(addresses, 'defer'), body: withEndpoint(addresses) }),
  'endpoint, async': (addresses) => ({ head: script(addresses, 'async'), body: withEndpoint(addresses) }),
  'endpoint, after the tag': (addresses) => ({ body: `${withEndpoint(addresses)}${script(addresses)}` }),
  'endpoint, preload': (addresses) => ({
    head: preload(addresses),
    body: withEndpoint(addresses),
    end: script(addresses),
  }),
  'endpoint, preload and async': (addresses) => ({
    head: `${preload(addresses)}${script(addresses, 'async')}`,
    body: withEndpoint(addresses),
  }),
  'endpoint, modulepreload': (addresses) => ({
    head: `<link rel="modulepreload" href="${addresses.dropIn}">`,
    body: withEndpoint(addresses),
    end: script(addresses, 'type="module"'),
  }),
  'endpoint, its answer preloaded': (addresses) => ({
    head: `<link rel="preload" as="fetch" href="${addresses.endpoint}" crossorigin>${script(addresses, 'async')}`,
    body: withEndpoint(addresses),
  }),
  firstResponse: (addresses) => ({ head: script(addresses), body: withFirstResponse(addresses) }),
  'firstResponse, defer': (addresses) => ({ head: script(addresses, 'defer'), body: withFirstResponse(addresses) }),
  'firstResponse, async': (addresses) => ({ head: script(addresses, 'async'), body: withFirstResponse(addresses) }),
  'firstResponse, after the tag': (addresses) => ({
    body: `${withFirstResponse(addresses)}\n${script(addresses, 'async')}`,
  }),
  'src, defer': (addresses) => ({ head: script(addresses, 'defer'), body: withLink(addresses) }),
  'src, async': (addresses) => ({ head: script(addresses, 'async'), body: withLink(addresses) }),
  'src, after the tag': (addresses) => ({ body: `${withLink(addresses)}${script(addresses)}` }),
} satisfies Record<string, HostPage>;

export type Variant = keyof typeof HOST_PAGES;

/** Reports after the portal's first paint, so that it does not disturb the measurement. */
const tellNavigation = (address: string): string =>
  `<script>addEventListener('message', () => setTimeout(() => navigator.sendBeacon('${address}', performance.timeOrigin), 100), { once: true })</script>`;

/** A settings page of a product. */
export function hostPage(variant: Variant, addresses: Addresses): string {
  const { head = '', body, end = '' }: Parts = HOST_PAGES[variant](addresses);
  const { navigated } = addresses;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Settings</title>
<style>
body { margin: 0; font: 16px system-ui; }
nav { padding: 16px; background: #eee; }
main { padding: 16px; }
scalekit-admin-portal, iframe { display: block; min-height: 600px; border: 0; }
</style>
${navigated === undefined ? '' : tellNavigation(navigated)}
${head}
</head>
<body>
<nav><a href="#users">Users</a> <a href="#billing">Billing</a> <a href="#sso">Single sign-on</a></nav>
<main>
<h1>Single sign-on</h1>
<p>Connect your identity provider.</p>
${body}
</main>
<footer><p>Contact support</p></footer>
${end}
</body>
</html>`;
}
