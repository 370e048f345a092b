/**
 * Every state that a person can see, by name, brought about with a real backend and a real frame. The accessibility tests
 * and the pictures go through this list: add every new panel here.
 */
import { until, type Answer, type PortalScript } from './backend.ts';
import { catchWarnings, pauseTimers, setOnline, stub, withoutJitter } from './conditions.ts';
import { mountPortal, PortalHarness, readyPortal } from './portal-harness.ts';
import { recordTabs } from './recorded-tabs.ts';
import { loadSuccess, message, sessionWarning } from './sample-messages.ts';

type Show = () => Promise<PortalHarness>;

/** The error after this answer of the endpoint. */
const answering =
  (answer: Answer): Show =>
  async () => {
    withoutJitter();
    const { portal } = await mountPortal({ answers: [answer] });
    await portal.state('error');
    return portal;
  };

/** A healthy endpoint, and a portal that behaves like this. */
const behaving =
  (script: PortalScript, state: string, values: Partial<PortalHarness['element']> = {}): Show =>
  async () => {
    const { portal } = await mountPortal({ portal: script }, values);
    await portal.state(state);
    return portal;
  };

/** A launch button, and an endpoint that gives this answer. */
const launcher =
  (answer: Answer = {}): Show =>
  async () =>
    (await mountPortal({ answers: [answer] }, { mode: 'tab' })).portal;

/** A launch button that was clicked, in the state that follows. */
const launched = async (answer: Answer, state: string): Promise<PortalHarness> => {
  recordTabs();
  const portal = await launcher(answer)();
  portal.click('launch');
  await portal.state(state);
  return portal;
};

const failing = (portalCode: string): PortalScript => ({
  onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: portalCode })],
});

const silent = behaving({ onLoad: [] }, 'error', { loadTimeout: 100 });

export const SHOWN_STATES: Readonly<Record<string, Show>> = {
  'no source of links': async () => {
    catchWarnings();
    return PortalHarness.mount();
  },
  loading: async () => {
    const portal = await behaving({ hang: true }, 'loading')();
    await until('the frame', () => portal.frame);
    return portal;
  },
  ready: async () => (await readyPortal()).portal,
  'session ends soon': async () => {
    const portal = await behaving({ onLoad: [loadSuccess(), sessionWarning()] }, 'ready')();
    await until('the notice', () => portal.part('notice'));
    return portal;
  },
  'session ended, no source of links': async () => {
    const { portal } = await readyPortal();
    catchWarnings();
    portal.element.endpoint = null;
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    return portal;
  },
  'session ended, refresh prevented': async () => {
    const { portal } = await readyPortal();
    portal.element.addEventListener('portal-refresh', (event) => event.preventDefault());
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    return portal;
  },
  'session ended, offline': async () => {
    const { portal } = await readyPortal();
    setOnline(false);
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    return portal;
  },
  ENDPOINT_UNREACHABLE: answering({ destroy: true }),
  ENDPOINT_TIMEOUT: async () => {
    const timers = pauseTimers(15_000);
    const { portal } = await mountPortal({ answers: [{ hang: 'headers' }] });
    await timers.fire(15_000);
    await portal.state('error');
    return portal;
  },
  ENDPOINT_UNAUTHORIZED: answering({ status: 401 }),
  ENDPOINT_FAILED: answering({ status: 410 }),
  RESPONSE_INVALID: answering({ body: '<h1>Sign in</h1>' }),
  LINK_REJECTED: answering({ json: { location: 'javascript:alert(1)' } }),
  PORTAL_BLOCKED: async () => {
    const portal = await behaving({ hang: true }, 'loading')();
    await until('the frame', () => portal.frame);
    // As the browser reports it. A real policy has to be in the page's headers, as in `watchdog.test.ts`.
    const report = { blockedURI: portal.frame!.src, effectiveDirective: 'frame-src', disposition: 'enforce' as const };
    const required = { documentURI: '', originalPolicy: '', violatedDirective: 'frame-src', statusCode: 200 };
    document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', { ...report, ...required }));
    await portal.state('error');
    return portal;
  },
  PORTAL_LOAD_TIMEOUT: silent,
  PORTAL_LOAD_FAILED: behaving(failing('INTERNAL_ERROR'), 'error'),
  REFRESH_LIMIT_REACHED: behaving(failing('SESSION_EXPIRED'), 'error'),
  'pop-up blocked': async () => {
    const portal = await silent();
    stub(window, 'open', () => null);
    portal.click('open');
    await portal.element.updateComplete;
    await portal.element.updateComplete;
    return portal;
  },
  'launch button': launcher(),
  'launch button, loading': () => launched({ hang: 'headers' }, 'loading'),
  'launch button, failed': () => launched({ status: 401 }, 'error'),
  'launch button, pop-up blocked': async () => {
    recordTabs({ blocked: true });
    const portal = await launcher()();
    portal.click('launch');
    await until('the text', () => portal.text.includes('blocked'));
    return portal;
  },
  'launch button, link used': async () => {
    recordTabs();
    const portal = await PortalHarness.mount({ mode: 'tab', src: 'https://portal.example/1' });
    portal.click('launch');
    await portal.state('expired');
    return portal;
  },
};
