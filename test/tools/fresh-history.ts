/**
 * A command for tests: `executeServerCommand('forget-history')` leaves the page the one entry that it is at. The files of a
 * run share a window, and engines keep 50 entries at most: past that, nobody can count what a test adds.
 */
import type { TestRunnerPlugin } from '@web/test-runner-core';
import type { Page } from 'puppeteer-core';

export function freshHistory(): TestRunnerPlugin {
  return {
    name: 'fresh-history',
    async executeCommand({ command, session }) {
      if (command !== 'forget-history') return undefined;
      // Only Chromium can.
      const canForget = session.browser.name === 'Chromium';
      if (canForget) {
        const launcher = session.browser as unknown as { getPage(id: string): Page };
        const client = await launcher.getPage(session.id).createCDPSession();
        await client.send('Page.resetNavigationHistory');
        await client.detach();
      }
      return { canForget };
    },
  };
}
