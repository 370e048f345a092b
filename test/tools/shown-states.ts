/**
 * Everything that a person may see of the element, by name: how to bring it about with a real backend and a real
 * frame. The accessibility tests and the pictures go through this list, so a new panel belongs in it.
 */
import { Backend, until, type Answer, type PortalScript } from './backend.ts';
import { catchWarnings, holdTimers, setOnline, substitute } from './conditions.ts';
import { PortalHarness, readyPortal } from './portal-harness.ts';
import { recordTabs } from './recorded-tabs.ts';
import { loadSuccess, message, sessionWarning } from './sample-messages.ts';

type Show = () => Promise<PortalHarness>;

/** An endpoint that gives this answer and no other. */
const answering =
  (answer: Answer): Show =>
  async () => {
    substitute(Math, 'random', () => 0);
    const backend = await Backend.create();
    await backend.answers([answer]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('error');
    return portal;
  };

/** A healthy endpoint, and a portal that behaves like this. */
const behaving =
  (script: PortalScript, state: string, values: Partial<PortalHarness['element']> = {}): Show =>
  async () => {
    const backend = await Backend.create();
    await backend.portal(script);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, ...values });
    await portal.state(state);
    return portal;
  };

/** A button that opens a tab, and an endpoint that gives this answer. */
const launcher =
  (answer: Answer = {}): Show =>
  async () => {
    const backend = await Backend.create();
    await backend.answers([answer]);
    return PortalHarness.mount({ endpoint: backend.endpoint, mode: 'tab' });
  };

const failing = (portalCode: string): PortalScript => ({
  onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: portalCode })],
});

const silent = behaving({ onLoad: [] }, 'error', { loadTimeout: 100 });

/** Every state that people see, by name. */
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
  'session ended, nothing to ask': async () => {
    const { portal } = await readyPortal();
    catchWarnings();
    portal.element.endpoint = null;
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    return portal;
  },
  'session ended, refresh prevented': async () => {
    const { portal } = await readyPortal();
    portal.element.addEventListener('portal-refresh', (event) => event.preventDefault());
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('expired');
    return portal;
  },
  'session ended, offline': async () => {
    const { portal } = await readyPortal();
    setOnline(false);
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-refresh');
    await portal.element.updateComplete;
    return portal;
  },
  ENDPOINT_UNREACHABLE: answering({ destroy: true }),
  ENDPOINT_TIMEOUT: async () => {
    const timers = holdTimers(15_000);
    const backend = await Backend.create();
    await backend.answers([{ hang: 'headers' }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await timers.release(15_000);
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
    // As the browser reports it; a real policy would have to be the page's own. The watchdog's tests have one.
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
    substitute(window, 'open', () => null);
    portal.click('open');
    await portal.element.updateComplete;
    await portal.element.updateComplete;
    return portal;
  },
  'button of its own': launcher(),
  'button of its own, asking': async () => {
    recordTabs();
    const portal = await launcher({ hang: 'headers' })();
    portal.part('launch')!.click();
    await portal.state('loading');
    return portal;
  },
  'button of its own, failed': async () => {
    recordTabs();
    const portal = await launcher({ status: 401 })();
    portal.part('launch')!.click();
    await portal.state('error');
    return portal;
  },
  'button of its own, pop-up blocked': async () => {
    recordTabs(true);
    const portal = await launcher()();
    portal.part('launch')!.click();
    await until('the words', () => portal.words.includes('blocked'));
    return portal;
  },
  'button of its own, link used up': async () => {
    recordTabs();
    const portal = await PortalHarness.mount({ mode: 'tab', src: 'https://portal.example/1' });
    portal.part('launch')!.click();
    await portal.state('expired');
    return portal;
  },
};
