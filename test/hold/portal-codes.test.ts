/**
 * Valid values of the portal's `error_code`. The element shows it in its panel, in `error.message` and in `error.portalCode`, where
 * people take it for text of the page. So prose, addresses, markup, control characters and megabytes are invalid.
 */
import { expect } from '@open-wc/testing';
import { catchWarnings } from '../tools/conditions.ts';
import { report } from '../tools/figures.ts';
import { readyPortal } from '../tools/portal-harness.ts';
import { message } from '../tools/sample-messages.ts';

const TABLE = 'Error codes of the portal';

const VALID = ['INTERNAL_ERROR', 'no-access', 'portal.load.failed', '403', 'x'.repeat(64)];

/** Expressions, since not all values are JSON. */
const INVALID: Readonly<Record<string, string>> = {
  prose: `'Your account is locked. Call 0800 1234567 and have your password ready'`,
  'one space': `'CALL US'`,
  'an address': `'https://evil.example/login'`,
  'a domain and a path': `'evil.example/login'`,
  'an e-mail address': `'help@evil.example'`,
  'a telephone number': `'+49:30:123456'`,
  markup: `'<img/src=x/onerror=alert(1)>'`,
  '65 characters': `'x'.repeat(65)`,
  '3 MB': `'x'.repeat(3e6)`,
  '3 MB without a place to break': `'\\u00a0\\u2060'.repeat(1.5e6)`,
  'control characters': `'A\\u0000B\\u001b[31m'`,
  'a line break': `'INTERNAL_ERROR\\n[error] forged log line'`,
  'a line break at its end': `'INTERNAL_ERROR\\n'`,
  'right-to-left override': `'\\u202eKCOLB'`,
  'letters that look like others': `'INTERNАL_ERROR'`,
  'letters of another script': `'請重新登入'`,
  'an emoji': `'🔒'`,
  'half a character': `'\\ud800'`,
  'an empty text': `''`,
  'an object': `{ toString: 'x', code: 'INTERNAL_ERROR' }`,
  'an array': `['INTERNAL_ERROR']`,
  'a String': `new String('INTERNAL_ERROR')`,
  'a number': '403',
  'a BigInt': '403n',
  null: 'null',
  'a Map': `new Map([['x', 'INTERNAL_ERROR']])`,
};

describe('an error_code of the portal', () => {
  async function failWith(code: string) {
    const warnings = catchWarnings();
    const { portal } = await readyPortal();
    const width = document.documentElement.scrollWidth;
    const failure = JSON.stringify(message('PORTAL_LOAD_FAILURE'));
    portal.command({ command: 'eval-post', code: `Object.assign(${failure}, { data: { error_code: ${code} } })` });
    await portal.event('portal-error');
    await portal.state('error');
    const panel = portal.part('error')!;
    return { error: portal.element.error!, panel, text: portal.text, width, warnings };
  }

  for (const code of VALID) {
    it(`is in the panel and in the error: ${code}`, async () => {
      const { error, text } = await failWith(JSON.stringify(code));
      expect(error.portalCode).to.equal(code);
      expect(error.message).to.include(code);
      expect(text).to.include(code);
      await report(TABLE, 'codes', { tried: 1, shown: 1 });
    });
  }

  let expected: Awaited<ReturnType<typeof failWith>> | undefined;

  // Panel and error must be the same as without a code.
  for (const [name, code] of Object.entries(INVALID)) {
    it(`is ignored: ${name}`, async () => {
      expected ??= await failWith('undefined');
      const { error, panel, text, width, warnings } = await failWith(code);
      // Compared as booleans: the message of a failed comparison would have 3 MB.
      expect(text === expected.text, `text: ${text.slice(0, 200)}`).to.equal(true);
      expect(error.message === expected.error.message, `message: ${error.message.slice(0, 200)}`).to.equal(true);
      expect(error.portalCode, 'portalCode').to.equal(undefined);
      expect(error.code).to.equal('PORTAL_LOAD_FAILED');
      expect(error.message).not.to.match(/undefined|null|object/);
      expect(text).not.to.match(/undefined|null|object/);
      expect(document.documentElement.scrollWidth, 'the width of the page').to.equal(width);
      expect(panel.scrollWidth, 'the width of the panel').to.be.at.most(panel.clientWidth);
      expect(warnings).to.deep.equal([]);
      await report(TABLE, 'anything else', { tried: 1, shown: 0 });
    });
  }

  it('of 64 characters causes no overflow in a narrow page', async () => {
    const { portal } = await readyPortal();
    const parent = portal.element.parentElement!;
    parent.style.cssText = 'width: 200px; overflow: hidden';
    portal.post(message('PORTAL_LOAD_FAILURE', { error_code: 'x'.repeat(64) }));
    await portal.state('error');
    expect(parent.scrollWidth).to.equal(200);
  });
});
