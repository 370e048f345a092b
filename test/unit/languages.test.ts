/** The translations: each has all labels of English, and none is still in English. */
import { expect } from '@open-wc/testing';
import { languages } from '../../src/languages/index.ts';
import { englishLabels, type PortalLabels } from '../../src/portal-labels.ts';

const EXPECTED = ['de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'sv', 'tr', 'ja', 'ko', 'zh', 'zh-Hant', 'ar', 'he'];
const english = Object.entries<string>(englishLabels);
const placeholders = (text: string) => text.match(/\{\w+\}/g) ?? [];
const lines = (text: string) => text.split('\n').length;

it('has the languages that docs/languages.md names', () => {
  expect(languages).to.include.keys(EXPECTED);
});

for (const [tag, labels] of Object.entries<PortalLabels>(languages)) {
  describe(tag, () => {
    const text = (key: string) => labels[key as keyof PortalLabels] ?? '';

    it('has every key of English, and no other', () => {
      expect(labels).to.have.all.keys(englishLabels);
    });

    it('has the placeholders of English', () => {
      for (const [key, label] of english) expect(placeholders(text(key)), key).to.deep.equal(placeholders(label));
    });

    it('has the headings of English, and no empty line', () => {
      for (const [key, label] of english) {
        expect(lines(text(key)), key).to.equal(lines(label));
        for (const line of text(key).split('\n')) expect(line, key).to.match(/^\S.*\S$/u);
      }
    });

    it('has no label that is still English', () => {
      expect(english.filter(([key, label]) => text(key) === label)).to.deep.equal([]);
    });
  });
}
