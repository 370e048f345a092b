/** Errors with several possible causes name the command that finds the cause. */
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
