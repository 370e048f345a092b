/** The answers that contain a link. Inherited properties do not count. */
import { expect } from '@open-wc/testing';
import { linkIn } from '../../src/link-answer.ts';

const LINK = 'https://acme.scalekit.com/magicLink/1';

const ANSWERS: Record<string, unknown> = {
  'a string': LINK,
  'a URL': new URL(LINK),
  'the documented answer': { id: 'lnk_1', location: LINK, expireTime: '2024-10-03T13:35:50.563013Z' },
  'the REST answer': { link: { id: 'lnk_1', location: LINK, expire_time: '2024-10-03T13:35:50.563013Z' } },
  'the struct of the Go SDK': { id: 'lnk_1', location: LINK, expire_time: { seconds: 1, nanos: 1 } },
  'the answer of an integration guide': { portalUrl: LINK },
  'the answer of the WorkOS SDK': { link: LINK },
  "the answer of Scalekit's Go demo": { link: LINK, expires_at: { seconds: 1, nanos: 1 } },
  'an object with url': { url: LINK },
  'an object with portalLink': { portalLink: LINK, expiresAt: '2024-10-03T13:35:50.563013Z' },
  'a URL below a key': { link: { location: new URL(LINK) } },
};

const KEYS = ['location', 'link', 'portalUrl', 'portalLink', 'url', 'href'];

describe('linkIn', () => {
  for (const [name, answer] of Object.entries(ANSWERS)) {
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
    it(`finds no link in ${JSON.stringify(answer)}`, () => {
      expect(linkIn(answer)).to.equal(null);
    });
  }

  for (const key of KEYS) {
    it(`ignores an inherited ${key}`, () => {
      Object.defineProperty(Object.prototype, key, { value: 'https://evil.example/1', configurable: true });
      try {
        expect(linkIn({})).to.equal(null);
        expect(linkIn({ link: {} })).to.equal(null);
        expect(linkIn(ANSWERS['an object with portalLink'])).to.equal(LINK);
      } finally {
        Reflect.deleteProperty(Object.prototype, key);
      }
    });
  }
});
