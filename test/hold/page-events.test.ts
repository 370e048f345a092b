/**
 * A hostile portal that posts the names of events that the page and its libraries listen to, in every spelling that could become
 * such an event. No listener of the page may run. Then the page dispatches the same events, and every effect happens once, which
 * proves that its listeners work.
 *
 * Capturing listeners are not tested: they get every event of a descendant, even if it does not bubble.
 */
import { expect } from '@open-wc/testing';
import { until } from '../tools/backend.ts';
import { report } from '../tools/figures.ts';
import { message } from '../tools/sample-messages.ts';
import { APPLICATION_EVENTS, domEvents, libraryEvents, spellings } from './event-names.ts';
import { LIBRARIES } from './libraries.ts';
import { LibraryPage } from './library-page.ts';

const TABLE = 'Names of the page’s events, posted by the portal';

/** Properties that the libraries read from the detail of an event. */
const DETAIL = { id: 42, pathname: '/delete', search: '', hash: '' };

/** Messages of all spellings, in both shapes in turn. */
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
  /** Each of these ends the session. */
  ending: ['PORTAL_LOAD_FAILURE', 'PORTAL_SESSION_EXPIRY', 'SESSION_EXPIRED', 'session.expired'],
  guides: ['SSO_CONFIGURED', 'SCIM_CONFIGURED', 'sso.enabled', 'sso.disabled'],
};
const nameOf = (type: string) => type.toLowerCase().replace(/[_.]/g, '-');
const OWN_EVENTS = ['portal-state-change', 'portal-message', 'portal-refresh', 'portal-error', 'portal-return'];

/** Records the events of the element, and whether they bubble. */
function recordEvents({ element }: LibraryPage, names: readonly string[]): string[] {
  const events: string[] = [];
  for (const name of new Set(names)) {
    element.addEventListener(name, (event) => events.push(`${name}${event.bubbles ? ' bubbles' : ''}`));
  }
  return events;
}

describe('a portal that posts names of the page’s events', function () {
  this.timeout(60_000);

  for (const { name, events, effects, html } of LIBRARIES) {
    it(`has no effect on a page with ${name}`, async () => {
      const page = await LibraryPage.open(await html());
      const before = [...page.effects];
      const messages = messagesOf(events);
      let accepted = 0;
      page.element.addEventListener('portal-message', () => accepted++);
      await page.post(messages);
      expect(accepted, 'all were accepted').to.equal(messages.length + 1);
      expect(page.effects.slice(before.length)).to.deep.equal([]);
      expect(page.isSame, 'the page was not left').to.equal(true);
      for (const event of events) page.dispatch(event, DETAIL);
      await until(`${effects.join(', ')}; so far: ${page.effects.join(', ')}`, () => {
        return page.effects.length >= before.length + effects.length;
      });
      expect(page.effects.slice(before.length).toSorted()).to.deep.equal([...effects].sort());
      await report(TABLE, name, {
        types: messages.length,
        'listeners and requests': 0,
        'as the page dispatches': effects.length,
      });
    });
  }

  it('calls no listener on window, document or an ancestor', async () => {
    const byLibrary = await libraryEvents();
    const names = [...new Set([...APPLICATION_EVENTS, ...[...byLibrary.values()].flat(), ...domEvents()])];
    const page = await LibraryPage.open({ body: '<main><dialog open><section>{portal}</section></dialog></main>' });
    const { document } = page;
    const ancestors = ['html', 'body', 'main', 'dialog', 'section'].map((name) => document.querySelector(name)!);
    const called: string[] = [];
    for (const target of [page.view, document, ...ancestors]) {
      for (const name of names) {
        // Trusted events are those of the browser.
        target.addEventListener(name, (event) => event.isTrusted || called.push(name));
      }
    }
    const messages = messagesOf(names);
    await page.post(messages);
    expect([...new Set(called)]).to.deep.equal([]);
    expect(page.effects).to.deep.equal([]);
    expect(page.isSame).to.equal(true);
    for (const name of names) page.dispatch(name, DETAIL);
    const missed = names.filter((name) => called.filter((one) => one === name).length < ancestors.length + 2);
    // By the standard, `load` does not bubble to the window.
    expect(missed, 'every listener gets the events of the page').to.deep.equal(['load']);
    for (const [library, events] of byLibrary)
      expect(events.length, library).to.be.greaterThan(library === 'Stimulus' ? -1 : 0);
    await report(TABLE, 'plain listeners', {
      types: messages.length,
      'listeners and requests': 0,
      names: names.length,
    });
  });

  it('causes events on the element only, under the names that it may use', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const names = [
      ...APPLICATION_EVENTS,
      'scim-enabled',
      'organization-never-heard-of',
      ...documented.guides.map(nameOf),
    ];
    const events = recordEvents(page, names);
    const unknown = [...APPLICATION_EVENTS, 'scim.enabled', 'ORGANIZATION_NEVER_HEARD_OF'].map((type) =>
      type.replaceAll('-', '_'),
    );
    await page.post([...unknown, ...documented.guides].map((type) => ({ type })));
    expect(events).to.deep.equal(names);
  });

  it('causes events that bubble for documented types in their documented spelling', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const events = recordEvents(page, documented.reference.map(nameOf));
    await page.post(documented.reference.map((type) => message(type)));
    // The last one is that of `post`.
    expect(events).to.deep.equal(
      [...documented.reference, 'ORGANIZATION_SSO_ENABLED'].map((type) => `${nameOf(type)} bubbles`),
    );
  });

  it('causes no event and no end of the session for documented types in another spelling', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const types = Object.values(documented).flat();
    const others = types.flatMap((type) => spellings(nameOf(type))).filter((type) => !types.includes(type));
    const events = recordEvents(page, types.map(nameOf));
    let accepted = 0;
    page.element.addEventListener('portal-message', () => accepted++);
    const messages = others.flatMap((type) => [{ type }, message(type)]);
    await page.post(messages);
    expect(accepted).to.equal(messages.length + 1);
    expect(events).to.deep.equal(['organization-sso-enabled bubbles']);
    expect(page.element.state).to.equal('ready');
    expect(await page.backend.minted()).to.equal(1);
    await report(TABLE, 'other spellings of documented types', { types: messages.length, 'listeners and requests': 0 });
  });

  it('causes none of the element’s events except portal-message, in any spelling', async () => {
    const page = await LibraryPage.open({ body: '{portal}' });
    const events = recordEvents(page, OWN_EVENTS);
    const messages = OWN_EVENTS.flatMap(spellings).map((type) => ({
      type,
      error: 'forged',
      reason: 'session-expired',
    }));
    await page.post(messages);
    // One for each message, and one for that of `post`.
    expect(events).to.deep.equal(Array.from({ length: messages.length + 1 }, () => 'portal-message bubbles'));
    expect(page.element.state).to.equal('ready');
    await report(TABLE, 'names of the element’s events', { types: messages.length, 'listeners and requests': 0 });
  });
});
