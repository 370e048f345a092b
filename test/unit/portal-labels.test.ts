/** Which words people see: the page's own, as text, and the English ones where the page has none. */
import { expect } from '@open-wc/testing';
import { completeLabels, englishLabels } from '../../src/portal-labels.ts';

describe('completeLabels', () => {
  for (const none of [null, undefined, {}]) {
    it(`is English for ${JSON.stringify(none)}`, () => {
      expect(completeLabels(none)).to.deep.equal(englishLabels);
    });
  }

  it('takes the words of the page, and the English one where a word is null or undefined', () => {
    const none = (value: unknown) => value as string;
    const own = { retry: 'Nochmal', open: none(undefined), renew: none(null) };
    expect(completeLabels(own)).to.deep.equal({ ...englishLabels, retry: 'Nochmal' });
  });

  it('makes text of whatever it gets: Lit takes an object of a certain shape for a template', () => {
    const own = { retry: { strings: ['<b>'], values: [], _$litType$: 1 } as unknown as string };
    expect(completeLabels(own).retry).to.equal('[object Object]');
  });
});
