/**
 * `window.open` that gives no usable window: an extension's stub, a window that is closed at once, one of another origin, an
 * exception. Each counts as a blocked tab: the words say so, nothing throws, `reload()` settles, and a later click works.
 */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { catchErrors, substitute } from '../tools/conditions.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

/** What `window.open` does. */
const OPENERS: Readonly<Record<string, () => unknown>> = {
  'null (control)': () => null,
  undefined: () => undefined,
  'an empty object': () => ({}),
  true: () => true,
  'a window that is closed': () => ({ closed: true, document: { body: {} }, location: { replace: () => undefined } }),
  'a real window that is closed': () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const { contentWindow } = frame;
    frame.remove();
    return contentWindow;
  },
  'a window without a document': () => ({ closed: false, document: null, location: { replace: () => undefined } }),
  'a window whose document has no body': () => ({
    closed: false,
    document: {},
    location: { replace: () => undefined },
  }),
  'a window without a location': () => ({ closed: false, document: { body: {} } }),
  'a window whose document cannot be read': () => ({
    closed: false,
    get document(): never {
      throw new DOMException('Blocked a frame from accessing a cross-origin frame.', 'SecurityError');
    },
    location: { replace: () => undefined },
    close: () => undefined,
  }),
  'a window that refuses a new opener': () =>
    Object.freeze({
      closed: false,
      document: { body: {} },
      location: { replace: () => undefined },
      close: () => undefined,
    }),
  'a frozen object': () => Object.freeze({}),
  'a proxy that throws': () =>
    new Proxy(
      {},
      {
        get: () => {
          throw new TypeError('stub');
        },
        set: () => {
          throw new TypeError('stub');
        },
      },
    ),
  'an exception': () => {
    throw new TypeError('open is not allowed');
  },
  'a DOMException': () => {
    throw new DOMException('blocked', 'SecurityError');
  },
};

/** A window that could be used after all: an opener that cannot be cut is no reason to block it. */
const MAY_WORK = new Set(['a window that refuses a new opener', 'a window whose document has no body']);

for (const surface of [
  'the button of mode="tab"',
  'the button of a silent portal',
  'reload() in mode="tab"',
] as const) {
  describe(`a tab that is none, ${surface}`, () => {
    for (const [name, open] of Object.entries(OPENERS)) {
      it(`counts as blocked, and says so: ${name}`, async () => {
        const errors = catchErrors();
        const backend = await Backend.create();
        await backend.portal({ onLoad: [] });
        const isSilent = surface === 'the button of a silent portal';
        const portal = await PortalHarness.mount({
          endpoint: backend.endpoint,
          ...(isSilent ? { loadTimeout: 1 } : { mode: 'tab' }),
        });
        if (isSilent) await portal.event('portal-error');
        await portal.element.updateComplete;
        const before = await backend.minted();
        substitute(window, 'open', open);
        let outcome = Promise.resolve('settled');
        if (surface === 'reload() in mode="tab"') {
          outcome = portal.element.reload().then(
            () => 'settled',
            () => 'settled',
          );
        } else {
          portal.click(isSilent ? 'open' : ('launch' as 'open'));
        }
        const settled = await Promise.race([outcome, until('never', () => null, { limit: 4000 }).catch(() => 'open')]);
        expect(settled, 'reload()').to.equal('settled');
        if (!MAY_WORK.has(name)) {
          await until('the words', () => portal.words.includes('blocked the new tab'), { limit: 4000 });
          expect(await backend.minted(), 'links in vain').to.equal(before);
        }
        expect(portal.element.state).to.equal(isSilent ? 'error' : 'idle');
        expect(errors).to.deep.equal([]);
        // A later click, when the browser lets it through.
        const { story } = recordTabs();
        const after = await backend.minted();
        portal.click(isSilent ? 'open' : ('launch' as 'open'));
        await until('the tab goes', () => story.includes(`goes to ${backend.link(after + 1)}`));
        expect(portal.types.filter((type) => type === 'portal-error')).to.have.length(isSilent ? 1 : 0);
      });
    }
  });
}

describe('a redirect that cannot leave', () => {
  it('is tried by location.assign, and settles', async () => {
    const backend = await Backend.create();
    await backend.answers([{ status: 410 }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, mode: 'redirect' });
    const error = await portal.element.reload().then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error).to.include({ name: 'PortalError', code: 'ENDPOINT_FAILED' });
    expect(await backend.minted()).to.equal(0);
  });
});
