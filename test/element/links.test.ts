/** Links from the endpoint: which answers are understood, which links are refused, and that no link leaks. */
import { expect } from '@open-wc/testing';
import { Backend, type Answer } from '../tools/backend.ts';
import { stub } from '../tools/conditions.ts';
import { mountPortal, PortalHarness, readyPortal, rejectionOf, type MountedPortal } from '../tools/portal-harness.ts';

const mountWith = (answer: Answer, environmentUrl: string | null = null) =>
  mountPortal({ answers: [answer] }, { environmentUrl });

/** The only link is refused after one request, and no frame was ever inserted. */
async function expectRefusal({ backend, portal }: MountedPortal) {
  await portal.expectError({ name: 'PortalError', code: 'LINK_REJECTED', retryable: false });
  await portal.state('error');
  expect(portal.states).to.deep.equal(['loading', 'error']);
  expect(portal.links).to.be.empty;
  const { requests, opened, minted } = await backend.log();
  expect(requests).to.have.length(1);
  expect(opened).to.be.empty;
  expect(minted).to.equal(1);
}

describe('an answer of the endpoint', () => {
  const answers: [string, Answer][] = [
    ['the documented object', { json: { id: 'lnk', location: '{link}', expireTime: '2024-10-03T13:35:50.563013Z' } }],
    ['a REST answer', { json: { link: { id: 'lnk', location: '{link}', expire_time: '2024-10-03T13:35:50Z' } } }],
    ['a Go struct', { json: { id: 'lnk', location: '{link}', expire_time: { seconds: 1, nanos: 1 } } }],
    ['the object of an integration guide', { json: { portalUrl: '{link}' } }],
    ['a WorkOS answer', { json: { link: '{link}' } }],
    ['a bare JSON string', { json: '{link}' }],
    ['JSON sent as text', { body: '{"location": "{link}"}' }],
    ['JSON with white space around it', { body: '\n  {"location": "{link}"}\n' }],
    ['JSON with status 201', { status: 201, json: { location: '{link}' } }],
  ];
  for (const [format, answer] of answers) {
    it(`is understood as ${format}`, async () => {
      const { backend, portal } = await mountWith(answer);
      await portal.event('portal-message');
      expect(portal.links).to.deep.equal([backend.link(1)]);
      expect(await backend.openings()).to.deep.equal({ 1: 1 });
      expect(await backend.minted()).to.equal(1);
    });
  }
});

describe('a link', () => {
  const unsafe = [
    'javascript:parent.postMessage({number})',
    ' JavaScript:{number}',
    'java\nscript:{number}',
    'data:text/html,{number}',
    'blob:http://127.0.0.1:{port}/{number}',
    'file:///{number}',
    'ftp://127.0.0.1/{number}',
    'about:blank#{number}',
    '/portal/{run}/{number}',
    '//127.0.0.1:{port}/portal/{run}/{number}',
    'portal/{number}',
    '#{number}',
    'http://a.example/{number}',
    'http://localhost.a.example/{number}',
    'http://128.0.0.1/{number}',
    'http://user@127.0.0.1:{port}/portal/{run}/{number}',
    'http://user:secret@127.0.0.1:{port}/portal/{run}/{number}',
    'https://user:secret@a.example/{number}',
  ];
  for (const link of unsafe) {
    it(`is refused and never reaches a frame: ${JSON.stringify(link)}`, async () => {
      await expectRefusal(await mountWith({ json: { location: link } }));
    });
  }

  it('on http: is shown from every loopback host', async () => {
    for (const host of ['127.0.0.1', 'portal.localhost']) {
      const { backend, portal } = await mountWith({
        json: { location: `http://${host}:{port}/portal/{run}/{number}` },
      });
      await portal.event('portal-message');
      expect(new URL(portal.frame!.src).hostname).to.equal(host);
      expect(await backend.minted()).to.equal(1);
    }
  });

  const sameOrigin: Answer = { json: { location: 'http://localhost:{port}/portal/{run}/{number}' } };

  it('on the origin of the host page is refused, and the message names environment-url', async () => {
    const mounted = await mountWith(sameOrigin);
    await expectRefusal(mounted);
    expect(mounted.portal.element.error!.message).to.contain(location.origin).and.contain('environment-url');
  });

  it('on the origin of the host page is shown if environment-url names that origin', async () => {
    const { backend, portal } = await mountWith(sameOrigin, `https://a.example ${location.origin}/portal`);
    await portal.event('portal-message');
    expect(await backend.minted()).to.equal(1);
  });

  it('is refused outside the origins of environment-url, also from "src"', async () => {
    const mounted = await mountWith({}, 'https://a.example https://b.example');
    await expectRefusal(mounted);
    expect(mounted.portal.element.error!.message).to.contain('environment-url');

    const { backend, portal } = await readyPortal({ environmentUrl: `http://127.0.0.1:${location.port}` });
    portal.element.src = `http://portal.localhost:${location.port}/portal/${backend.run}/9`;
    await portal.expectError({ code: 'LINK_REJECTED' });
    expect(portal.links).to.have.length(1);
    expect(await backend.minted()).to.equal(1);
  });

  const portalOrigin = `http://127.0.0.1:${location.port}`;
  for (const [form, list] of [
    ['one origin', portalOrigin],
    ['a URL with a path', `${portalOrigin}/some/path?x#y`],
    ['several origins', `https://a.example ${portalOrigin} https://b.example`],
    ['several lines and junk', `\n *\t null ${portalOrigin}\n a.example `],
    ['blanks only, which count as not set', '  \n '],
    ['an empty list, which counts as not set', ''],
  ] as const) {
    it(`is shown from an origin in environment-url: ${form}`, async () => {
      const { backend, portal } = await mountWith({}, list);
      await portal.event('portal-message');
      expect(await backend.minted()).to.equal(1);
    });
  }

  for (const list of [
    '*',
    'null',
    '* null',
    'http://*',
    '127.0.0.1',
    `127.0.0.1:${location.port}`,
    `//127.0.0.1:${location.port}`,
    `blob:${portalOrigin}/1`,
    portalOrigin.replace('http', 'https'),
    'http://127.0.0.1:1',
    `${portalOrigin}.a.example`,
    `${portalOrigin},https://a.example`,
  ]) {
    it(`is refused if environment-url is ${JSON.stringify(list.replaceAll(location.port, 'PORT'))}`, async () => {
      await expectRefusal(await mountWith({}, list));
    });
  }

  it('that arrives a second time is refused as cached', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ json: { location: backend.link(1) } }, {}]);
    const error = await rejectionOf(portal.element.reload());
    expect(error).to.include({ code: 'LINK_REJECTED' }).and.to.equal(portal.element.error);
    expect(portal.element.error!.message).to.contain('used before').and.contain('cache');
    expect(portal.links).to.have.length(1);
    expect((await backend.opened(1)).times).to.equal(1);
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });

  it('that arrives a second time is refused after the element was moved', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ json: { location: backend.link(1) } }]);
    portal.element.remove();
    await portal.connect();
    await portal.expectError({ code: 'LINK_REJECTED' });
    expect((await backend.opened(1)).times).to.equal(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('that was refused is replaced by a new one at "Try again"', async () => {
    const answers = [{ json: { location: 'http://a.example/{number}' } }, {}];
    const { backend, portal } = await mountPortal({ answers });
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect(portal.links).to.deep.equal([backend.link(2)]);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('a frame', () => {
  it('has only the attributes that a portal needs', async () => {
    const { backend, portal } = await readyPortal();
    const attributes = Object.fromEntries([...portal.frame!.attributes].map(({ name, value }) => [name, value]));
    expect(attributes).to.deep.equal({
      allow: `clipboard-write ${backend.portalOrigin}`,
      part: 'frame',
      referrerpolicy: 'strict-origin',
      src: backend.link(1),
      title: 'Admin portal',
    });
    expect((await backend.opened(1)).referer).to.equal(`${location.origin}/`);
    expect(await backend.minted()).to.equal(1);
  });

  it('is allowed to write to the clipboard on every origin of environment-url', async () => {
    const origins = [`http://127.0.0.1:${location.port}`, `http://portal.localhost:${location.port}`];
    const { backend, portal } = await readyPortal({ environmentUrl: origins.map((origin) => `${origin}/x`).join(' ') });
    const [feature, ...allowed] = portal.frame!.allow.split(/\s+/);
    expect(feature).to.equal('clipboard-write');
    expect(new Set(allowed)).to.deep.equal(new Set(origins));
    expect(await backend.minted()).to.equal(1);
  });

  it('is a new element for every link, and adds no entry to the history', async () => {
    const before = history.length;
    const { backend, portal } = await readyPortal();
    await portal.element.reload();
    await portal.event('portal-message', 2);
    await portal.renew({ type: 'SESSION_EXPIRED' });
    await portal.element.reload();
    await portal.event('portal-message', 5);
    expect(portal.links).to.deep.equal([1, 2, 3, 4].map((number) => backend.link(number)));
    expect(portal.frames.map(({ isConnected }) => isConnected)).to.deep.equal([false, false, false, true]);
    expect(history.length).to.equal(before);
    expect(await backend.openings()).to.deep.equal({ 1: 1, 2: 1, 3: 1, 4: 1 });
    expect(await backend.minted()).to.equal(4);
  });

  it('is removed while the next link is requested', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ hang: 'headers' }]);
    portal.post({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-refresh');
    expect(portal.frames[0]!.isConnected).to.equal(false);
    await portal.state('loading');
    expect(portal.frame === null).to.equal(true);
    expect(portal.links).to.have.length(1);
  });
});

describe('a secret link', () => {
  const SECRET = 'a1b2c3secret';
  let logged: string[];
  beforeEach(() => {
    logged = [];
    const collect = (...values: unknown[]) => logged.push(values.map(String).join(' '));
    for (const level of ['warn', 'error', 'log', 'info', 'debug'] as const) stub(console, level, collect);
  });

  /** The text of an error and of its causes. */
  function textOf(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    const { name, message, stack, cause, ...rest } = error as Error & Record<string, unknown>;
    return [name, message, stack, String(error), JSON.stringify(rest), cause ? textOf(cause) : ''].join('\n');
  }

  /** The link is in no attribute, node, event, error or log line. Only the frame's `src` may have it. */
  function expectNoLeak({ element, events, text }: PortalHarness): void {
    const shadow = element.shadowRoot!.innerHTML.replace(/<iframe[^>]*>/g, (tag) => tag.replace(/ src="[^"]*"/, ''));
    const details = events.map(({ detail, error }) => `${JSON.stringify(detail)} ${textOf(error)}`);
    const visible = [element.outerHTML, shadow, text, textOf(element.error), ...details, ...logged].join('\n');
    expect(visible).not.to.contain(SECRET);
  }

  const answers: [string, Answer][] = [
    ['that shows', { json: { location: `http://127.0.0.1:{port}/portal/{run}/{number}?${SECRET}` } }],
    ['of an unsafe scheme', { json: { location: `javascript:${SECRET}` } }],
    ['without TLS', { json: { location: `http://a.example/${SECRET}` } }],
    ['with a user name', { json: { location: `https://${SECRET}:${SECRET}@a.example/${SECRET}` } }],
    ['on the origin of the page', { json: { location: `http://localhost:{port}/${SECRET}` } }],
    ['in broken JSON', { body: `{"location": "https://a.example/${SECRET}"` }],
    ['in plain text', { body: `https://a.example/${SECRET}` }],
    // Short enough for a SyntaxError to quote all of it.
    ['in a very short text', { body: SECRET }],
    ['in HTML', { body: `<a href="https://a.example/${SECRET}">`, headers: { 'content-type': 'text/html' } }],
    ['under an unknown key', { json: { address: `https://a.example/${SECRET}` } }],
    ['in an error answer', { status: 404, json: { location: `https://a.example/${SECRET}` } }],
    ['in a redirect', { redirect: `https://a.invalid/${SECRET}`, status: 404 }],
  ];
  for (const [where, answer] of answers) {
    it(`${where} does not leak`, async () => {
      const { portal } = await mountWith(answer);
      portal.record('portal-load-success');
      if (where === 'that shows') {
        await portal.ready();
        await portal.element.reload();
      } else {
        await portal.state('error');
      }
      expectNoLeak(portal);
    });
  }

  it('that was used before does not leak', async () => {
    const { backend, portal } = await mountWith({
      json: { location: `http://127.0.0.1:${location.port}/portal/x/1?${SECRET}` },
    });
    await portal.state('ready');
    await rejectionOf(portal.element.reload());
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expectNoLeak(portal);
    expect((await backend.log()).requests).to.have.length(2);
  });

  it('in "src" leaks neither when it is shown nor when it is refused', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: `${backend.link(9)}?${SECRET}`, endpoint: backend.endpoint });
    await portal.event('portal-message');
    expectNoLeak(portal);
    portal.element.setAttribute('src', `javascript:${SECRET}`);
    await portal.state('error');
    expectNoLeak(portal);
    expect(await backend.minted()).to.equal(0);
  });
});
