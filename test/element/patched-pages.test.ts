/**
 * Pages that are patched in place by morphdom, idiomorph and Alpine's morph: each makes the element in the page equal to
 * the one that the server renders, attributes that script has taken away or put there included.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { reportTests } from '../tools/figures.ts';
import { PortalHarness, readyPortal } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionExpiry, ssoEnabled } from '../tools/sample-messages.ts';

reportTests('Host pages', 'patches by morph libraries');

/** Makes an element in the page equal to the HTML. */
type Patch = (from: HTMLElement, html: string) => unknown;

/** The browser's module of a library, as it is in its package: the types of some are none. */
const moduleOf = async <T>(path: string): Promise<T> => (await import(`/node_modules/${path}`)) as T;
const { default: morphdom } = await moduleOf<{ default: Patch }>('morphdom/dist/morphdom-esm.js');
const { Idiomorph } = await moduleOf<{
  Idiomorph: { morph: (from: HTMLElement, html: string, options: object) => unknown };
}>('idiomorph/dist/idiomorph.esm.js');
const { default: Alpine } = await moduleOf<{ default: { morph: Patch; plugin: (plugin: unknown) => void } }>(
  'alpinejs/dist/module.esm.js',
);
const { default: alpineMorph } = await moduleOf<{ default: unknown }>('@alpinejs/morph/dist/module.esm.js');
Alpine.plugin(alpineMorph);

const PATCHES: Readonly<Record<string, Patch>> = {
  morphdom: (from, html) => morphdom(from, html),
  idiomorph: (from, html) => Idiomorph.morph(from, html, { morphStyle: 'outerHTML' }),
  "Alpine's morph": (from, html) => Alpine.morph(from, html),
  'setAttribute by hand': (from, html) => {
    const wanted = new DOMParser().parseFromString(html, 'text/html').querySelector('scalekit-admin-portal')!;
    from.querySelector('p')!.textContent = wanted.previousElementSibling!.textContent;
    const element = from.querySelector('scalekit-admin-portal')!;
    for (const { name } of [...element.attributes]) if (!wanted.hasAttribute(name)) element.removeAttribute(name);
    for (const { name, value } of wanted.attributes) element.setAttribute(name, value);
  },
};

/** A page with the element in it, as the server renders it. */
function served(attributes: string, number = 1): string {
  return `<div id="page"><p>${number} members</p><scalekit-admin-portal ${attributes}></scalekit-admin-portal></div>`;
}

function put(html: string): { page: HTMLElement; portal: PortalHarness } {
  const parent = fixtureSync<HTMLElement>(document.createElement('div'));
  parent.innerHTML = html;
  const page = parent.firstElementChild as HTMLElement;
  return { page, portal: new PortalHarness(page.querySelector('scalekit-admin-portal')!) };
}

async function shows(portal: PortalHarness, messages = 1): Promise<void> {
  await portal.event('portal-message', messages);
  await portal.state('ready');
}

/** Long enough for an element that starts when it should not: another one starts and shows meanwhile. */
async function meanwhile(): Promise<void> {
  const { portal } = await readyPortal();
  portal.element.remove();
}

/** The same session goes on: its frame was not replaced, still speaks, and nothing was opened or asked for. */
async function expectSameSession(backend: Backend, portal: PortalHarness, frame: HTMLIFrameElement, minted = 0) {
  portal.forget();
  await meanwhile();
  expect(portal.frame === frame, 'the same frame').to.equal(true);
  portal.say(ssoEnabled());
  await portal.event('portal-message');
  expect(portal.trace).to.deep.equal(['portal-message']);
  const { opened, minted: links } = await backend.log();
  expect(opened.map(({ times }) => times)).to.deep.equal([1]);
  expect(links).to.equal(minted);
}

for (const [name, patch] of Object.entries(PATCHES)) {
  describe(`a page that is patched by ${name}`, () => {
    // A link from "src" is none that the endpoint minted: its number is far away from theirs.
    const first = 1000;

    for (const state of ['ready', 'loading'] as const) {
      it(`goes on with its session when a "src" comes back that was used, ${state}`, async () => {
        const warnings = catchWarnings();
        const backend = await Backend.create();
        const attributes = `src="${backend.link(first)}" endpoint="${backend.endpoint}"`;
        if (state === 'loading') await backend.portal({ held: true });
        const { page, portal } = put(served(attributes));
        if (state === 'ready') await shows(portal);
        else await backend.opened(first);
        const frame = portal.frame!;
        patch(page, served(attributes, 2));
        expect(page.textContent).to.contain('2 members');
        await portal.element.updateComplete;
        if (state === 'loading') {
          await backend.release();
          await shows(portal);
        }
        patch(page, served(attributes, 3));
        await expectSameSession(backend, portal, frame);
        expect(portal.element.hasAttribute('src')).to.equal(false);
        expect(portal.element.src).to.equal(null);
        expect(warnings).to.deep.equal([]);
      });
    }

    it('takes a "src" that is new: its session starts at once', async () => {
      const backend = await Backend.create();
      const attributes = (link: number) => `src="${backend.link(link)}" endpoint="${backend.endpoint}"`;
      const { page, portal } = put(served(attributes(first)));
      await shows(portal);
      patch(page, served(attributes(first + 1), 2));
      await shows(portal, 2);
      expect(portal.frame!.src).to.equal(backend.link(first + 1));
      patch(page, served(attributes(first), 3));
      await meanwhile();
      expect(portal.frame!.src, 'the first link stays used').to.equal(backend.link(first + 1));
      expect(portal.states).not.to.include('error');
      const { opened, minted } = await backend.log();
      expect(opened.map(({ number, times }) => [number, times])).to.deep.equal([
        [first, 1],
        [first + 1, 1],
      ]);
      expect(minted).to.equal(0);
    });

    it('asks the endpoint when a used "src" comes back to an element without a session', async () => {
      const backend = await Backend.create();
      const attributes = `src="${backend.link(first)}" endpoint="${backend.endpoint}"`;
      await backend.portal({ onLoad: [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL' })] });
      const { page, portal } = put(served(attributes));
      await portal.state('error');
      await backend.portal({});
      portal.forget();
      patch(page, served(attributes, 2));
      await shows(portal);
      expect(portal.frame!.src).to.equal(backend.link(1));
      const { opened, minted } = await backend.log();
      expect(opened.find(({ number }) => number === first)!.times).to.equal(1);
      expect(minted).to.equal(1);
    });

    it('rejects a used "src" without a session and without an endpoint', async () => {
      const warnings = catchWarnings();
      const backend = await Backend.create();
      const attributes = `src="${backend.link(first)}"`;
      const { page, portal } = put(served(attributes));
      await shows(portal);
      const { frame } = portal;
      patch(page, served(attributes, 2));
      await expectSameSession(backend, portal, frame!);
      portal.say(sessionExpiry());
      await portal.state('expired');
      portal.forget();
      patch(page, served(attributes, 3));
      const { error } = await portal.event('portal-error');
      expect(error).to.include({ code: 'LINK_REJECTED' });
      expect((await backend.log()).opened.map(({ times }) => times)).to.deep.equal([1]);
      expect(warnings).to.deep.equal([]);
    });

    it('goes on with its session when the same page without "src" is patched in', async () => {
      const backend = await Backend.create();
      const attributes = `endpoint="${backend.endpoint}" height="700"`;
      const { page, portal } = put(served(attributes));
      await shows(portal);
      const { frame } = portal;
      patch(page, served(attributes, 2));
      await expectSameSession(backend, portal, frame!, 1);
    });

    // What a script has set as a property is reflected, and the server does not know of it.
    it('goes on with its session when attributes are stripped that mirror properties', async () => {
      const backend = await Backend.create();
      const { page, portal } = put(served(''));
      catchWarnings();
      Object.assign(portal.element, {
        endpoint: backend.endpoint,
        height: 800,
        frameTitle: 'Settings',
        loadTimeout: 30_000,
        environmentUrl: backend.portalOrigin,
      });
      await shows(portal);
      const { frame } = portal;
      patch(page, served('', 2));
      await expectSameSession(backend, portal, frame!, 1);
    });

    it('goes on with its session when a stripped "mode" was a property', async () => {
      const backend = await Backend.create();
      const { page, portal } = put(served(`endpoint="${backend.endpoint}"`));
      portal.element.mode = 'embed';
      await shows(portal);
      const { frame } = portal;
      patch(page, served(`endpoint="${backend.endpoint}"`, 2));
      await expectSameSession(backend, portal, frame!, 1);
    });

    it('still renews its session after a patch', async () => {
      const backend = await Backend.create();
      const attributes = `src="${backend.link(first)}" endpoint="${backend.endpoint}"`;
      await backend.portal({ onLoad: [loadSuccess()] });
      const { page, portal } = put(served(attributes));
      await shows(portal);
      patch(page, served(attributes, 2));
      portal.forget();
      portal.say(sessionExpiry());
      await portal.event('portal-refresh');
      await portal.event('portal-message', 2);
      await portal.state('ready');
      expect(portal.frame!.src).to.equal(backend.link(1));
      expect(await backend.minted()).to.equal(1);
    });
  });
}
