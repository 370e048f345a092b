/** Takes the pictures of every state, in a page that looks like somebody's settings. */
import { executeServerCommand } from '@web/test-runner-commands';
import { SHOWN_STATES } from '../tools/shown-states.ts';

const PAGE = `
  :root { color-scheme: light dark }
  body { margin: 0; padding: 16px; font: 16px/1.5 system-ui, sans-serif }
`;

describe('pictures', () => {
  before(() => {
    const style = document.createElement('style');
    style.textContent = PAGE;
    document.head.append(style);
  });

  for (const [state, show] of Object.entries(SHOWN_STATES)) {
    it(state, async () => {
      const portal = await show();
      // What loads shows after a moment.
      await Promise.all(portal.element.shadowRoot!.getAnimations().map(({ finished }) => finished));
      const name = state.toLowerCase().replace(/[^a-z]+/g, '-');
      for (const width of [360, 1280]) {
        for (const scheme of ['light', 'dark']) await executeServerCommand('picture', { name, width, scheme });
      }
      portal.element.remove();
    });
  }
});
