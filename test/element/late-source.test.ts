/** The CSRF token, and properties that a framework sets after the first request has been refused. */
import { expect } from '@open-wc/testing';
import { Backend, until, type Answer } from '../tools/backend.ts';
import { mountPortal, PortalHarness } from '../tools/portal-harness.ts';
import { recordTabs } from '../tools/recorded-tabs.ts';

const TOKEN = 'token-of-this-page';

/** The values of a header in all requests. */
async function sent(backend: Backend, header = 'x-csrf-token'): Promise<(string | undefined)[]> {
  return (await backend.log()).requests.map(({ headers }) => headers[header]);
}

describe('csrf-token', () => {
  const cases: [string, Record<string, string>, string][] = [
    ['is sent as X-CSRF-Token', {}, 'x-csrf-token'],
    ['is sent as the header that csrf-header names', { 'csrf-header': 'X-XSRF-TOKEN' }, 'x-xsrf-token'],
    ['is sent as X-CSRF-Token if csrf-header is empty', { 'csrf-header': '' }, 'x-csrf-token'],
  ];
  for (const [sentence, attributes, header] of cases) {
    it(`${sentence}, with every request`, async () => {
      const backend = await Backend.create({ answers: [{ status: 503 }, {}] });
      const portal = PortalHarness.create({ endpoint: backend.endpoint, method: 'POST' });
      for (const [attribute, value] of Object.entries({ 'csrf-token': TOKEN, ...attributes }))
        portal.element.setAttribute(attribute, value);
      await portal.connect();
      await portal.state('ready');
      await portal.element.reload();
      expect(await sent(backend, header)).to.deep.equal([TOKEN, TOKEN, TOKEN]);
    });
  }

  it('is sent beside the headers', async () => {
    const headers = () => Promise.resolve({ Authorization: 'Bearer of-this-page' });
    const { backend } = await mountPortal({}, { csrfToken: TOKEN, headers });
    const request = await backend.requested();
    expect(request.headers).to.include({ 'x-csrf-token': TOKEN, authorization: 'Bearer of-this-page' });
  });

  it('is not sent if it is empty', async () => {
    const { backend } = await mountPortal({}, { csrfToken: '' });
    const request = await backend.requested();
    expect(Object.keys(request.headers).filter((name) => name.includes('csrf'))).to.deep.equal([]);
  });

  it('is not reflected to the attribute', async () => {
    const { portal } = await mountPortal({}, { csrfToken: TOKEN });
    await portal.state('ready');
    expect(portal.element.outerHTML).not.to.include(TOKEN);
  });
});

/** A request changes the state one task after the element's update. */
async function staysInItsState(portal: PortalHarness): Promise<void> {
  const { state } = portal.element;
  await portal.started();
  expect(portal.element.state).to.equal(state);
}

/** Properties that a framework sets when it has hydrated the tag. */
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

describe('a property that is set late', () => {
  for (const [property, make] of Object.entries(LATE)) {
    for (const [refusal, answer] of Object.entries(REFUSALS)) {
      it(`leads to one more request and one link after ${refusal}: ${property}`, async () => {
        const { backend, portal } = await mountPortal({ answers: [answer, {}] });
        await portal.state('error');
        Object.assign(portal.element, make(backend));
        await portal.state('ready');
        expect(await backend.counts()).to.deep.equal({ requests: 2, minted: 1 });
      });
    }
  }

  it('is sent in one request with others that are set in the same task', async () => {
    const { backend, portal } = await mountPortal({ answers: [{ status: 403 }] });
    await portal.state('error');
    Object.assign(portal.element, { csrfToken: TOKEN, headers: { 'X-Other': 'x' } });
    await portal.state('loading');
    await portal.state('error');
    expect(await sent(backend)).to.deep.equal([undefined, TOKEN]);
    expect(await sent(backend, 'x-other')).to.deep.equal([undefined, 'x']);
  });

  it('leads to one more request, however often a framework renders a new function', async () => {
    const backend = await Backend.create({ answers: [{ status: 403 }] });
    const portal = PortalHarness.create({ endpoint: backend.endpoint });
    let renders = 0;
    portal.element.addEventListener('portal-error', () => {
      renders++;
      portal.element.headers = () => ({ 'X-Render': String(renders) });
    });
    document.body.append(portal.element);
    await until('the second refusal', () => renders === 2);
    // A third request would be sent with this update.
    await portal.set({ headers: () => ({ 'X-Render': 'last' }) });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(renders).to.equal(2);
    expect((await backend.log()).requests).to.have.length(2);
  });

  it('leads to one more request again after a session', async () => {
    const { backend, portal } = await mountPortal({ answers: [{ status: 403 }, {}, { status: 403 }, {}] });
    await portal.state('error');
    portal.element.csrfToken = 'first';
    await portal.ready();
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.state('error');
    portal.element.csrfToken = 'second';
    await portal.state('ready');
    expect(await sent(backend)).to.deep.equal([undefined, 'first', 'first', 'second']);
    expect(await backend.minted()).to.equal(2);
  });

  // These answers do not say that the page is signed out.
  const others: [string, Answer][] = [
    ['a 404', { status: 404 }],
    ['a 400', { status: 400 }],
    ['an answer without a link', { json: {} }],
  ];
  for (const [name, answer] of others) {
    it(`is sent with the next reload() only after ${name}`, async () => {
      const { backend, portal } = await mountPortal({ answers: [answer, {}] });
      await portal.state('error');
      portal.element.csrfToken = TOKEN;
      await staysInItsState(portal);
      expect(await sent(backend)).to.deep.equal([undefined]);
      await portal.element.reload();
      expect(await sent(backend)).to.deep.equal([undefined, TOKEN]);
    });
  }

  it('neither sends a request nor restarts the session while one runs', async () => {
    const { backend, portal } = await mountPortal();
    await portal.state('ready');
    portal.element.csrfToken = TOKEN;
    portal.element.headers = { 'X-Other': 'x' };
    await staysInItsState(portal);
    expect(await backend.minted()).to.equal(1);
  });

  it('does not open a tab without a click', async () => {
    recordTabs();
    const { backend, portal } = await mountPortal({ answers: [{ status: 403 }, {}] }, { mode: 'tab' });
    portal.click('launch');
    await portal.state('error');
    portal.element.csrfToken = TOKEN;
    await staysInItsState(portal);
    expect((await backend.log()).requests).to.have.length(1);
  });
});
