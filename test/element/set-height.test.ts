/** A notice above the frame when the page sets the element's height: nothing overlaps, and nothing is cut off. */
import { expect } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { reportTests } from '../tools/figures.ts';
import { HostFrame } from '../tools/host-frame.ts';
import type { PortalHarness } from '../tools/portal-harness.ts';
import { loadSuccess, sessionWarning } from '../tools/sample-messages.ts';

reportTests('Host pages', 'heights set by the page');

interface Height {
  /** Style of the element. */
  readonly css?: string;
  /** Style of its parent. */
  readonly parent?: string;
  readonly attribute?: number;
  readonly quirks?: true;
}

const HEIGHTS: Readonly<Record<string, Height>> = {
  'no height (control)': {},
  'height: 600px': { css: 'height: 600px' },
  'height: 700px': { css: 'height: 700px' },
  'height: 300px': { css: 'height: 300px' },
  'block-size: 600px': { css: 'block-size: 600px' },
  'max-height: 600px': { css: 'max-height: 600px' },
  'height and max-height': { css: 'height: 600px; max-height: 600px' },
  'height: 600px, overflow: hidden': { css: 'height: 600px; overflow: hidden' },
  'height: 600px, overflow: auto': { css: 'height: 600px; overflow: auto' },
  'height: 600px, contain: content': { css: 'height: 600px; contain: content' },
  'height: 600px, display: flex': { css: 'height: 600px; display: flex' },
  'height: 600px, display: inline-block': { css: 'height: 600px; width: 100%; display: inline-block' },
  'height: 600px, float: left': { css: 'height: 600px; width: 100%; float: left' },
  'height: 600px, border and padding': {
    css: 'height: 600px; border: 5px solid; padding: 10px; box-sizing: border-box',
  },
  'aspect-ratio: 16/9': { css: 'aspect-ratio: 16 / 9' },
  'the attribute': { attribute: 600 },
  'the attribute, and CSS': { attribute: 700, css: 'height: 600px' },
  '100% of a parent of 600 px': { css: 'height: 100%', parent: 'min-height: 600px; height: fit-content' },
  'flex: 1 in a column': { css: 'flex: 1', parent: 'display: flex; flex-direction: column; min-height: 600px' },
  'flex: 0 0 600px in a column': { css: 'flex: 0 0 600px', parent: 'display: flex; flex-direction: column' },
  'a flex row': { css: 'height: 600px; flex: 1', parent: 'display: flex' },
  'a grid row of 600px at least': { parent: 'display: grid; grid-template-rows: minmax(600px, auto)' },
  'quirks mode, height: 600px': { css: 'height: 600px', quirks: true },
  'quirks mode, no height': { quirks: true },
};

/** The overlaps, and the parts that are cut off. */
function faults({ element, ...portal }: { element: HTMLElement; notice: Element; frame: Element; footer: Element }) {
  const found: string[] = [];
  const [box, notice, frame, footer] = [element, portal.notice, portal.frame, portal.footer].map((part) =>
    part.getBoundingClientRect(),
  ) as [DOMRect, DOMRect, DOMRect, DOMRect];
  if (notice.height < 20) found.push(`the notice is ${notice.height} px high`);
  if (frame.height < 600) found.push(`the frame is ${frame.height} px high`);
  if (notice.bottom > frame.top + 0.5) found.push(`the notice covers ${notice.bottom - frame.top} px of the frame`);
  if (frame.bottom > footer.top + 0.5) found.push(`the frame covers ${frame.bottom - footer.top} px of the footer`);
  if (frame.bottom > box.bottom + 0.5)
    found.push(`${frame.bottom - box.bottom} px of the frame overflow or are cut off`);
  if (notice.top < box.top - 0.5) found.push('the notice overflows at the top');
  return found;
}

/** The notices above a frame, and how to get each. */
const NOTICES: Readonly<Record<string, (host: HostFrame, portal: PortalHarness) => Promise<unknown>>> = {
  'the session ends soon': async (host, portal) => {
    await portal.event('portal-message');
    host.post(portal, sessionWarning());
    await portal.event('portal-message', 2);
  },
  'the portal stays silent': (_, portal) => portal.event('portal-error'),
};

describe('a notice in a set height', () => {
  for (const [notice, showNotice] of Object.entries(NOTICES)) {
    for (const [name, { css = '', parent = '', attribute, quirks }] of Object.entries(HEIGHTS)) {
      it(`covers nothing and is not cut off: ${notice}, ${name}`, async () => {
        const isSilent = notice === 'the portal stays silent';
        const backend = await Backend.create({ portal: { onLoad: isSilent ? [] : [loadSuccess()] } });
        const host = await HostFrame.open(quirks ? '/quirks' : '');
        const parentElement = host.page.createElement('div');
        parentElement.style.cssText = parent;
        const portal = host.create({
          endpoint: backend.endpoint,
          height: attribute ?? null,
          ...(isSilent && { loadTimeout: 1 }),
        });
        portal.element.style.cssText = css;
        const footer = host.page.createElement('footer');
        footer.innerHTML = '<button>Save</button>';
        footer.style.clear = 'both';
        parentElement.append(portal.element);
        host.page.body.append(parentElement, footer);
        await showNotice(host, portal);
        await portal.element.updateComplete;
        const parts = { element: portal.element, notice: portal.part('notice')!, frame: portal.frame!, footer };
        expect(faults(parts)).to.deep.equal([]);
        const button = footer.querySelector('button')!;
        button.scrollIntoView();
        const { left, top, width, height } = button.getBoundingClientRect();
        const hit = host.page.elementFromPoint(left + width / 2, top + height / 2);
        expect(hit === button, 'a click reaches the button in the footer').to.equal(true);
        expect(await backend.minted()).to.equal(1);
      });
    }
  }
});
