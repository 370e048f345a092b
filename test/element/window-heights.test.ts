/** Windows of different heights: words and buttons are in sight although the element is 600 px high or higher. */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { HostFrame } from '../tools/host-frame.ts';

/** In CSS pixels: a window of 1,280 × 1,200 px at 400 % zoom, a small laptop, a large screen; and the element's `height`. */
const WINDOWS = [
  { width: 320, height: 300, of: 600 },
  { width: 320, height: 300, of: 1200 },
  { width: 1280, height: 600, of: 1200 },
  { width: 1280, height: 1200, of: 600 },
] as const;

/** An empty page in a window of this size. */
async function openWindow({ width, height }: (typeof WINDOWS)[number]): Promise<HostFrame> {
  const host = await HostFrame.open('', width);
  host.frame.style.height = `${height}px`;
  host.page.body.style.margin = '0';
  return host;
}

describe('heights of windows', () => {
  for (const size of WINDOWS) {
    const { width, height, of } = size;

    it(`${width} × ${height} px, an element of ${of} px: the window shows an error's words and its first button`, async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 410 }]);
      const host = await openWindow(size);
      const portal = host.create({ endpoint: backend.endpoint, height: of });
      host.page.body.append(portal.element);
      await portal.state('error');
      await portal.element.updateComplete;
      expect(portal.element.clientHeight).to.equal(of);
      for (const part of ['heading', 'retry']) {
        const { top, bottom } = portal.part(part)!.getBoundingClientRect();
        expect(top, part).to.be.at.least(0);
        expect(bottom, part).to.be.at.most(height);
      }
      expect(await backend.minted()).to.equal(0);
    });

    it(`${width} × ${height} px, an element of ${of} px: the window shows the words of loading`, async () => {
      const backend = await Backend.create();
      await backend.portal({ hang: true });
      const host = await openWindow(size);
      const portal = host.create({ endpoint: backend.endpoint, height: of });
      host.page.body.append(portal.element);
      const words = await until('the words', () => portal.find('.late'));
      const { top, bottom } = words.getBoundingClientRect();
      expect(top).to.be.at.least(0);
      expect(bottom).to.be.at.most(height);
      expect(await backend.minted()).to.equal(1);
    });
  }
});
