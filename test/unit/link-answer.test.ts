/** Which answers hold a link, and that nothing is read from what they inherit. */
import { expect } from '@open-wc/testing';
import { linkIn } from '../../src/link-answer.ts';

const LINK = 'https://acme.scalekit.com/magicLink/1';

const UNDERSTOOD: Record<string, unknown> = {
  'a string': LINK,
  'a URL': new URL(LINK),
  'the documented answer': { id: 'lnk_1', location: LINK, expireTime: '2024-10-03T13:35:50.563013Z' },
  'the REST answer': { link: { id: 'lnk_1', location: LINK, expire_time: '2024-10-03T13:35:50.563013Z' } },
  "the Go SDK's struct": { id: 'lnk_1', location: LINK, expire_time: { seconds: 1, nanos: 1 } },
  "an integration guide's": { portalUrl: LINK },
  "the WorkOS SDK's": { link: LINK },
  "Scalekit's Go demo's": { link: LINK, expires_at: { seconds: 1, nanos: 1 } },
  'a url': { url: LINK },
  'a portalLink': { portalLink: LINK, expiresAt: '2024-10-03T13:35:50.563013Z' },
  'a URL below a key': { link: { location: new URL(LINK) } },
};

const KEYS = ['location', 'link', 'portalUrl', 'portalLink', 'url', 'href'];

describe('linkIn', () => {
  for (const [name, answer] of Object.entries(UNDERSTOOD)) {
    it(`finds the link in ${name}`, () => {
      expect(linkIn(answer)).to.equal(LINK);
    });
  }

  for (const answer of [
    null,
    undefined,
    1,
    true,
    {},
    [],
    [LINK],
    { location: { deeper: { link: LINK } } },
    { href: LINK },
  ]) {
    it(`finds none in ${JSON.stringify(answer)}`, () => {
      expect(linkIn(answer)).to.equal(null);
    });
  }

  for (const key of KEYS) {
    it(`reads no ${key} that an answer inherits`, () => {
      Object.defineProperty(Object.prototype, key, { value: 'https://evil.example/1', configurable: true });
      try {
        expect(linkIn({})).to.equal(null);
        expect(linkIn({ link: {} })).to.equal(null);
        expect(linkIn(UNDERSTOOD['a portalLink'])).to.equal(LINK);
      } finally {
        Reflect.deleteProperty(Object.prototype, key);
      }
    });
  }
});
