/** The link check, the list of origins, and the request for a link. */
import { expect } from '@open-wc/testing';
import type { PortalError } from '../../src/portal-error.ts';
import type { PortalLinkAnswer } from '../../src/link-answer.ts';
import { admitLink, parseOrigins, requestLink, waitBefore, type LinkSource } from '../../src/portal-link.ts';
import { pauseTimers, stub, withoutJitter } from '../tools/conditions.ts';
import { rejectionOf } from '../tools/portal-harness.ts';

/** The error that a link is refused with; undefined if it is admitted. */
function refusal(link: string, named?: string, used = new Set<string>()): PortalError | undefined {
  try {
    admitLink(link, named, used);
  } catch (error) {
    return error as PortalError;
  }
  return undefined;
}

describe('admitLink', () => {
  const safe = [
    'https://acme.scalekit.dev/magicLink/8930509d_p',
    'https://sso.acme.example:8443/x?y=z#w',
    'HTTPS://ACME.EXAMPLE/x',
    'https://münchen.example/x',
    'https://under_score.example/x',
    'https://a--b.example./x',
    'https://203.0.113.7/x',
    'https://[2001:db8::7]:8443/x',
    'http://localhost:8080/x',
    'http://localhost/x',
    'http://portal.localhost:1/x',
    'http://a.b.localhost/x',
    'http://127.0.0.1:1/x',
    'http://127.255.3.4/x',
    'http://[::1]:1/x',
  ];
  for (const link of safe) {
    it(`admits ${link}`, () => {
      expect(admitLink(link, undefined, new Set()).href).to.equal(new URL(link).href);
    });
  }

  const unsafe = [
    '',
    ' ',
    'null',
    'undefined',
    '[object Object]',
    '/magicLink/1',
    'magicLink/1',
    '//acme.example/1',
    '\\\\acme.example\\1',
    '?x',
    '#x',
    'acme.example/1',
    'https:',
    'https://',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'javascript://acme.example/%0aalert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://acme.example/8930509d',
    `blob:${location.origin}/8930509d`,
    'filesystem:https://acme.example/temporary/x',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://acme.example/1',
    'ws://localhost/1',
    'wss://acme.example/1',
    'about:blank',
    'about:srcdoc',
    'view-source:https://acme.example/1',
    'mailto:a@acme.example',
    'http://acme.example/1',
    'http://localhost.acme.example/1',
    'http://notlocalhost/1',
    'http://127.0.0.1.acme.example/1',
    'http://1127.0.0.1.example/1',
    'http://128.0.0.1/1',
    'http://10.0.0.1/1',
    'http://0.0.0.0/1',
    'http://[::2]/1',
    'http://[::ffff:127.0.0.1]/1',
    'https://user@acme.example/1',
    'https://user:secret@acme.example/1',
    'https://:secret@acme.example/1',
    'http://user@localhost/1',
    'https://acme.example@evil.example/1',
    'https://acme.example;camera/1',
    'https://*.acme.example/1',
    'https://*/1',
    "https://acme'.example/1",
    'https://acme,example/1',
    'https://acme(1).example/1',
    'https://acme+1.example/1',
    'https://acme~.example/1',
    'https://{acme}.example/1',
    'http://*.localhost/1',
    'http://;.localhost/1',
  ];
  for (const link of unsafe) {
    it(`refuses ${JSON.stringify(link.replace(location.origin, 'the origin of the page'))}`, () => {
      expect(refusal(link)?.code).to.equal('LINK_REJECTED');
      // A named origin does not make such a link safe.
      expect(refusal(link, 'null http://acme.example https://acme.example')?.code).to.equal('LINK_REJECTED');
    });
  }

  it('refuses a link on the origin of the page, unless the origin is named', () => {
    const link = `${location.origin}/magicLink/1`;
    expect(refusal(link)?.message).to.contain(location.origin).and.contain('environment-url');
    expect(refusal(link, location.origin)).to.equal(undefined);
  });

  it('refuses a link on every origin that is not named, if any is', () => {
    const named = 'https://a.example https://b.example';
    expect(refusal('https://b.example/1', named)).to.equal(undefined);
    for (const link of [
      'https://c.example/1',
      'https://a.example.c.example/1',
      'https://sub.a.example/1',
      'https://a.example:444/1',
      'http://localhost/1',
    ]) {
      expect(refusal(link, named)?.message).to.contain(new URL(link).origin).and.contain('environment-url');
    }
  });

  it('refuses every link if the list names no valid origin', () => {
    expect(refusal('https://a.example/1', '*')?.code).to.equal('LINK_REJECTED');
  });

  it('refuses a used link in every spelling, and names caches as the cause', () => {
    const used = new Set<string>();
    admitLink('https://A.example:443/1', undefined, used);
    for (const link of ['https://a.example/1', ' HTTPS://A.example:443/1 ', 'https://a.example/1#fragment'])
      expect(refusal(link, undefined, used)?.message, link).to.contain('cache');
    expect(refusal('https://a.example/2', undefined, used)).to.equal(undefined);
  });

  it('does not count a refused link as used', () => {
    const used = new Set<string>();
    refusal('https://a.example/1', 'https://b.example', used);
    expect(refusal('https://a.example/1', 'https://a.example', used)).to.equal(undefined);
  });

  it('never quotes the link in its error', () => {
    const used = new Set(['https://a.example/secret']);
    const errors = [
      refusal('javascript:secret'),
      refusal('https://secret@a.example/secret'),
      refusal(`${location.origin}/secret`),
      refusal('https://a.example/secret', 'https://b.example'),
      refusal('https://a.example/secret', undefined, used),
    ];
    for (const error of errors) {
      expect(error?.code).to.equal('LINK_REJECTED');
      expect(`${String(error)} ${JSON.stringify(error)} ${String(error?.cause)}`).not.to.contain('secret');
    }
  });
});

describe('parseOrigins', () => {
  const table: [string, string[]][] = [
    ['', []],
    ['https://a.example', ['https://a.example']],
    ['https://a.example/path?x#y', ['https://a.example']],
    ['HTTPS://A.Example:443/', ['https://a.example']],
    ['https://a.example http://b.example:81', ['https://a.example', 'http://b.example:81']],
    ['\n  https://a.example\t\n https://b.example  ', ['https://a.example', 'https://b.example']],
    ['* null a.example //a.example /a', []],
    ['data:text/html,x javascript:x about:blank file:///x', []],
    ['blob:https://a.example/1', []],
    ['web+https://a.example ahttp://a.example', []],
    ['* https://a.example null', ['https://a.example']],
    ['https://*.a.example https://a.example;b https://*', []],
    ['https://[2001:db8::7]/x http://127.0.0.1:8080', ['https://[2001:db8::7]', 'http://127.0.0.1:8080']],
  ];
  for (const [list, origins] of table) {
    it(`reads ${JSON.stringify(list)} as ${origins.join(' and ') || 'none'}`, () => {
      expect(parseOrigins(list)).to.deep.equal(origins);
    });
  }
});

describe('requestLink', () => {
  const { signal } = new AbortController();
  const link = 'https://a.example/1';

  function sourceOf(answer: unknown): LinkSource {
    const fetchPortalLink = async () => answer as PortalLinkAnswer;
    return { endpoint: null, fetchPortalLink, method: 'GET', credentials: 'same-origin', headers: null };
  }

  const answers: [string, unknown][] = [
    ['a string', link],
    ['a URL', new URL(link)],
    ['the documented answer', { id: 'lnk_1', location: link, expireTime: '2024-10-03T13:35:50.563013Z' }],
    ['a URL as the location', { location: new URL(link) }],
    ['a REST answer', { link: { id: 'lnk_1', location: link, expire_time: '2024-10-03T13:35:50.563013Z' } }],
    ['a Go struct', { id: 'lnk_1', location: link, expire_time: { seconds: 1, nanos: 1 } }],
    ['the answer of an integration guide', { portalUrl: link }],
    ['a WorkOS answer', { link }],
    ['the answer of a billing portal', { url: link }],
    ['a URL as the url', { url: new URL(link) }],
    ['an answer with portalLink', { portalLink: link }],
    ['a link beside an empty location', { location: null, url: link }],
    ['a URL as the link', { link: new URL(link) }],
  ];
  for (const [format, answer] of answers) {
    it(`returns the link of ${format}`, async () => {
      expect(await requestLink(sourceOf(answer), 'start', signal)).to.equal(link);
    });
  }

  const cycle: Record<string, unknown> = {};
  cycle['link'] = cycle;
  const empty: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a number', 1],
    ['a boolean', true],
    ['an empty string', ''],
    ['an empty object', {}],
    ['an array', [link]],
    ['a location that is a number', { location: 1 }],
    ['a link that is null', { link: null }],
    ['an empty link object', { link: {} }],
    ['an object that refers to itself', cycle],
    ['an inherited location', Object.create({ location: link })],
    ['an inherited link of a link', { link: Object.create({ location: link }) as unknown }],
  ];
  for (const [what, answer] of empty) {
    it(`finds no link in ${what}`, async () => {
      const error = await rejectionOf(requestLink(sourceOf(answer), 'start', signal));
      expect(error).to.have.property('code', 'RESPONSE_INVALID');
    });
  }

  it('rejects with a PortalError, whatever fetchPortalLink throws', async () => {
    withoutJitter();
    for (const thrown of [new Error('x'), 'x', null, undefined]) {
      const fetchPortalLink = () => {
        throw thrown; // eslint-disable-line @typescript-eslint/only-throw-error
      };
      const source = { ...sourceOf(null), fetchPortalLink };
      const error = await rejectionOf(requestLink(source, 'start', signal));
      expect(error).to.have.property('code', 'ENDPOINT_UNREACHABLE');
      expect(error).to.have.property('cause', thrown);
    }
  });

  it('rejects without a source, and sends no request', async () => {
    let requests = 0;
    stub(window, 'fetch', () => (requests += 1));
    const source = { ...sourceOf(null), fetchPortalLink: null };
    const error = await rejectionOf(requestLink(source, 'start', signal));
    expect(error).to.include({ code: 'ENDPOINT_MISSING', retryable: false });
    expect(requests).to.equal(0);
  });

  it('waits a random part of 500 ms before a refresh, and a task before other requests', () => {
    const timers = pauseTimers(0);
    stub(Math, 'random', () => 0.5);
    for (const reason of ['start', 'reload', 'open', 'refresh'] as const) void waitBefore(reason, signal);
    expect(timers.pending).to.deep.equal([0, 0, 0, 250]);
  });

  it('rejects when its signal is aborted, even if fetchPortalLink ignores it, and leaves no timer', async () => {
    const timers = pauseTimers(1000);
    const controller = new AbortController();
    const source = { ...sourceOf(null), fetchPortalLink: () => new Promise<never>(() => undefined) };
    const outcome = rejectionOf(requestLink(source, 'start', controller.signal));
    expect(timers.pending).to.deep.equal([15_000]);
    controller.abort();
    expect(await outcome).to.have.property('code', 'ENDPOINT_UNREACHABLE');
    expect(timers.pending).to.deep.equal([]);
  });
});
