/**
 * `defer-hydration`, the attribute of the Web Components Community Group's protocol: a server renders the tag, a framework
 * sets its properties, and the element starts when the framework is done. Until then it sends no request.
 */
import { expect } from '@open-wc/testing';
import type { PortalEventMap } from '../../src/portal-events.ts';
import { Backend } from '../tools/backend.ts';
import { catchWarnings } from '../tools/conditions.ts';
import { PortalHarness, rejectionOf } from '../tools/portal-harness.ts';

const TOKEN = 'token-of-this-page';
const headers = () => ({ 'X-CSRF-Token': TOKEN });

const parse = (attributes: string) =>
  PortalHarness.parse(`<scalekit-admin-portal ${attributes}></scalekit-admin-portal>`);

const tokensOf = async (backend: Backend) =>
  (await backend.log()).requests.map((request) => request.headers['x-csrf-token']);

/** The element would send a request or warn one task after its update. */
async function staysIdle(portal: PortalHarness): Promise<void> {
  await portal.started();
  expect(portal.element.state).to.equal('idle');
  expect(portal.types).to.deep.equal([]);
}

describe('defer-hydration', () => {
  let warnings: string[];
  beforeEach(() => {
    warnings = catchWarnings();
  });

  const ENDS: Record<string, (portal: PortalHarness) => void> = {
    'the attribute is removed': ({ element }) => element.removeAttribute('defer-hydration'),
    'the property is false': ({ element }) => void (element.deferHydration = false),
  };
  for (const [name, end] of Object.entries(ENDS)) {
    it(`sends the first request when ${name}, with the headers that were set in the same task`, async () => {
      const backend = await Backend.create();
      const portal = await parse(`defer-hydration method="POST" endpoint="${backend.endpoint}"`);
      await staysIdle(portal);
      expect((await backend.log()).requests).to.deep.equal([]);
      end(portal);
      portal.element.headers = headers;
      await portal.state('ready');
      expect(await tokensOf(backend)).to.deep.equal([TOKEN]);
      expect(await backend.minted()).to.equal(1);
      expect(portal.element.deferHydration).to.equal(false);
      expect(portal.element.hasAttribute('defer-hydration')).to.equal(false);
    });
  }

  it('dispatches no event before a listener that is added in the task of its end', async () => {
    const backend = await Backend.create({ answers: [{ status: 404 }] });
    const portal = await parse(`defer-hydration endpoint="${backend.endpoint}"`);
    await staysIdle(portal);
    portal.element.deferHydration = false;
    const events: string[] = [];
    const names: (keyof PortalEventMap)[] = ['portal-state-change', 'portal-error'];
    for (const type of names) portal.element.addEventListener(type, () => events.push(type));
    await portal.state('error');
    expect(events).to.deep.equal(['portal-state-change', 'portal-state-change', 'portal-error']);
  });

  it('delays the warning about a missing source until its end', async () => {
    const portal = await parse('defer-hydration');
    await staysIdle(portal);
    expect(warnings).to.deep.equal([]);
    portal.element.deferHydration = false;
    await portal.started();
    expect(warnings).to.have.length(1);
  });

  it('removes a rendered link from the page at once, and shows it at its end', async () => {
    const backend = await Backend.create();
    const link = backend.link(1);
    const portal = await parse(`defer-hydration src="${link}"`);
    await staysIdle(portal);
    expect(portal.element.outerHTML).not.to.include(link);
    portal.element.deferHydration = false;
    await portal.state('ready');
    expect(portal.links).to.deep.equal([link]);
    expect((await backend.log()).requests).to.deep.equal([]);
  });

  it('delays reload() until its end, and sends one request with its headers', async () => {
    const backend = await Backend.create();
    const portal = await parse(`defer-hydration endpoint="${backend.endpoint}"`);
    const reloaded = portal.element.reload();
    await staysIdle(portal);
    expect((await backend.log()).requests).to.deep.equal([]);
    portal.element.headers = headers;
    portal.element.deferHydration = false;
    await portal.state('ready');
    expect(await rejectionOf(reloaded)).to.equal(null);
    expect(await tokensOf(backend)).to.deep.equal([TOKEN]);
  });

  it('keeps a running session, and shows the link of a new endpoint at its end', async () => {
    const [first, second] = [await Backend.create(), await Backend.create()];
    const portal = await parse(`endpoint="${first.endpoint}"`);
    await portal.state('ready');
    portal.element.setAttribute('defer-hydration', '');
    portal.element.endpoint = second.endpoint;
    await portal.started();
    expect(portal.element.state).to.equal('ready');
    portal.clearEvents();
    portal.element.removeAttribute('defer-hydration');
    await portal.event('portal-state-change', 2);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect([await first.minted(), await second.minted()]).to.deep.equal([1, 1]);
  });

  it('hides the retry button of an error until its end', async () => {
    const backend = await Backend.create({ answers: [{ status: 410 }] });
    const portal = await parse(`endpoint="${backend.endpoint}"`);
    await portal.state('error');
    for (const deferred of [true, false]) {
      await portal.set({ deferHydration: deferred });
      expect(portal.part('retry') === null).to.equal(deferred);
    }
  });

  it('hides the launch button until its end', async () => {
    const backend = await Backend.create();
    const portal = await parse(`defer-hydration mode="tab" endpoint="${backend.endpoint}"`);
    await staysIdle(portal);
    expect(portal.part('launch')).to.equal(null);
    await portal.set({ deferHydration: false });
    expect(portal.part('launch')).not.to.equal(null);
  });
});
