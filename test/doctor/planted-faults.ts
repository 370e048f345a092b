/** What the demo and the simulator cannot play: the rows of the README's Troubles, public mistakes, and every other check. */
import { TOKEN, type Addresses, type Plan } from './planted-site.ts';

export interface PlantedRow {
  readonly group: 'Troubles' | 'Public applications' | 'Page' | 'Endpoint' | 'Link';
  readonly fault: string;
  readonly says: readonly string[];
  readonly plan: Plan;
  readonly args?: (at: Addresses) => readonly string[];
  readonly browser?: boolean;
}

const row =
  (group: PlantedRow['group']) =>
  (fault: string, says: readonly string[], plan: Plan, more: Partial<PlantedRow> = {}): PlantedRow => ({
    group,
    fault,
    says,
    plan,
    ...more,
  });
const trouble = row('Troubles');
const mistake = row('Public applications');
const page = row('Page');
const endpoint = row('Endpoint');
const link = row('Link');

const policy = (text: string): Plan => ({
  pageHeaders: ({ portal }) => ({ 'Content-Security-Policy': text.replaceAll('PORTAL', portal) }),
});
const ENDPOINT = () => ['--endpoint=/api/portal-link'];
/** The portal's host serves the same endpoint, on another origin of the page's site. */
const ELSEWHERE = ({ customDomain }: Addresses) => [`--endpoint=${customDomain}/api/portal-link`];
const elsewhere = (headers: Record<string, string>, tag: Record<string, string> = {}): Plan => ({
  endpointHeaders: headers,
  tag: ({ customDomain }) => ({ endpoint: `${customDomain}/api/portal-link`, credentials: 'include', ...tag }),
});
const LETS_PAGE = (plan: Plan): Plan => ({ ...plan, sharesWithPage: true });

/** As frameworks do. */
const RENDERED: Plan = {
  body: ({ portal }) => `<div id="root"></div><script>
    const tag = document.createElement('scalekit-admin-portal');
    tag.setAttribute('environment-url', '${portal}');
    tag.setAttribute('endpoint', '/api/portal-link');
    root.append(tag);
  </script>`,
};

const LISTENER = (body: string) => `<script>addEventListener('message', (event) => { ${body} })</script>`;
const SOURCE = "if (event.source !== document.querySelector('iframe').contentWindow) return;";
const GOOD_FRAME = '<iframe id="portal" allow="clipboard-write" title="Portal"></iframe>';
const RENEWS = "if (event.data.type === 'SESSION_EXPIRED') replaceFrame();";
const byHand = (frame: string, script: string): Plan => ({
  script: '',
  body: () => `${frame}<script>const portal = document.querySelector('iframe');</script>${script}`,
});

export const PLANTED_ROWS: readonly PlantedRow[] = [
  trouble('Nothing', [], {}),
  trouble("The page's domain is not registered", ['link.frame'], {
    portalHeaders: () => ({ 'Content-Security-Policy': 'frame-ancestors https://other.example' }),
  }),
  trouble('A wrong environment-url', ['endpoint.safe'], {
    tag: () => ({ 'environment-url': 'https://other.example' }),
  }),
  trouble('Third-party cookies: the session cookie is SameSite=Lax', ['link.cookies'], {
    cookies: ['portal=secret-value; SameSite=Lax; Secure'],
  }),
  trouble('Third-party cookies: the session cookie is not Partitioned', ['warning link.cookies'], {
    cookies: ['portal=secret-value; SameSite=None; Secure'],
  }),
  trouble('The tag is written <… />', ['page.tag'], {
    body: ({ portal }) =>
      `<scalekit-admin-portal endpoint="/api/portal-link" environment-url="${portal}" />\n<p>What follows</p>`,
  }),
  trouble(
    'The portal is narrower than its row',
    ['warning browser.width'],
    {
      speaks: true,
      body: ({ portal }) =>
        `<div style="display: flex; width: 1200px"><scalekit-admin-portal endpoint="/api/portal-link" environment-url="${portal}"></scalekit-admin-portal></div>`,
    },
    { browser: true },
  ),
  trouble('The link redirects to a custom domain that environment-url does not name', ['link.environment-url'], {
    leadsTo: ({ customDomain }) => `${customDomain}/s/1`,
  }),
  trouble('A cache gives the same link again', ['endpoint.fresh'], { cachesPerUser: true }),
  trouble('res.json(link): a BigInt', ['endpoint.answers'], { sendsBigInt: true }),
  trouble('Cross-Origin-Embedder-Policy: require-corp', ['page.isolation'], {
    pageHeaders: () => ({ 'Cross-Origin-Embedder-Policy': 'require-corp' }),
  }),
  trouble('Cross-Origin-Embedder-Policy: credentialless', ['warning page.isolation'], {
    pageHeaders: () => ({ 'Cross-Origin-Embedder-Policy': 'credentialless' }),
  }),
  trouble('No doctype', ['page.doctype'], { doctype: '' }),

  mistake(
    'The origin is compared with the own one; no clipboard, no title, no renewal',
    ['page.own-frame', 'page.own-messages', 'page.own-renewal'],
    byHand(
      '<iframe id="portal"></iframe>',
      LISTENER('if (event.origin !== window.location.origin) return; console.log(event.data);') +
        '<script>portal.src = answer.link.location;</script>',
    ),
    { args: ENDPOINT },
  ),
  mistake(
    'A sandbox without downloads and pop-ups that escape; nobody listens',
    ['page.own-frame', 'warning page.own-messages', 'page.own-renewal'],
    {
      ...byHand(
        '<iframe id="portal" allow="clipboard-write" title="Portal" sandbox="allow-scripts allow-same-origin allow-forms allow-popups"></iframe>',
        '',
      ),
      answer: (location) => ({ link: location, expires_at: { seconds: 1, nanos: 1 } }),
    },
    { args: ENDPOINT },
  ),
  mistake(
    'The link stands in the HTML; no title, nobody listens',
    ['page.own-frame', 'warning page.own-messages', 'page.own-renewal', 'page.own-link'],
    {
      script: '',
      body: (_at, mint) => `<iframe src="${mint()}?features=dir_sync" height="800" allow="clipboard-write"></iframe>`,
    },
    { args: ENDPOINT },
  ),
  mistake('{portalLink, expiresAt}', [], {
    answer: (location) => ({ portalLink: location, expiresAt: '2026-01-01T00:00:00Z' }),
  }),
  mistake('{url}', [], { answer: (location) => ({ url: location }) }),
  mistake('{link: {location}}, handed on', [], { answer: (location) => ({ link: { location } }) }),
  mistake(
    'process.env in the browser',
    ['page.own-messages'],
    byHand(
      GOOD_FRAME,
      LISTENER(`${SOURCE} if (event.origin !== process.env.SCALEKIT_ENVIRONMENT_URL) return; ${RENEWS}`),
    ),
    { args: ENDPOINT },
  ),
  mistake(
    'The sender is never checked',
    ['page.own-messages'],
    byHand(GOOD_FRAME, LISTENER(`if (event.origin !== 'https://your-env.scalekit.com') return; ${RENEWS}`)),
    { args: ENDPOINT },
  ),
  mistake(
    'src is set again when the session ends',
    ['page.own-renewal'],
    byHand(GOOD_FRAME, LISTENER(`${SOURCE} if (event.data.type === 'SESSION_EXPIRED') portal.src = link;`)),
    { args: ENDPOINT },
  ),
  mistake(
    'The whole page is loaded anew when the session ends',
    ['page.own-renewal'],
    byHand(GOOD_FRAME, LISTENER(`${SOURCE} if (event.data.type === 'SESSION_EXPIRED') window.location.reload();`)),
    { args: ENDPOINT },
  ),
  mistake('A frame by hand that does all of it', [], byHand(GOOD_FRAME, LISTENER(`${SOURCE} ${RENEWS}`)), {
    args: ENDPOINT,
  }),

  page('A script puts the tag in, seen without a browser', [], RENDERED),
  page('A script puts the tag in, seen in a browser', [], { ...RENDERED, speaks: true }, { browser: true }),
  page(
    'A script puts the tag in, and frame-src forbids the portal, seen in a browser',
    ['page.frame-src'],
    { ...RENDERED, ...policy("frame-src 'self'") },
    { browser: true },
  ),
  page('404', ['page.answers'], { pageStatus: 404, body: () => '', script: '' }, { args: ENDPOINT }),
  page('Redirects to a login page on another host', ['page.answers'], {
    answerPage: (_request, response) => (
      response.writeHead(302, { Location: 'https://login.example/login?next=1' }).end(),
      true
    ),
  }),
  page('Redirects without end', ['page.answers'], {
    answerPage: (_request, response) => (response.writeHead(302, { Location: '/settings' }).end(), true),
  }),
  page('A PDF', ['page.answers'], {
    answerPage: (_request, response) => (
      response.writeHead(200, { 'Content-Type': 'application/pdf' }).end('%PDF-1.7'),
      true
    ),
  }),
  page('No tag and no script', ['page.tag'], { body: () => '<p>Settings</p>', script: '' }, { args: ENDPOINT }),
  page(
    'Another name',
    ['page.tag'],
    { body: () => '<scalekit-portal endpoint="/api/portal-link"></scalekit-portal>' },
    { args: ENDPOINT },
  ),
  page('The tag is never closed', ['page.tag'], {
    body: ({ portal }) => `<scalekit-admin-portal endpoint="/api/portal-link" environment-url="${portal}">`,
  }),
  page('defer-hydration in a page without a framework', ['warning page.tag'], {
    tag: () => ({ 'defer-hydration': '' }),
  }),
  page('environmentUrl in HTML', ['page.attributes'], {
    tag: ({ portal }) => ({ 'environment-url': undefined, environmenturl: portal }),
  }),
  page('environment-url="*" beside an origin', ['page.attributes'], {
    tag: ({ portal }) => ({ 'environment-url': `${portal} *` }),
  }),
  page('method="DELETE"', ['warning page.attributes'], { tag: () => ({ method: 'DELETE' }) }),
  page('Neither endpoint nor src', ['warning page.attributes'], { tag: () => ({ endpoint: undefined }) }),
  page('A sandbox without allow-same-origin', ['page.sandbox-attribute'], {
    tag: () => ({ sandbox: 'allow-scripts' }),
  }),
  page('A sandbox without allow-downloads', ['warning page.sandbox-attribute'], {
    tag: () => ({ sandbox: 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox' }),
  }),
  page('The script is missing', ['page.script'], { script: '' }),
  page('The script answers 404', ['page.script'], { answerScript: (response) => void response.writeHead(404).end() }),
  page('The script is the fallback of a single-page application', ['page.script'], {
    answerScript: (response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>'),
  }),
  page('The script has no type of a script, under nosniff', ['page.script'], {
    answerScript: (response) =>
      void response
        .writeHead(200, { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' })
        .end('customElements; "scalekit-admin-portal"'),
  }),
  page('A wrong hash', ['page.integrity'], {
    script: '<script src="/scalekit-admin-portal.min.js" integrity="sha384-AAAA" defer></script>',
  }),
  page('Integrity-Policy, and no hash', ['page.integrity'], {
    pageHeaders: () => ({ 'Integrity-Policy': 'blocked-destinations=(script)' }),
  }),
  page('A link in src, in a page that caches may keep', ['page.caching'], {
    tag: ({ portal }) => ({ src: `${portal}/magicLink/11111111-2222-3333-4444-555555555555` }),
  }),
  page("script-src 'none'", ['page.script-src'], policy("script-src 'none'")),
  page('script-src in a meta element', ['page.script-src'], {
    head: () => `<meta http-equiv="Content-Security-Policy" content="script-src https://cdn.example">`,
  }),
  page(
    "'strict-dynamic' without a nonce on the script",
    ['page.script-src'],
    policy("script-src 'strict-dynamic' 'nonce-abcdefgh' 'self'"),
  ),
  page('A nonce that the script has', [], {
    script: '<script nonce="abcdefgh" src="/scalekit-admin-portal.min.js" defer></script>',
    ...policy("script-src 'strict-dynamic' 'nonce-abcdefgh'"),
  }),
  page(
    'default-src takes the endpoint',
    ['page.connect-src'],
    policy("default-src 'none'; script-src 'self'; frame-src PORTAL"),
  ),
  page('connect-src of another host', ['page.connect-src'], policy('connect-src https://api.example')),
  page('child-src in place of frame-src', ['page.frame-src'], policy("child-src 'self'")),
  page('A second policy, stricter', ['page.frame-src'], {
    pageHeaders: ({ portal }) => ({ 'Content-Security-Policy': [`frame-src ${portal}`, "frame-src 'self'"] }),
  }),
  page('A policy that only reports', [], {
    pageHeaders: () => ({ 'Content-Security-Policy-Report-Only': "default-src 'none'" }),
  }),
  page('A wide policy', [], policy('default-src http: https:')),
  page(
    'Trusted Types without the name',
    ['page.trusted-types'],
    policy("require-trusted-types-for 'script'; trusted-types default"),
  ),
  page(
    'Trusted Types with the name',
    [],
    policy("require-trusted-types-for 'script'; trusted-types scalekit-admin-portal"),
  ),
  page('sandbox in the policy', ['page.sandbox'], policy('sandbox allow-scripts')),
  page('Permissions-Policy takes the clipboard', ['page.clipboard'], {
    pageHeaders: () => ({ 'Permissions-Policy': 'clipboard-write=(self)' }),
  }),
  page('Permissions-Policy gives the clipboard', [], {
    pageHeaders: ({ portal }) => ({ 'Permissions-Policy': `clipboard-write=(self "${portal}")` }),
  }),

  endpoint('Anybody gets a link', ['endpoint.stranger'], { strangers: 'served' }),
  endpoint('Strangers are redirected to a login page', ['warning endpoint.stranger'], { strangers: 'to-login' }),
  endpoint('Strangers get a login page', ['warning endpoint.stranger'], { strangers: 'login-page' }),
  endpoint('It takes POST alone, and the tag says GET', ['endpoint.answers'], { takes: 'POST' }),
  endpoint('Cache-Control: public', ['endpoint.no-store'], {
    endpointHeaders: { 'Cache-Control': 'public, max-age=60' },
  }),
  endpoint('No Cache-Control', ['warning endpoint.no-store'], { endpointHeaders: { 'Cache-Control': 'max-age=0' } }),
  endpoint('Pages of other sites get a link', ['endpoint.other-site'], { servesOtherSites: true }),
  endpoint('Its token is not checked', ['endpoint.token'], { tag: () => ({ method: 'POST', 'csrf-token': TOKEN }) }),
  endpoint('Its token is checked', [], { tag: () => ({ method: 'POST', 'csrf-token': TOKEN }), checksToken: true }),
  endpoint('Its token is not sent', ['endpoint.signed-in'], { tag: () => ({ method: 'POST' }), checksToken: true }),
  endpoint('It is on another origin, without CORS', ['endpoint.sharing'], elsewhere({}), { args: ELSEWHERE }),
  endpoint('It is on another origin, with *', ['endpoint.sharing'], elsewhere({ 'Access-Control-Allow-Origin': '*' }), {
    args: ELSEWHERE,
  }),
  endpoint('It is on another origin, with all that it needs', [], LETS_PAGE(elsewhere({})), { args: ELSEWHERE }),
  endpoint(
    'It is on another origin, and the tag sends no cookies there',
    ['warning endpoint.sharing'],
    LETS_PAGE(elsewhere({}, { credentials: 'same-origin' })),
    { args: ELSEWHERE },
  ),
  endpoint('It is on another origin, which the command line does not name', [], LETS_PAGE(elsewhere({}))),
  endpoint('It is on a host where nothing listens', ['endpoint.answers'], {
    tag: () => ({ endpoint: 'http://localhost:1/api/portal-link' }),
  }),
  endpoint('A link with a password', ['endpoint.safe'], {
    answer: (location) => ({ location: location.replace('http://', 'http://user:password@') }),
  }),
  endpoint("A link on the page's own origin", ['endpoint.safe'], {
    tag: () => ({ 'environment-url': undefined }),
    answer: (_location, { page: own }) => ({ location: `${own}/magicLink/${Math.random()}` }),
  }),

  link('X-Frame-Options: DENY', ['link.frame'], { portalHeaders: () => ({ 'X-Frame-Options': 'DENY' }) }),
  link('X-Frame-Options: SAMEORIGIN', ['link.frame'], { portalHeaders: () => ({ 'X-Frame-Options': 'SAMEORIGIN' }) }),
  link('X-Frame-Options beside frame-ancestors that lets the page', [], {
    portalHeaders: ({ page: own }) => ({
      'X-Frame-Options': 'DENY',
      'Content-Security-Policy': `frame-ancestors ${own}`,
    }),
  }),
  link('It works again and again', ['warning link.once'], { opensAgain: true }),
  link('It is one of the dashboard, good for 7 days', ['link.once'], { opensAgain: true, linkSuffix: '_p' }),
  link('The portal answers 500', ['link.opens'], { portalStatus: 500 }),
  link('The portal redirects without end', ['link.opens'], {
    opensAgain: true,
    leadsTo: ({ portal }) => `${portal}/magicLink/again`,
  }),
  link('The portal cannot be reached', ['link.opens'], {
    tag: () => ({ 'environment-url': 'http://127.0.0.1:1' }),
    answer: () => ({ location: `http://127.0.0.1:1/magicLink/${Math.random()}` }),
  }),
  link('COOP and CORP', [], {
    portalHeaders: () => ({
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    }),
  }),
];
