/**
 * Takes pictures of every state in a page that looks like a settings page: narrow and wide, light and dark, with forced
 * colours, and from right to left.
 */
import { executeServerCommand } from '@web/test-runner-commands';
// The import registers the languages.
import '../../src/languages/index.ts';
import { SHOWN_STATES } from '../tools/shown-states.ts';

const PAGE = `
  :root { color-scheme: light dark }
  body { margin: 0; padding: 16px; font: 16px/1.5 system-ui, sans-serif }
`;

interface Look {
  readonly width: number;
  readonly scheme?: 'dark';
  readonly forcedColors?: true;
  readonly lang?: string;
}

/** By the last part of the file name. */
const LOOKS: Readonly<Record<string, Look>> = {
  '360-light': { width: 360 },
  '360-dark': { width: 360, scheme: 'dark' },
  '1280-light': { width: 1280 },
  '1280-dark': { width: 1280, scheme: 'dark' },
  '240-light': { width: 240 },
  '360-forced': { width: 360, scheme: 'dark', forcedColors: true },
  '360-arabic': { width: 360, lang: 'ar' },
};

describe('pictures', () => {
  before(() => {
    const style = document.createElement('style');
    style.textContent = PAGE;
    document.head.append(style);
  });

  for (const [state, show] of Object.entries(SHOWN_STATES)) {
    it(state, async () => {
      const portal = await show();
      // The placeholder fades in.
      await Promise.all(portal.element.shadowRoot!.getAnimations().map(({ finished }) => finished));
      const name = state.toLowerCase().replace(/[^a-z]+/g, '-');
      for (const [look, { lang = 'en', ...media }] of Object.entries(LOOKS)) {
        Object.assign(document.documentElement, { lang, dir: lang === 'ar' ? 'rtl' : 'ltr' });
        await executeServerCommand('picture', { name: `${name}-${look}`, ...media });
      }
      Object.assign(document.documentElement, { lang: 'en', dir: 'ltr' });
      portal.element.remove();
    });
  }
});
