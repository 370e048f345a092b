/** The host pages that are compared: the same page around the portal, which comes into it in different ways. */

/** What a host page has to name. */
export interface Addresses {
  readonly endpoint: string;
  /** A link that the server has minted with the page. */
  readonly link: string;
  readonly dropIn: string;
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

/** The request leaves before the drop-in is there; every link after the first comes from the endpoint again. */
const askEarly = ({ endpoint }: Addresses): string => `<script>
const ask = () => fetch('${endpoint}', { cache: 'no-store' }).then((response) => response.json());
let first = ask();
document.querySelector('scalekit-admin-portal').fetchPortalLink = () => {
  const answer = first ?? ask();
  first = null;
  return answer;
};
</script>`;

/** The four ways of the comparison, and below them recipes that may help the element. */
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
  'endpoint, asked early': (addresses) => ({
    head: preload(addresses),
    body: `${withEndpoint(addresses)}${askEarly(addresses)}${script(addresses)}`,
  }),
  'src, defer': (addresses) => ({ head: script(addresses, 'defer'), body: withLink(addresses) }),
  'src, async': (addresses) => ({ head: script(addresses, 'async'), body: withLink(addresses) }),
  'src, after the tag': (addresses) => ({ body: `${withLink(addresses)}${script(addresses)}` }),
} satisfies Record<string, HostPage>;

export type Variant = keyof typeof HOST_PAGES;

/** A settings page of a product. */
export function hostPage(variant: Variant, addresses: Addresses): string {
  const { head = '', body, end = '' }: Parts = HOST_PAGES[variant](addresses);
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
