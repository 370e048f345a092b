/**
 * A hostile portal and the events of the page around it: it posts the names that the page's libraries and listeners listen to, in every
 * spelling that could become such an event. Nothing of the page's may happen. Afterwards the page dispatches the same events
 * itself, and everything happens exactly once: the page would have heard.
 *
 * Listeners that capture are not tested: they hear every event below them, also one that does not bubble.
 */
import { expect } from '@open-wc/testing';
import { until } from '../tools/backend.ts';
import { report } from '../tools/figures.ts';
import { message } from '../tools/sample-messages.ts';
import { APPLICATION_EVENTS, domEvents, libraryEvents, spellings } from './event-names.ts';
import { LIBRARIES } from './libraries.ts';
import { LibraryPage } from './library-page.ts';

const TABLE = 'Names of the page’s own events, posted by the portal';

/** What the libraries look for in an event's detail. */
const DETAIL = { id: 42, pathname: '/delete', search: '', hash: '' };

/** Each type as a message of both shapes, in turn. */
const messagesOf = (names: readonly string[]): unknown[] =>
  names
    .flatMap(spellings)
    .map((type, index) => (index % 2 === 0 ? { ...DETAIL, type } : { ...message(type, DETAIL), ...DETAIL }));

const documented = {
  reference: [
    'PORTAL_LOAD_SUCCESS',
    'PORTAL_SESSION_WARNING',
    'ORGANIZATION_SSO_ENABLED',
    'ORGANIZATION_SSO_DISABLED',
    'ORGANIZATION_DIRECTORY_ENABLED',
    'ORGANIZATION_DIRECTORY_DISABLED',
  ],
  /** Each of these takes the frame away. */
  ending: ['PORTAL_LOAD_FAILURE', 'PORTAL_SESSION_EXPIRY', 'SESSION_EXPIRED', 'session.expired'],
  guides: ['SSO_CONFIGURED', 'SCIM_CONFIGURED', 'sso.enabled', 'sso.disabled'],
};
const nameOf = (type: string) => type.toLowerCase().replace(/[_.]/g, '-');
const OWN_EVENTS = ['portal-state-change', 'portal-message', 'portal-refresh', 'portal-error', 'portal-return'];

/** Every event that the element dispatches itself, with whether it bubbles. */
function dispatched({ element }: LibraryPage, names: readonly string[]): string[] {
  const seen: string[] = [];
  for (const name of new Set(names)) {
    element.addEventListener(name, (event) => seen.push(`${name}${event.bubbles ? ' bubbles' : ''}`));
  }
  return seen;
}

describe('a portal that posts names of the page’s own events', function () {
  this.timeout(60_000);

  for (const { name, events, effects, html } of LIBRARIES) {
    it(`makes nothing happen on a page with ${name}`, async () => {
      const page = await LibraryPage.open(await html());
      const before = [...page.happened];
      const messages = messagesOf(events);
      let accepted = 0;
      page.element.addEventListener('portal-message', () => accepted++);
      await page.post(messages);
      expect(accepted, 'all were accepted').to.equal(messages.length + 1);
      expect(page.happened.slice(before.length)).to.deep.equal([]);
      expect(page.isHere, 'the page is still there').to.equal(true);
      for (const event of events) page.dispatch(event, DETAIL);
      await until(`${effects.join(', ')}; so far: ${page.happened.join(', ')}`, () => {
        return page.happened.length >= before.length + effects.length;
      });
      expect(page.happened.slice(before.length).toSorted()).to.deep.equal([...effects].sort());
      await report(TABLE, name, {
        types: messages.length,
        'listeners and requests': 0,
        'as the page dispatches': effects.length,
      });
    });
  }

  it('runs no listener on window, document or an ancestor, whatever its name', async () => {
    const byLibrary = await libraryEvents();
    const names = [...new Set([...APPLICATION_EVENTS, ...[...byLibrary.values()].flat(), ...domEvents()])];
    const page = await LibraryPage.open({ body: '<main><dialog open><section>{portal}</section></dialog></main>' });
    const { document } = page;
    const ancestors = ['html', 'body', 'main', 'dialog', 'section'].map((name) => document.querySelector(name)!);
    const heard: string[] = [];
    for (const target of [page.view, document, ...ancestors]) {
      for (const name of names) {
        // What the browser dispatches is the browser's.
        target.addEventListener(name, (event) => event.isTrusted || heard.push(name));
      }
    }
    const messages = messagesOf(names);
    await page.post(messages);
    expect([...new Set(heard)]).to.deep.equal([]);
    expect(page.happened).to.deep.equal([]);
    expect(page.isHere).to.equal(true);
    for (const name of names) page.dispatch(name, DETAIL);
    const deaf = names.filter((name) => heard.filter((one) => one === name).length < ancestors.length + 2);
    // The standard keeps `load` from the window.
    expect(deaf, 'every listener hears the page').to.deep.equal(['load']);
    for (const [library, events] of byLibrary)
      expect(events.length, library).to.be.greaterThan(library === 'Stimulus' ? -1 : 0);
    await report(TABLE, 'plain listeners', {
      types: messages.length,
      'listeners and requests': 0,
      names: names.length,
    });
  });

  it('is heard on the element alone, by the names that it may dispatch', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const names = [
      ...APPLICATION_EVENTS,
      'scim-enabled',
      'organization-never-heard-of',
      ...documented.guides.map(nameOf),
    ];
    const seen = dispatched(page, names);
    const unknown = [...APPLICATION_EVENTS, 'scim.enabled', 'ORGANIZATION_NEVER_HEARD_OF'].map((type) =>
      type.replaceAll('-', '_'),
    );
    await page.post([...unknown, ...documented.guides].map((type) => ({ type })));
    expect(seen).to.deep.equal(names);
  });

  it('dispatches documented types as events that bubble, when they are spelled as documented', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const seen = dispatched(page, documented.reference.map(nameOf));
    await page.post(documented.reference.map((type) => message(type)));
    // The last one is that of `post`.
    expect(seen).to.deep.equal(
      [...documented.reference, 'ORGANIZATION_SSO_ENABLED'].map((type) => `${nameOf(type)} bubbles`),
    );
  });

  it('dispatches nothing of the name of a documented type that is spelled otherwise, and its session goes on', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const types = Object.values(documented).flat();
    const others = types.flatMap((type) => spellings(nameOf(type))).filter((type) => !types.includes(type));
    const seen = dispatched(page, types.map(nameOf));
    let accepted = 0;
    page.element.addEventListener('portal-message', () => accepted++);
    const messages = others.flatMap((type) => [{ type }, message(type)]);
    await page.post(messages);
    expect(accepted).to.equal(messages.length + 1);
    expect(seen).to.deep.equal(['organization-sso-enabled bubbles']);
    expect(page.element.state).to.equal('ready');
    expect(await page.backend.minted()).to.equal(1);
    await report(TABLE, 'other spellings of documented types', { types: messages.length, 'listeners and requests': 0 });
  });

  it('dispatches no event of the element’s own, in any spelling', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const seen = dispatched(page, OWN_EVENTS);
    const messages = OWN_EVENTS.flatMap(spellings).map((type) => ({
      type,
      error: 'forged',
      reason: 'session-expired',
    }));
    await page.post(messages);
    // One for each message, and one for that of `post`.
    expect(seen).to.deep.equal(Array.from({ length: messages.length + 1 }, () => 'portal-message bubbles'));
    expect(page.element.state).to.equal('ready');
    await report(TABLE, 'names of the element’s own events', { types: messages.length, 'listeners and requests': 0 });
  });
});
