/**
 * The measured portal, in three kinds that show their first content at different times. Each reports its first contentful paint
 * to the server, and sends PORTAL_LOAD_SUCCESS.
 *
 * Chromium neither paints a hidden frame nor reports a paint of it. So the reported time is when a person sees the portal.
 */

/**
 * - `app`: an empty page that its script fills, as in most portals
 * - `shell`: the page shows something before its script has loaded
 * - `page`: everything is in the page, without a script file
 */
export type PortalKind = 'app' | 'shell' | 'page';

const STYLE = `<style>
body { margin: 0; font: 16px system-ui; color: #222; }
header { padding: 16px; border-bottom: 1px solid #ddd; }
li { margin: 8px; padding: 12px; border: 1px solid #ddd; border-radius: 8px; }
</style>`;

const HEADER = '<header><h1>Single sign-on</h1></header>';

const ITEMS = Array.from(
  { length: 40 },
  (_, index) => `<li><strong>Provider ${index + 1}</strong> <button>Set up</button><p>SAML and OIDC</p></li>`,
).join('');

const SAY_LOADED = `parent.postMessage({
  event_type: 'PORTAL_LOAD_SUCCESS', object: 'session', organization_id: 'org_1', message: 'loaded',
  data: { expiry: new Date(Date.now() + 6 * 60 * 60 * 1000).toISOString() },
}, '*');`;

/** Reports times in ms since the epoch: two sites have no other common clock. */
const report = (url: string): string => `<script>
const tell = (painted) => fetch('${url}', { method: 'POST', body: JSON.stringify({
  frameStarted: performance.timeOrigin, painted: performance.timeOrigin + painted,
}) });
if (PerformanceObserver.supportedEntryTypes.includes('paint')) {
  new PerformanceObserver((list) => {
    const paint = list.getEntriesByName('first-contentful-paint')[0];
    if (paint) tell(paint.startTime);
  }).observe({ type: 'paint', buffered: true });
} else {
  // The engine reports no paint, so it takes the second animation frame after the load.
  addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(tell)));
}
</script>`;

/** The portal's page. `scriptUrl` is the URL of its script file. */
export function portalPage(kind: PortalKind, reportUrl: string, scriptUrl: string): string {
  const head = `<!doctype html><meta charset="utf-8"><title>Admin portal</title>${STYLE}${report(reportUrl)}`;
  if (kind === 'page') return `${head}${HEADER}<ul>${ITEMS}</ul><script>${SAY_LOADED}</script>`;
  const shell = kind === 'shell' ? HEADER : '';
  return `${head}<div id="root">${shell}</div><script src="${scriptUrl}" defer></script>`;
}

/** The script file of the kinds `app` and `shell`. */
export const PORTAL_SCRIPT = `
document.getElementById('root').innerHTML = ${JSON.stringify(`${HEADER}<ul>${ITEMS}</ul>`)};
${SAY_LOADED}
`;
