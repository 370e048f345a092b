/**
 * `window.open` without a usable window: a stub of an extension, a closed window, one of another origin, an exception. Each
 * counts as a blocked tab: the text says so, nothing throws, `reload()` settles, and a later click works.
 */
import { expect } from '@open-wc/testing';
import { until } from '../tools/backend.ts';
import { catchErrors, stub } from '../tools/conditions.ts';
import { mountPortal, rejectionOf } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

const location = { replace: () => undefined };
const throwing = (error: unknown) => () => {
  throw error;
};

/** Replacements of `window.open`. */
const OPENERS: Readonly<Record<string, () => unknown>> = {
  'null (control)': () => null,
  undefined: () => undefined,
  'an empty object': () => ({}),
  true: () => true,
  'a window that is closed': () => ({ closed: true, document: { body: {} }, location }),
  'a real window that is closed': () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const { contentWindow } = frame;
    frame.remove();
    return contentWindow;
  },
  'a window without a document': () => ({ closed: false, document: null, location }),
  'a window whose document has no body': () => ({ closed: false, document: {}, location }),
  'a window without a location': () => ({ closed: false, document: { body: {} } }),
  'a window whose document cannot be read': () => ({
    closed: false,
    get document(): never {
      throw new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError');
    },
    location,
    close: () => undefined,
  }),
  'a window that refuses a new opener': () =>
    Object.freeze({ closed: false, document: { body: {} }, location, close: () => undefined }),
  'a frozen object': () => Object.freeze({}),
  'a proxy that throws': () =>
    new Proxy({}, { get: throwing(new TypeError('stub')), set: throwing(new TypeError('stub')) }),
  'an exception': throwing(new TypeError('open is not allowed')),
  'a DOMException': throwing(new DOMException('blocked', 'SecurityError')),
};

/** Windows that the element may use. */
const MAY_WORK = new Set(['a window that refuses a new opener', 'a window whose document has no body']);

for (const surface of [
  'the button of mode="tab"',
  'the button of a silent portal',
  'reload() in mode="tab"',
] as const) {
  describe(`an unusable tab, ${surface}`, () => {
    for (const [name, open] of Object.entries(OPENERS)) {
      it(`counts as blocked: ${name}`, async () => {
        const errors = catchErrors();
        const isSilent = surface === 'the button of a silent portal';
        const button = isSilent ? 'open' : 'launch';
        const values = isSilent ? { loadTimeout: 1 } : { mode: 'tab' as const };
        const { backend, portal } = await mountPortal({ portal: { onLoad: [] } }, values);
        if (isSilent) await portal.event('portal-error');
        await portal.element.updateComplete;
        const before = await backend.minted();
        stub(window, 'open', open);
        if (surface === 'reload() in mode="tab"') {
          let isSettled = false;
          void rejectionOf(portal.element.reload()).then(() => (isSettled = true));
          await until('reload() settles', () => isSettled, { limit: 4000 });
        } else {
          portal.click(button);
        }
        if (!MAY_WORK.has(name)) {
          await until('the text', () => portal.text.includes('blocked the new tab'), { limit: 4000 });
          expect(await backend.minted(), 'links in vain').to.equal(before);
        }
        expect(portal.element.state).to.equal(isSilent ? 'error' : 'idle');
        expect(errors).to.deep.equal([]);
        // A later click, when the browser opens a usable tab.
        const { log, navigated } = recordTabs();
        const after = await backend.minted();
        portal.click(button);
        await navigated();
        expect(log).to.include(`goes to ${backend.link(after + 1)}`);
        expect(portal.count('portal-error')).to.equal(isSilent ? 1 : 0);
      });
    }
  });
}

describe('reload() in mode="redirect"', () => {
  it('rejects when the endpoint fails', async () => {
    const { backend, portal } = await mountPortal({ answers: [{ status: 410 }] }, { mode: 'redirect' });
    const error = await rejectionOf(portal.element.reload());
    expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_FAILED' });
    expect(await backend.minted()).to.equal(0);
  });
});
