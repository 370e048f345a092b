/** Labels: those of the page, as text, and the English ones for the rest. */
import { expect } from '@open-wc/testing';
import { completeLabels, englishLabels, type PortalLabels } from '../../src/portal-labels.ts';

describe('completeLabels', () => {
  for (const none of [null, undefined, {}]) {
    it(`returns the English labels for ${JSON.stringify(none)}`, () => {
      expect(completeLabels(none)).to.deep.equal(englishLabels);
    });
  }

  it('prefers the labels of the page, unless they are null or undefined', () => {
    const labels = { retry: 'Nochmal', open: undefined, renew: null } as unknown as Partial<PortalLabels>;
    expect(completeLabels(labels)).to.deep.equal({ ...englishLabels, retry: 'Nochmal' });
  });

  // Lit would render an object of this shape as a template.
  it('converts every value to text', () => {
    const labels = { retry: { strings: ['<b>'], values: [], _$litType$: 1 } as unknown as string };
    expect(completeLabels(labels).retry).to.equal('[object Object]');
  });
});
