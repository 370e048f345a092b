/**
 * What says who asks: the declarative CSRF token, and headers that a framework sets after the element has asked. The endpoint
 * of these tests refuses whoever does not bring the token.
 */
import { expect } from '@open-wc/testing';
import { Backend, until } from '../tools/backend.ts';
import { PortalHarness } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

const TOKEN = 'token-of-this-page';

describe('csrf-token', () => {
  const cases: [string, Record<string, string>, string][] = [
    ['goes out as X-CSRF-Token', { 'csrf-token': TOKEN }, 'x-csrf-token'],
    [
      'goes out as the header that csrf-header names',
      { 'csrf-token': TOKEN, 'csrf-header': 'X-XSRF-TOKEN' },
      'x-xsrf-token',
    ],
    ['goes out as X-CSRF-Token where csrf-header is empty', { 'csrf-token': TOKEN, 'csrf-header': '' }, 'x-csrf-token'],
  ];
  for (const [name, attributes, header] of cases) {
    it(`${name}, with the first request and with every other`, async () => {
      const backend = await Backend.create();
      await backend.answers([{ status: 503 }, {}]);
      const portal = PortalHarness.create({ endpoint: backend.endpoint, method: 'POST' });
      for (const [attribute, value] of Object.entries(attributes)) portal.element.setAttribute(attribute, value);
      document.body.append(portal.element);
      await portal.state('ready');
      await portal.element.reload();
      const { requests } = await backend.log();
      expect(requests.map(({ headers }) => headers[header])).to.deep.equal([TOKEN, TOKEN, TOKEN]);
    });
  }

  it('goes out beside the headers', async () => {
    const backend = await Backend.create();
    const headers = () => Promise.resolve({ Authorization: 'Bearer of-this-page' });
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, csrfToken: TOKEN, headers });
    await portal.state('ready');
    const [request] = (await backend.log()).requests;
    expect(request?.headers).to.include({ 'x-csrf-token': TOKEN, authorization: 'Bearer of-this-page' });
  });

  it('sends nothing where there is no token', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, csrfToken: '' });
    await portal.state('ready');
    const [request] = (await backend.log()).requests;
    expect(Object.keys(request!.headers).filter((name) => name.includes('csrf'))).to.deep.equal([]);
  });

  it('that is set as a property is not written into the page', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, csrfToken: TOKEN });
    await portal.state('ready');
    expect(portal.element.outerHTML).not.to.include(TOKEN);
  });
});

/** A request shows in the state as soon as the element has updated and the task after that has begun. */
async function staysAsItIs({ element }: PortalHarness): Promise<void> {
  const { state } = element;
  await element.updateComplete;
  await new Promise((resolve) => setTimeout(resolve));
  expect(element.state).to.equal(state);
}

/** What a framework sets once it has hydrated the tag. */
const LATE: Record<string, (backend: Backend) => object> = {
  headers: () => ({ headers: () => ({ 'X-CSRF-Token': TOKEN }) }),
  csrfToken: () => ({ csrfToken: TOKEN }),
  fetchPortalLink: (backend) => ({
    fetchPortalLink: async () => ((await (await fetch(backend.endpoint)).json()) as { location: string }).location,
  }),
};

const REFUSALS = {
  '401': { status: 401 },
  '403': { status: 403 },
  'a redirect': { redirect: '/backend/{run}/login' },
};

describe('what comes late', () => {
  for (const [property, make] of Object.entries(LATE)) {
    for (const [name, refusal] of Object.entries(REFUSALS)) {
      it(`leads to one more request and one link after ${name}: ${property}`, async () => {
        const backend = await Backend.create();
        await backend.answers([refusal, {}]);
        const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
        await portal.state('error');
        Object.assign(portal.element, make(backend));
        await portal.state('ready');
        const { requests, minted } = await backend.log();
        expect(requests).to.have.length(2);
        expect(minted).to.equal(1);
      });
    }
  }

  it('is sent with one request if several come together', async () => {
    const backend = await Backend.create();
    await backend.answers([{ status: 403 }]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('error');
    Object.assign(portal.element, { csrfToken: TOKEN, headers: { 'X-Other': 'x' } });
    await portal.state('loading');
    await portal.state('error');
    expect(
      (await backend.log()).requests.map(({ headers }) => [headers['x-csrf-token'], headers['x-other']]),
    ).to.deep.equal([
      [undefined, undefined],
      [TOKEN, 'x'],
    ]);
  });

  it('asks once more, however often a framework renders a new function', async () => {
    const backend = await Backend.create();
    await backend.answers([{ status: 403 }]);
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    let renders = 0;
    portal.element.addEventListener('portal-error', () => {
      renders++;
      portal.element.headers = () => ({ 'X-Render': String(renders) });
    });
    document.body.append(portal.element);
    await until('the second refusal', () => renders === 2);
    // A third request would go out with this update.
    portal.element.headers = () => ({ 'X-Render': 'last' });
    await portal.element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(renders).to.equal(2);
    expect((await backend.log()).requests).to.have.length(2);
  });

  it('asks once more again after a session', async () => {
    const backend = await Backend.create();
    await backend.answers([{ status: 403 }, {}, { status: 403 }, {}]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('error');
    portal.element.csrfToken = 'first';
    await portal.state('ready');
    await portal.event('portal-message');
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.state('error');
    portal.element.csrfToken = 'second';
    await portal.state('ready');
    const { requests, minted } = await backend.log();
    expect(requests.map(({ headers }) => headers['x-csrf-token'])).to.deep.equal([
      undefined,
      'first',
      'first',
      'second',
    ]);
    expect(minted).to.equal(2);
  });

  const others: [string, object][] = [
    ['a 404', { status: 404 }],
    ['a 400', { status: 400 }],
    ['an answer without a link', { json: {} }],
  ];
  for (const [name, answer] of others) {
    it(`is kept for the next request after ${name}: the endpoint has let the page in`, async () => {
      const backend = await Backend.create();
      await backend.answers([answer, {}]);
      const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
      await portal.state('error');
      portal.element.csrfToken = TOKEN;
      await staysAsItIs(portal);
      expect((await backend.log()).requests).to.have.length(1);
      await portal.element.reload();
      expect((await backend.log()).requests[1]?.headers['x-csrf-token']).to.equal(TOKEN);
    });
  }

  it('neither asks nor restarts a session that runs', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint });
    await portal.state('ready');
    portal.element.csrfToken = TOKEN;
    portal.element.headers = { 'X-Other': 'x' };
    await staysAsItIs(portal);
    expect(await backend.minted()).to.equal(1);
  });

  it('does not open a tab by itself: the next click asks with it', async () => {
    recordTabs();
    const backend = await Backend.create();
    await backend.answers([{ status: 403 }, {}]);
    const portal = await PortalHarness.mount({ endpoint: backend.endpoint, mode: 'tab' });
    portal.part('launch')!.click();
    await portal.state('error');
    portal.element.csrfToken = TOKEN;
    await staysAsItIs(portal);
    expect((await backend.log()).requests).to.have.length(1);
  });
});
