/** The translations as data: nothing that English has is missing, and nothing is left in English. */
import { expect } from '@open-wc/testing';
import { languages } from '../../src/languages/index.ts';
import { englishLabels, type PortalLabels } from '../../src/portal-labels.ts';

const WANTED = ['de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'sv', 'tr', 'ja', 'ko', 'zh', 'zh-Hant', 'ar', 'he'];
const english = Object.entries<string>(englishLabels);
const placeholders = (text: string) => text.match(/\{\w+\}/g) ?? [];
const lines = (text: string) => text.split('\n').length;

it('has the languages that docs/languages.md names', () => {
  expect(languages).to.include.keys(WANTED);
});

for (const [tag, labels] of Object.entries<PortalLabels>(languages)) {
  describe(tag, () => {
    const text = (key: string) => labels[key as keyof PortalLabels] ?? '';

    it('has every key of English, and no other', () => {
      expect(labels).to.have.all.keys(englishLabels);
    });

    it('has every placeholder where English has it', () => {
      for (const [key, words] of english) expect(placeholders(text(key)), key).to.deep.equal(placeholders(words));
    });

    it('has a heading where English has one, and no empty line', () => {
      for (const [key, words] of english) {
        expect(lines(text(key)), key).to.equal(lines(words));
        for (const line of text(key).split('\n')) expect(line, key).to.match(/^\S.*\S$/u);
      }
    });

    it('has no text that is still English', () => {
      expect(english.filter(([key, words]) => text(key) === words)).to.deep.equal([]);
    });
  });
}
