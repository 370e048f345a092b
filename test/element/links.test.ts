/** A link on its way from the endpoint into a frame: what is understood, what is refused, and that nothing tells it. */
import { expect } from '@open-wc/testing';
import { Backend, type Answer } from '../tools/backend.ts';
import { PortalHarness, readyPortal, replace } from '../tools/portal-harness.ts';

async function mountWith(answers: Answer[], environmentUrl: string | null = null) {
  const backend = await Backend.create();
  await backend.answers(answers);
  const portal = await PortalHarness.mount({ endpoint: backend.endpoint, environmentUrl });
  return { backend, portal };
}

/** Waits for the refusal of the only link, and looks that no frame was ever put in. */
async function expectRefusal({ backend, portal }: { backend: Backend; portal: PortalHarness }) {
  await portal.event('portal-error');
  expect(portal.element.error).to.include({ name: 'PortalError', code: 'LINK_REJECTED', retryable: false });
  await portal.state('error');
  expect(portal.states).to.deep.equal(['loading', 'error']);
  expect(portal.links).to.be.empty;
  const { requests, opened } = await backend.log();
  expect(requests).to.have.length(1);
  expect(opened).to.be.empty;
}

describe('an answer of the endpoint', () => {
  const answers: [string, Answer][] = [
    ['the documented object', { json: { id: 'lnk', location: '{link}', expireTime: '2024-10-03T13:35:50.563013Z' } }],
    ['a REST answer', { json: { link: { id: 'lnk', location: '{link}', expire_time: '2024-10-03T13:35:50Z' } } }],
    ['a Go struct', { json: { id: 'lnk', location: '{link}', expire_time: { seconds: 1, nanos: 1 } } }],
    ['an object of an integration guide', { json: { portalUrl: '{link}' } }],
    ['a WorkOS answer', { json: { link: '{link}' } }],
    ['a bare JSON string', { json: '{link}' }],
    ['JSON sent as text', { body: '{"location": "{link}"}' }],
    ['JSON with white space around it', { body: '\n  {"location": "{link}"}\n' }],
    ['an answer of status 201', { status: 201, json: { location: '{link}' } }],
  ];
  for (const [what, answer] of answers) {
    it(`${what} is understood`, async () => {
      const { backend, portal } = await mountWith([answer]);
      await portal.event('portal-message');
      expect(portal.links).to.deep.equal([backend.link(1)]);
      expect((await backend.opened(1)).times).to.equal(1);
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
    it(`${JSON.stringify(link)} is refused and never reaches a frame`, async () => {
      const mounted = await mountWith([{ json: { location: link } }]);
      await expectRefusal(mounted);
      expect(await mounted.backend.minted()).to.equal(1);
    });
  }

  it('on http: is shown from every loopback host', async () => {
    for (const host of ['127.0.0.1', 'portal.localhost']) {
      const { backend, portal } = await mountWith([
        { json: { location: `http://${host}:{port}/portal/{run}/{number}` } },
      ]);
      await portal.event('portal-message');
      expect(new URL(portal.frame!.src).hostname).to.equal(host);
      expect(await backend.minted()).to.equal(1);
    }
  });

  const own: Answer = { json: { location: 'http://localhost:{port}/portal/{run}/{number}' } };

  it('on the origin of the host page is refused, and the message names the way out', async () => {
    const mounted = await mountWith([own]);
    await expectRefusal(mounted);
    expect(mounted.portal.element.error!.message).to.contain(location.origin).and.contain('environment-url');
    expect(await mounted.backend.minted()).to.equal(1);
  });

  it('on the origin of the host page is shown if environment-url names that origin', async () => {
    const { backend, portal } = await mountWith([own], `https://a.example ${location.origin}/portal`);
    await portal.event('portal-message');
    expect(await backend.minted()).to.equal(1);
  });

  it('is refused outside the origins of environment-url, also from "src"', async () => {
    const mounted = await mountWith([{}], 'https://a.example https://b.example');
    await expectRefusal(mounted);
    expect(mounted.portal.element.error!.message).to.contain('environment-url');
    expect(await mounted.backend.minted()).to.equal(1);

    const { backend, portal } = await readyPortal({ environmentUrl: `http://127.0.0.1:${location.port}` });
    portal.element.src = `http://portal.localhost:${location.port}/portal/${backend.run}/9`;
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect(portal.links).to.have.length(1);
    expect(await backend.minted()).to.equal(1);
  });

  const portalOrigin = `http://127.0.0.1:${location.port}`;
  for (const [what, list] of [
    ['one origin', portalOrigin],
    ['a URL with a path', `${portalOrigin}/some/path?x#y`],
    ['several origins', `https://a.example ${portalOrigin} https://b.example`],
    ['several lines and junk', `\n *\t null ${portalOrigin}\n a.example `],
    ['nothing but blanks, which is no list', '  \n '],
    ['an empty list, which is none', ''],
  ] as const) {
    it(`is shown from an origin in environment-url: ${what}`, async () => {
      const { backend, portal } = await mountWith([{}], list);
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
    it(`is refused where environment-url is ${JSON.stringify(list.replaceAll(location.port, 'PORT'))}`, async () => {
      const mounted = await mountWith([{}], list);
      await expectRefusal(mounted);
      expect(await mounted.backend.minted()).to.equal(1);
    });
  }

  it('that comes a second time is refused: something cached it', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ json: { location: backend.link(1) } }, {}]);
    const error: unknown = await portal.element.reload().catch((error: unknown) => error);
    expect(error).to.include({ code: 'LINK_REJECTED' }).and.to.equal(portal.element.error);
    expect(portal.element.error!.message).to.contain('used before').and.contain('cache');
    expect(portal.links).to.have.length(1);
    expect((await backend.opened(1)).times).to.equal(1);
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect(await backend.minted()).to.equal(2);
  });

  it('that comes a second time is refused after the element was moved, too', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ json: { location: backend.link(1) } }]);
    portal.element.remove();
    await portal.connect();
    await portal.state('error');
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect((await backend.opened(1)).times).to.equal(1);
    expect(await backend.minted()).to.equal(1);
  });

  it('is replaced by "Try again" once it was refused', async () => {
    const { backend, portal } = await mountWith([{ json: { location: 'http://a.example/{number}' } }, {}]);
    await portal.state('error');
    portal.click('retry');
    await portal.state('ready');
    expect(portal.links).to.deep.equal([backend.link(2)]);
    expect(await backend.minted()).to.equal(2);
  });
});

describe('a frame', () => {
  it('has the attributes that a portal needs and no others', async () => {
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

  it('may write to the clipboard on every origin of environment-url', async () => {
    const origins = [`http://127.0.0.1:${location.port}`, `http://portal.localhost:${location.port}`];
    const { backend, portal } = await readyPortal({ environmentUrl: origins.map((origin) => `${origin}/x`).join(' ') });
    const [feature, ...allowed] = portal.frame!.allow.split(/\s+/);
    expect(feature).to.equal('clipboard-write');
    expect(new Set(allowed)).to.deep.equal(new Set(origins));
    expect(await backend.minted()).to.equal(1);
  });

  it('is a new element for every link, and adds nothing to the history', async () => {
    const before = history.length;
    const { backend, portal } = await readyPortal();
    await portal.element.reload();
    await portal.event('portal-message', 2);
    portal.say({ type: 'SESSION_EXPIRED' });
    await portal.event('portal-message', 4);
    await portal.element.reload();
    await portal.event('portal-message', 5);
    expect(portal.links).to.deep.equal([1, 2, 3, 4].map((number) => backend.link(number)));
    expect(portal.frames.map(({ isConnected }) => isConnected)).to.deep.equal([false, false, false, true]);
    expect(history.length).to.equal(before);
    const { opened, minted } = await backend.log();
    expect(opened.map(({ times }) => times)).to.deep.equal([1, 1, 1, 1]);
    expect(minted).to.equal(4);
  });

  it('is gone while the next link is asked for', async () => {
    const { backend, portal } = await readyPortal();
    await backend.answers([{ hang: 'headers' }]);
    portal.say({ type: 'SESSION_EXPIRED' });
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
  let undo: (() => void)[];
  beforeEach(() => {
    logged = [];
    const collect = (...values: unknown[]) => logged.push(values.map(String).join(' '));
    undo = (['warn', 'error', 'log', 'info', 'debug'] as const).map((level) => replace(console, level, collect));
  });
  afterEach(() => {
    for (const restore of undo) restore();
  });

  /** All that an error tells, the causes below it included. */
  function tellsOf(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    const { name, message, stack, cause, ...rest } = error as Error & Record<string, unknown>;
    return [name, message, stack, String(error), JSON.stringify(rest), cause ? tellsOf(cause) : ''].join('\n');
  }

  /** All that the element tells, the frame's own `src` apart. */
  function told({ element, events, words }: PortalHarness): string {
    const shadow = element.shadowRoot!.innerHTML.replace(/<iframe[^>]*>/g, (tag) => tag.replace(/ src="[^"]*"/, ''));
    const details = events.map(({ detail, error }) => `${JSON.stringify(detail)} ${tellsOf(error)}`);
    return [element.outerHTML, shadow, words, tellsOf(element.error), ...details, ...logged].join('\n');
  }

  const answers: [string, Answer][] = [
    ['that shows', { json: { location: `http://127.0.0.1:{port}/portal/{run}/{number}?${SECRET}` } }],
    ['of an unsafe scheme', { json: { location: `javascript:${SECRET}` } }],
    ['without TLS', { json: { location: `http://a.example/${SECRET}` } }],
    ['with a user name', { json: { location: `https://${SECRET}:${SECRET}@a.example/${SECRET}` } }],
    ['on the own origin', { json: { location: `http://localhost:{port}/${SECRET}` } }],
    ['in broken JSON', { body: `{"location": "https://a.example/${SECRET}"` }],
    ['in a bare text', { body: `https://a.example/${SECRET}` }],
    // Short enough to be quoted whole in a SyntaxError.
    ['in a very short text', { body: SECRET }],
    ['in HTML', { body: `<a href="https://a.example/${SECRET}">`, headers: { 'content-type': 'text/html' } }],
    ['under an unknown key', { json: { address: `https://a.example/${SECRET}` } }],
    ['in an error answer', { status: 404, json: { location: `https://a.example/${SECRET}` } }],
    ['in a redirect', { redirect: `https://a.invalid/${SECRET}`, status: 404 }],
  ];
  for (const [what, answer] of answers) {
    it(`${what} is in no attribute, event, error, word or log line`, async () => {
      const { portal } = await mountWith([answer]);
      portal.record('portal-load-success');
      await portal.state(what === 'that shows' ? 'ready' : 'error');
      if (what === 'that shows') {
        await portal.event('portal-message');
        await portal.element.reload();
      }
      expect(told(portal)).not.to.contain(SECRET);
    });
  }

  it('that was used before is not told', async () => {
    const { backend, portal } = await mountWith([
      { json: { location: `http://127.0.0.1:${location.port}/portal/x/1?${SECRET}` } },
    ]);
    await portal.state('ready');
    await portal.element.reload().catch(() => undefined);
    expect(portal.element.error).to.have.property('code', 'LINK_REJECTED');
    expect(told(portal)).not.to.contain(SECRET);
    expect((await backend.log()).requests).to.have.length(2);
  });

  it('in "src" is not told, neither shown nor refused', async () => {
    const backend = await Backend.create();
    const portal = await PortalHarness.mount({ src: `${backend.link(9)}?${SECRET}`, endpoint: backend.endpoint });
    await portal.event('portal-message');
    expect(told(portal)).not.to.contain(SECRET);
    portal.element.setAttribute('src', `javascript:${SECRET}`);
    await portal.state('error');
    expect(told(portal)).not.to.contain(SECRET);
    expect(await backend.minted()).to.equal(0);
  });
});
