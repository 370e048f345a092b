/**
 * Pages that are patched in place by morphdom, idiomorph and Alpine's morph. Each makes the element equal to the one that the
 * server renders, and so restores and removes attributes that a script or the element has changed.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { Backend } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { reportTests } from '../tools/figures.ts';
import { expectSameSession, otherPortalStarts, PortalHarness } from '../tools/portal-harness.ts';
import { loadSuccess, message, sessionExpiry } from '../tools/sample-messages.ts';

reportTests('Host pages', 'patches by morph libraries');

/** Makes an element in the page equal to the HTML. */
type Patch = (from: HTMLElement, html: string) => unknown;

/** Imports the browser module of a library. Not all have types. */
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

/** The HTML of a page with the element, as the server renders it. */
function rendered(attributes: string, number = 1): string {
  return `<div id="page"><p>${number} members</p><scalekit-admin-portal ${attributes}></scalekit-admin-portal></div>`;
}

function addPage(html: string): { page: HTMLElement; portal: PortalHarness } {
  const parent = fixtureSync<HTMLElement>(document.createElement('div'));
  parent.innerHTML = html;
  const page = parent.firstElementChild as HTMLElement;
  return { page, portal: new PortalHarness(page.querySelector('scalekit-admin-portal')!) };
}

for (const [name, patch] of Object.entries(PATCHES)) {
  describe(`a page that is patched by ${name}`, () => {
    // A number that the endpoint does not reach.
    const first = 1000;

    for (const state of ['ready', 'loading'] as const) {
      it(`keeps its session when a patch restores its used "src": ${state}`, async () => {
        const warnings = catchWarnings();
        const backend = await Backend.create({ portal: state === 'loading' ? { held: true } : {} });
        const attributes = `src="${backend.link(first)}" endpoint="${backend.endpoint}"`;
        const { page, portal } = addPage(rendered(attributes));
        if (state === 'ready') await portal.ready();
        else await backend.opened(first);
        const frame = portal.frame!;
        patch(page, rendered(attributes, 2));
        expect(page.textContent).to.contain('2 members');
        await portal.element.updateComplete;
        if (state === 'loading') {
          await backend.release();
          await portal.ready();
        }
        patch(page, rendered(attributes, 3));
        await expectSameSession({ backend, portal }, frame, 0);
        expect(portal.element.hasAttribute('src')).to.equal(false);
        expect(portal.element.src).to.equal(null);
        expect(warnings).to.deep.equal([]);
      });
    }

    it('starts a session at once for a new "src"', async () => {
      const backend = await Backend.create();
      const attributes = (link: number) => `src="${backend.link(link)}" endpoint="${backend.endpoint}"`;
      const { page, portal } = addPage(rendered(attributes(first)));
      await portal.ready();
      patch(page, rendered(attributes(first + 1), 2));
      await portal.ready(2);
      expect(portal.frame!.src).to.equal(backend.link(first + 1));
      patch(page, rendered(attributes(first), 3));
      await otherPortalStarts();
      expect(portal.frame!.src, 'the first link is not used again').to.equal(backend.link(first + 1));
      expect(portal.states).not.to.include('error');
      expect(await backend.openings()).to.deep.equal({ [first]: 1, [first + 1]: 1 });
      expect(await backend.minted()).to.equal(0);
    });

    it('asks the endpoint when a patch restores a used "src" without a session', async () => {
      const onLoad = [message('PORTAL_LOAD_FAILURE', { error_code: 'INTERNAL' })];
      const backend = await Backend.create({ portal: { onLoad } });
      const attributes = `src="${backend.link(first)}" endpoint="${backend.endpoint}"`;
      const { page, portal } = addPage(rendered(attributes));
      await portal.state('error');
      await backend.portal({});
      portal.clearEvents();
      patch(page, rendered(attributes, 2));
      await portal.ready();
      expect(portal.frame!.src).to.equal(backend.link(1));
      expect(await backend.openings()).to.deep.equal({ 1: 1, [first]: 1 });
      expect(await backend.minted()).to.equal(1);
    });

    it('refuses a used "src" without a session and without an endpoint', async () => {
      const warnings = catchWarnings();
      const backend = await Backend.create();
      const attributes = `src="${backend.link(first)}"`;
      const { page, portal } = addPage(rendered(attributes));
      await portal.ready();
      const { frame } = portal;
      patch(page, rendered(attributes, 2));
      await expectSameSession({ backend, portal }, frame!, 0);
      portal.post(sessionExpiry());
      await portal.state('expired');
      portal.clearEvents();
      patch(page, rendered(attributes, 3));
      await portal.expectError({ code: 'LINK_REJECTED' });
      expect(await backend.openings()).to.deep.equal({ [first]: 1 });
      expect(warnings).to.deep.equal([]);
    });

    it('keeps its session when a patch changes nothing of an element without "src"', async () => {
      const backend = await Backend.create();
      const attributes = `endpoint="${backend.endpoint}" height="700"`;
      const { page, portal } = addPage(rendered(attributes));
      await portal.ready();
      const { frame } = portal;
      patch(page, rendered(attributes, 2));
      await expectSameSession({ backend, portal }, frame!);
    });

    // The server does not render attributes that reflect properties of a script.
    it('keeps its session when a patch removes reflected attributes', async () => {
      const backend = await Backend.create();
      const { page, portal } = addPage(rendered(''));
      catchWarnings();
      Object.assign(portal.element, {
        endpoint: backend.endpoint,
        height: 800,
        frameTitle: 'Settings',
        loadTimeout: 30_000,
        environmentUrl: backend.portalOrigin,
      });
      await portal.ready();
      const { frame } = portal;
      patch(page, rendered('', 2));
      await expectSameSession({ backend, portal }, frame!);
    });

    it('keeps its session when a patch removes a reflected "mode"', async () => {
      const backend = await Backend.create();
      const { page, portal } = addPage(rendered(`endpoint="${backend.endpoint}"`));
      portal.element.mode = 'embed';
      await portal.ready();
      const { frame } = portal;
      patch(page, rendered(`endpoint="${backend.endpoint}"`, 2));
      await expectSameSession({ backend, portal }, frame!);
    });

    it('renews its session after a patch', async () => {
      const backend = await Backend.create({ portal: { onLoad: [loadSuccess()] } });
      const attributes = `src="${backend.link(first)}" endpoint="${backend.endpoint}"`;
      const { page, portal } = addPage(rendered(attributes));
      await portal.ready();
      patch(page, rendered(attributes, 2));
      portal.clearEvents();
      portal.post(sessionExpiry());
      await portal.event('portal-refresh');
      await portal.ready(2);
      expect(portal.frame!.src).to.equal(backend.link(1));
      expect(await backend.minted()).to.equal(1);
    });
  });
}
