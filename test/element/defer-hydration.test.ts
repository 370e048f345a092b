/**
 * `defer-hydration`, the attribute of the Web Components Community Group's protocol: a framework completes a tag that its
 * server rendered, and the element begins when it has. The endpoint of these tests refuses whoever does not bring the token.
 */
import { expect } from '@open-wc/testing';
import type { PortalEventMap } from '../../src/portal-events.ts';
import { Backend } from '../tools/backend.ts';
import { PortalHarness } from '../tools/portal-harness.ts';

const TOKEN = 'token-of-this-page';
const headers = () => ({ 'X-CSRF-Token': TOKEN });

/** What would be asked or warned is, a task after the update. */
async function staysIdle(portal: PortalHarness): Promise<void> {
  await portal.started();
  expect(portal.element.state).to.equal('idle');
  expect(portal.types).to.deep.equal([]);
}

describe('defer-hydration', () => {
  const warnings: unknown[] = [];
  const { warn } = console;
  beforeEach(() => {
    warnings.length = 0;
    console.warn = (...words: unknown[]) => void warnings.push(words);
  });
  afterEach(() => {
    console.warn = warn;
  });

  const ENDS: Record<string, (portal: PortalHarness) => void> = {
    'the attribute is removed': ({ element }) => element.removeAttribute('defer-hydration'),
    'the property is false': ({ element }) => void (element.deferHydration = false),
  };
  for (const [name, end] of Object.entries(ENDS)) {
    it(`keeps the element from asking until ${name}: the first request has its headers`, async () => {
      const backend = await Backend.create();
      const portal = await PortalHarness.parse(
        `<scalekit-admin-portal defer-hydration method="POST" endpoint="${backend.endpoint}"></scalekit-admin-portal>`,
      );
      await staysIdle(portal);
      expect((await backend.log()).requests).to.deep.equal([]);
      end(portal);
      portal.element.headers = headers;
      await portal.state('ready');
      const { requests, minted } = await backend.log();
      expect(requests.map((request) => request.headers['x-csrf-token'])).to.deep.equal([TOKEN]);
      expect(minted).to.equal(1);
      expect(portal.element.deferHydration).to.equal(false);
      expect(portal.element.hasAttribute('defer-hydration')).to.equal(false);
    });
  }

  it('keeps the first event for a listener that comes with the end of it', async () => {
    const backend = await Backend.create();
    await backend.answers([{ status: 404 }]);
    const portal = await PortalHarness.parse(
      `<scalekit-admin-portal defer-hydration endpoint="${backend.endpoint}"></scalekit-admin-portal>`,
    );
    await staysIdle(portal);
    portal.element.deferHydration = false;
    const heard: string[] = [];
    const names: (keyof PortalEventMap)[] = ['portal-state-change', 'portal-error'];
    for (const type of names) portal.element.addEventListener(type, () => heard.push(type));
    await portal.state('error');
    expect(heard).to.deep.equal(['portal-state-change', 'portal-state-change', 'portal-error']);
  });

  it('keeps the element from warning that there is nothing to ask, until it ends', async () => {
    const portal = await PortalHarness.parse('<scalekit-admin-portal defer-hydration></scalekit-admin-portal>');
    await staysIdle(portal);
    expect(warnings).to.deep.equal([]);
    portal.element.deferHydration = false;
    await portal.started();
    expect(warnings).to.have.length(1);
  });

  it('takes a rendered link out of the page at once, and shows it when it ends', async () => {
    const backend = await Backend.create();
    const link = backend.link(1);
    const portal = await PortalHarness.parse(
      `<scalekit-admin-portal defer-hydration src="${link}"></scalekit-admin-portal>`,
    );
    await staysIdle(portal);
    expect(portal.element.outerHTML).not.to.include(link);
    portal.element.deferHydration = false;
    await portal.state('ready');
    expect(portal.frames.map(({ src }) => src)).to.deep.equal([link]);
    expect((await backend.log()).requests).to.deep.equal([]);
  });

  it('keeps `reload()` from asking until it ends: one request, with its headers', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.parse(
      `<scalekit-admin-portal defer-hydration endpoint="${backend.endpoint}"></scalekit-admin-portal>`,
    );
    const reloaded = portal.element.reload();
    await staysIdle(portal);
    expect((await backend.log()).requests).to.deep.equal([]);
    portal.element.headers = headers;
    portal.element.deferHydration = false;
    await portal.state('ready');
    await reloaded;
    const { requests } = await backend.log();
    expect(requests.map((request) => request.headers['x-csrf-token'])).to.deep.equal([TOKEN]);
  });

  it('keeps a running session, and shows what another endpoint has when it ends', async () => {
    const [first, second] = [await Backend.create(), await Backend.create()];
    const portal = await PortalHarness.parse(
      `<scalekit-admin-portal endpoint="${first.endpoint}"></scalekit-admin-portal>`,
    );
    await portal.state('ready');
    portal.element.setAttribute('defer-hydration', '');
    portal.element.endpoint = second.endpoint;
    await portal.started();
    expect(portal.element.state).to.equal('ready');
    portal.forget();
    portal.element.removeAttribute('defer-hydration');
    await portal.event('portal-state-change', 2);
    expect(portal.states).to.deep.equal(['loading', 'ready']);
    expect([(await first.log()).minted, (await second.log()).minted]).to.deep.equal([1, 1]);
  });

  it('keeps the launch button away until it ends', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.parse(
      `<scalekit-admin-portal defer-hydration mode="tab" endpoint="${backend.endpoint}"></scalekit-admin-portal>`,
    );
    await staysIdle(portal);
    const launch = () => portal.element.shadowRoot!.querySelector('[part=launch]');
    expect(launch()).to.equal(null);
    portal.element.deferHydration = false;
    await portal.element.updateComplete;
    expect(launch()).not.to.equal(null);
  });
});
