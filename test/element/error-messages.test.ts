/** What an error tells the developer: where its cause is not clear, the command that finds it. */
import { expect } from '@open-wc/testing';
import { SHOWN_STATES } from '../tools/shown-states.ts';

describe('the message of an error', () => {
  for (const code of ['ENDPOINT_UNREACHABLE', 'PORTAL_BLOCKED', 'PORTAL_LOAD_TIMEOUT', 'REFRESH_LIMIT_REACHED']) {
    it(`${code} names the command that finds the cause`, async () => {
      const { element } = await SHOWN_STATES[code]!();
      expect(element.error).to.have.property('code', code);
      expect(element.error!.message).to.match(/ npx scalekit-admin-portal doctor /);
    });
  }
});
