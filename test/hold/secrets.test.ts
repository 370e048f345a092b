/**
 * No link leaks. The leak watch checks everything that any test observes. These tests check that it finds a link in every
 * place, and then bring about every text, event and error of the element.
 */
import { expect } from '@open-wc/testing';
import { Backend, until, type Answer } from '../tools/backend.ts';
import { setOnline, stub, withoutJitter } from '../tools/conditions.ts';
import { report } from '../tools/figures.ts';
import { mountPortal, PortalHarness, readyPortal, rejectionOf } from '../tools/portal-harness.ts';
import { ENDINGS, message, sessionExpiry, sessionWarning, ssoEnabled } from '../tools/sample-messages.ts';
import { containsLink } from './leak-scan.ts';
import { leakWatch } from './leak-watch.ts';

const RUN = '12345678-1234-4123-8123-123456789abc';
const LINK = `http://127.0.0.1:8000/portal/${RUN}/1`;

const withLink = (text: string) => `${text} ${LINK}`;

describe('the leak scan', () => {
  const cycle: Record<string, unknown> = { deep: [{ deeper: new Map([['key', { url: new URL(LINK) }]]) }] };
  cycle['self'] = cycle;
  const places: Record<string, unknown> = {
    'a string': withLink('Go to'),
    'an encoded string': `?next=${encodeURIComponent(LINK)}`,
    'a nested object with a cycle': cycle,
    'the name of a property': { [LINK]: 1 },
    'a symbol': { [Symbol('own')]: LINK },
    'the message of an error': new Error(withLink('Refused:')),
    'the cause of an error': new Error('Refused', { cause: new Error(withLink('because of')) }),
    'a set': new Set([LINK]),
  };
  for (const [place, value] of Object.entries(places)) {
    it(`finds a link in ${place}`, () => expect(containsLink(value)).to.equal(true));
  }

  it('finds a link in an attribute and in a serialised element', () => {
    const element = document.createElement('div');
    element.dataset['link'] = LINK;
    expect(containsLink(element)).to.equal(true);
    const parent = document.createElement('div');
    parent.innerHTML = `<p>${LINK}</p>`;
    expect(containsLink([parent])).to.equal(true);
  });

  it('finds no link in other values', () => {
    const values = ['http://127.0.0.1:8000/portal/', RUN, new Error('No link'), document.createElement('p'), null, 1];
    expect(containsLink(values)).to.equal(false);
  });
});

describe('the leak watch', () => {
  const element = () => document.createElement('scalekit-admin-portal');

  /** Ways for a link to leak, each with the place that the watch reports. Some return the element that has the link. */
  const leaks: Record<string, [place: string, leak: () => unknown]> = {
    'an event': [
      'detail of portal-error',
      () => element().dispatchEvent(new CustomEvent('portal-error', { detail: { error: new Error(LINK) } })),
    ],
    'the type of an event': ['the type of an event', () => element().dispatchEvent(new CustomEvent(LINK))],
    'a log line': [
      'console.debug',
      () => {
        stub(console, 'debug', () => undefined);
        console.debug('Requested', new URL(LINK));
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
      'property leaked',
      async () => {
        const { portal } = await readyPortal();
        portal.element.title = 'Changed';
        Object.assign(portal.element, { leaked: LINK });
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
  for (const [name, [place, leak]] of Object.entries(leaks)) {
    it(`finds a link in ${name}`, async () => {
      let leaking: unknown;
      const found = await leakWatch.provoke(async () => {
        leaking = await leak();
      });
      if (leaking instanceof Element) leaking.remove();
      expect(found).to.include(place);
    });
  }

  it('allows a link in a message if the portal posted it', async () => {
    const { portal } = await readyPortal();
    portal.record('sso-configured');
    portal.post({ type: 'SSO_CONFIGURED', next: LINK });
    await portal.event('sso-configured');
  });
});

describe('no link leaks', () => {
  const refused = (location: string): Answer => ({ json: { location } });
  const answers: Record<string, Answer> = {
    'a link that is refused': refused('ftp://127.0.0.1/portal/{run}/{number}'),
    'a link with a password': refused('http://me:secret@127.0.0.1:{port}/portal/{run}/{number}'),
    'a link on the origin of the page': refused('http://localhost:{port}/portal/{run}/{number}'),
    'a link in broken JSON': { body: '{"location": "{link}"' },
    'a link in HTML': { body: '<a href="{link}">Portal</a>' },
    'a link under an unknown key': { json: { href: '{link}' } },
    'a link in a 500': { status: 500, json: { error: 'Cannot open {link}' } },
    'a link in a 403': { status: 403, body: '{link}' },
    'a redirect to the link': { redirect: '{link}' },
    'a truncated body with a link': { cut: true },
  };
  for (const [name, answer] of Object.entries(answers)) {
    it(`in the error after ${name}`, async () => {
      withoutJitter();
      const { portal } = await mountPortal({ answers: [answer] });
      await portal.event('portal-error');
      expect(containsLink(portal.element.error)).to.equal(false);
      const outcome = await rejectionOf(portal.element.reload());
      expect(containsLink(outcome)).to.equal(false);
      expect(outcome).to.have.property('name', 'PortalError');
    });
  }

  it('in the error after a link that was used before', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([refused(backend.link(1))]);
    await rejectionOf(portal.element.reload());
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect(containsLink(portal.element.error)).to.equal(false);
  });

  it('from an element whose link was rendered into the page, whether it is shown or refused', async () => {
    const backend = await Backend.create();
    for (const origins of [backend.portalOrigin, 'https://portal.example']) {
      const markup = `<scalekit-admin-portal src="${backend.link(1)}" environment-url="${origins}"></scalekit-admin-portal>`;
      const { element } = await PortalHarness.parse(markup);
      await until('the link is used', () => element.state === 'ready' || element.state === 'error');
      expect(containsLink([element, element.src, element.error])).to.equal(false);
    }
  });

  it('in anything that an element does in a long life', async () => {
    const before = { ...leakWatch.checked };
    const { backend, portal } = await readyPortal();
    portal.post(ssoEnabled());
    portal.post(sessionWarning());
    await until('the notice', () => portal.part('notice') !== null);
    for (const [index, { message: ending }] of ENDINGS.slice(0, 2).entries()) {
      portal.post(ending);
      await backend.listening(index + 2);
      await portal.state('ready');
    }
    portal.post(message('PORTAL_LOAD_FAILURE', { error_code: 'BROKEN' }));
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    await backend.listening(4);
    setOnline(false);
    portal.post(sessionExpiry());
    await portal.state('expired');
    setOnline(true);
    await portal.state('ready');
    portal.element.setAttribute('src', backend.link(9));
    await portal.element.updateComplete;
    await backend.opened(9);
    expect(portal.element.src).to.equal(null);
    expect(portal.links).to.have.length(6);
    portal.element.remove();
    const checked = Object.fromEntries(
      Object.entries(leakWatch.checked).map(([name, count]) => [name, count - before[name as keyof typeof before]]),
    );
    expect(checked['events']).to.be.at.least(25);
    await report('No link in', 'one long life', checked);
  });
});
