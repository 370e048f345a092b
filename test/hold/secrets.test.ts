/**
 * Nobody is told a link. The watch looks at everything that any test observes; here it is shown to see a link wherever
 * one could be told, and then the element goes through everything that it ever says, errors above all.
 */
import { expect } from '@open-wc/testing';
import { Backend, until, type Answer } from '../tools/backend.ts';
import { setOnline } from '../tools/conditions.ts';
import { report } from '../tools/figures.ts';
import { PortalHarness, readyPortal, replace } from '../tools/portal-harness.ts';
import { ENDINGS, message, sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';
import { holdsLink } from './leak-scan.ts';
import { leakWatch } from './leak-watch.ts';

const RUN = '12345678-1234-4123-8123-123456789abc';
const LINK = `http://127.0.0.1:8000/portal/${RUN}/1`;

const withLink = (what: string) => `${what} ${LINK}`;

describe('the scan for a link', () => {
  const cycle: Record<string, unknown> = { deep: [{ deeper: new Map([['key', { url: new URL(LINK) }]]) }] };
  cycle['self'] = cycle;
  const places: Record<string, unknown> = {
    'a string': withLink('Go to'),
    'an encoded string': `?next=${encodeURIComponent(LINK)}`,
    'an object in depth, with a cycle': cycle,
    'the name of a property': { [LINK]: 1 },
    'a symbol': { [Symbol('own')]: LINK },
    'the message of an error': new Error(withLink('Refused:')),
    'the cause of an error': new Error('Refused', { cause: new Error(withLink('because of')) }),
    'a set': new Set([LINK]),
  };
  for (const [what, value] of Object.entries(places)) {
    it(`finds it in ${what}`, () => expect(holdsLink(value)).to.equal(true));
  }

  it('finds it in an attribute and in a serialised element', () => {
    const element = document.createElement('div');
    element.dataset['link'] = LINK;
    expect(holdsLink(element)).to.equal(true);
    const parent = document.createElement('div');
    parent.innerHTML = `<p>${LINK}</p>`;
    expect(holdsLink([parent])).to.equal(true);
  });

  it('finds none where there is none', () => {
    const fine = ['http://127.0.0.1:8000/portal/', RUN, new Error('No link'), document.createElement('p'), null, 1];
    expect(holdsLink(fine)).to.equal(false);
  });
});

describe('the watch', () => {
  const element = () => document.createElement('scalekit-admin-portal');

  /** Ways in which an element, or a page with one, could tell a link. Returned is what still holds it. */
  const tellings: Record<string, [where: string, tell: () => unknown]> = {
    'an event': [
      'detail of portal-error',
      () => element().dispatchEvent(new CustomEvent('portal-error', { detail: { error: new Error(LINK) } })),
    ],
    'the type of an event': ['the type of an event', () => element().dispatchEvent(new CustomEvent(LINK))],
    'a log line': [
      'console.debug',
      () => {
        const restore = replace(console, 'debug', () => undefined);
        console.debug('Asked for', new URL(LINK));
        restore();
      },
    ],
    'an attribute': [
      'attribute data-link',
      async () => {
        const { portal } = await readyPortal();
        portal.element.dataset['link'] = LINK;
        return portal.element;
      },
    ],
    'a property': [
      'property told',
      async () => {
        const { portal } = await readyPortal();
        portal.element.title = 'Changed';
        Object.assign(portal.element, { told: LINK });
        return portal.element;
      },
    ],
    'a serialised element': [
      'serialised element',
      async () => {
        const { portal } = await readyPortal();
        portal.element.append(LINK);
        portal.element.title = 'Changed';
        return portal.element;
      },
    ],
  };
  for (const [what, [where, tell]] of Object.entries(tellings)) {
    it(`sees a link in ${what}`, async () => {
      let left: unknown;
      const found = await leakWatch.provoke(async () => {
        left = await tell();
      });
      if (left instanceof Element) left.remove();
      expect(found).to.include(where);
    });
  }

  it('allows a message to hold a link that the portal itself has put there', async () => {
    const { portal } = await readyPortal();
    portal.record('sso-configured');
    portal.say({ type: 'SSO_CONFIGURED', next: LINK });
    await portal.event('sso-configured');
  });
});

describe('nobody is told a link', () => {
  const refused = (location: string): Answer => ({ json: { location } });
  const answers: Record<string, Answer> = {
    'a link that is refused': refused('ftp://127.0.0.1/portal/{run}/{number}'),
    'a link with a password': refused('http://me:secret@127.0.0.1:{port}/portal/{run}/{number}'),
    'a link on the origin of the page': refused('http://localhost:{port}/portal/{run}/{number}'),
    'a link in broken JSON': { body: '{"location": "{link}"' },
    'a link in HTML': { body: '<a href="{link}">Portal</a>' },
    'a link where none is looked for': { json: { href: '{link}' } },
    'a link in a failure': { status: 500, json: { error: 'Cannot open {link}' } },
    'a link in a refusal': { status: 403, body: '{link}' },
    'a redirect to the link': { redirect: '{link}' },
    'a cut body with a link': { cut: true },
  };
  for (const [what, answer] of Object.entries(answers)) {
    it(`by the error after ${what}`, async () => {
      const restore = replace(Math, 'random', () => 0);
      try {
        const backend = await Backend.create();
        await backend.answers([answer]);
        const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
        await portal.event('portal-error');
        expect(holdsLink(portal.element.error)).to.equal(false);
        const outcome: unknown = await portal.element.reload().catch((error: unknown) => error);
        expect(holdsLink(outcome)).to.equal(false);
        expect(outcome).to.have.property('name', 'PortalError');
      } finally {
        restore();
      }
    });
  }

  it('by the error after a link that was used before', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([refused(backend.link(1))]);
    await portal.element.reload().catch(() => undefined);
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect(holdsLink(portal.element.error)).to.equal(false);
  });

  it('by an element whose link was rendered into the page, neither shown nor refused', async () => {
    const backend = await Backend.create();
    for (const origins of [backend.portalOrigin, 'https://portal.example']) {
      const markup = `<scalekit-admin-portal src="${backend.link(1)}" environment-url="${origins}"></scalekit-admin-portal>`;
      const { element } = await PortalHarness.parse(markup);
      await until('the link is used', () => element.state === 'ready' || element.state === 'error');
      expect(holdsLink([element, element.src, element.error])).to.equal(false);
    }
  });

  it('by anything that the element says in a long life', async () => {
    const before = { ...leakWatch.looked };
    const { backend, portal } = await readyPortal();
    portal.say(ssoEnabled());
    portal.say(sessionWarning());
    await until('the notice', () => portal.part('notice') !== null);
    for (const [index, { message: ending }] of ENDINGS.slice(0, 2).entries()) {
      portal.say(ending);
      await backend.listening(index + 2);
      await portal.state('ready');
    }
    portal.say(message('PORTAL_LOAD_FAILURE', { error_code: 'BROKEN' }));
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    await backend.listening(4);
    setOnline(false);
    portal.say(sessionExpiry());
    await portal.state('expired');
    setOnline(true);
    await portal.state('ready');
    portal.element.setAttribute('src', backend.link(9));
    await portal.element.updateComplete;
    await backend.opened(9);
    expect(portal.element.src).to.equal(null);
    expect(portal.links).to.have.length(6);
    portal.element.remove();
    const looked = Object.entries(leakWatch.looked).map(([name, count]) => {
      return [name, count - before[name as keyof typeof before]] as const;
    });
    expect(Object.fromEntries(looked)['events']).to.be.at.least(25);
    await report('No link in', 'one long life', Object.fromEntries(looked));
  });
});
