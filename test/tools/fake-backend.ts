/**
 * The backend and the portal of the element tests, as a middleware of the test server: real HTTP, real frames. The id in
 * the path is that of a run. Each test has another one, so that no test sees the requests of another. The test sets the
 * answers (`backend-script.ts`), and the log has all requests.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestRunnerCoreConfig } from '@web/test-runner-core';
import type { Answer, BackendLog, OpenedLink, PortalScript, RecordedRequest } from './backend-script.ts';
import { hostPage, RECORDER } from './host-page.ts';
import { LOGIN_PAGE, NESTED_PAGE, portalPage } from './portal-page.ts';

type Middleware = NonNullable<TestRunnerCoreConfig['middleware']>[number];
type Headers = Record<string, string>;

const HTML: Headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
const JAVASCRIPT: Headers = { 'content-type': 'text/javascript' };
const JSON_TYPE: Headers = { 'content-type': 'application/json' };
const SIX_HOURS = 6 * 60 * 60 * 1000;

/** The backend of one test. */
class Run {
  readonly id: string;
  readonly port: string;
  answers: Answer[] = [{}];
  /** The first is for link 1 and so on, the last for all later links. */
  portals: PortalScript[] = [{}];
  readonly requests: RecordedRequest[] = [];
  readonly preflights: RecordedRequest[] = [];
  readonly opened = new Map<number, OpenedLink>();
  minted = 0;
  private answered = 0;
  private gate = Promise.withResolvers<void>();

  constructor(id: string, port: string) {
    this.id = id;
    this.port = port;
  }

  script(answers: Answer[]): void {
    this.answers = answers;
    this.answered = 0;
  }

  /** Sends the answers and pages that are held now. */
  release(): void {
    this.gate.resolve();
    this.gate = Promise.withResolvers<void>();
  }

  async wait({ delay, held }: { delay?: number; held?: true }): Promise<void> {
    if (delay) await sleep(delay);
    if (held) await this.gate.promise;
  }

  /** The answer to the next request; the last one repeats. */
  nextAnswer(): Answer {
    const answer = this.peekAnswer();
    this.answered += 1;
    return answer;
  }

  peekAnswer(): Answer {
    return this.answers[Math.min(this.answered, this.answers.length - 1)] ?? {};
  }

  portal(number: number): PortalScript {
    return this.portals[Math.min(number, this.portals.length) - 1] ?? {};
  }

  folder(number: number): string {
    return `/portal/${this.id}/${number}`;
  }

  link(number: number): string {
    return `http://127.0.0.1:${this.port}${this.folder(number)}`;
  }

  /** Replaces the placeholders of a script with those of a link. */
  fill(text: string, number: number): string {
    return text
      .replaceAll('{link}', this.link(number))
      .replaceAll('{landing}', `${this.folder(number)}/landing`)
      .replaceAll('{number}', String(number))
      .replaceAll('{run}', this.id)
      .replaceAll('{port}', this.port);
  }

  update(number: number, change: (link: OpenedLink) => Partial<OpenedLink>): void {
    const link = this.opened.get(number) ?? {
      number,
      at: Date.now(),
      referer: null,
      times: 0,
      listening: 0,
      pages: [],
    };
    this.opened.set(number, { ...link, ...change(link) });
  }

  log(): BackendLog {
    const opened = [...this.opened.values()].sort((a, b) => a.number - b.number);
    return { requests: this.requests, preflights: this.preflights, minted: this.minted, opened };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, headers: Headers, body = ''): void {
  response.writeHead(status, headers).end(body);
}

/** The type and the body of an answer. The body still has its placeholders. */
function content(answer: Answer): { headers: Headers; body: string } {
  if (answer.body !== undefined) return { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: answer.body };
  if (answer.json !== undefined) return { headers: JSON_TYPE, body: JSON.stringify(answer.json) };
  if (answer.redirect !== undefined || answer.status === 204) return { headers: {}, body: '' };
  if (answer.link === undefined && answer.status !== undefined && answer.status >= 300)
    return { headers: {}, body: '' };
  return { headers: JSON_TYPE, body: JSON.stringify({ location: '{link}', ...answer.link }) };
}

async function answerLink(run: Run, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const recorded = {
    method: request.method ?? '',
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body: await readBody(request),
    at: Date.now(),
  };
  // A preflight gets the headers of the next answer, which stays the next one.
  if (recorded.method === 'OPTIONS') {
    run.preflights.push(recorded);
    send(response, 204, run.peekAnswer().headers ?? {});
    return;
  }
  run.requests.push(recorded);
  const answer = run.nextAnswer();
  const { headers: type, body: template } = content(answer);
  const texts = { body: template, redirect: answer.redirect ?? '', headers: JSON.stringify(answer.headers ?? {}) };
  const mints = /\{(?:link|landing|number)\}/.test(Object.values(texts).join(' '));
  if (mints) run.minted += 1;
  const number = run.minted;
  const body = run.fill(texts.body, number);
  const headers: Headers = { ...type, ...(JSON.parse(run.fill(texts.headers, number)) as Headers) };
  if (answer.redirect !== undefined) headers['location'] = run.fill(answer.redirect, number);

  await run.wait(answer);
  if (answer.destroy) {
    // Not a reset: on a reused connection, browsers then repeat the request themselves, and that gets the next answer. An
    // answer that breaks off is a network error in every browser, and browsers do not repeat the request.
    response.writeHead(200, { 'content-length': '9' });
    response.write('{', () => request.socket.destroy());
    return;
  }
  if (answer.hang === 'headers') return;
  const status = answer.status ?? (answer.redirect === undefined ? 200 : 302);
  if (!answer.hang && !answer.cut) {
    send(response, status, headers, body);
    return;
  }
  const half = body.slice(0, Math.ceil(body.length / 2));
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body) + 1) });
  response.write(half, () => {
    if (answer.cut) request.socket.destroy();
  });
}

async function serveBackend(run: Run, action: string, request: IncomingMessage, response: ServerResponse) {
  switch (`${request.method} ${action}`) {
    case 'POST script':
      run.script(JSON.parse(await readBody(request)) as Answer[]);
      return send(response, 204, {});
    case 'POST portal': {
      const portals = JSON.parse(await readBody(request)) as PortalScript | PortalScript[];
      run.portals = Array.isArray(portals) ? portals : [portals];
      return send(response, 204, {});
    }
    case 'POST release':
      run.release();
      return send(response, 204, {});
    case 'GET log':
      return send(response, 200, { ...JSON_TYPE, 'cache-control': 'no-store' }, JSON.stringify(run.log()));
    case 'GET login':
      return send(response, 200, HTML, LOGIN_PAGE);
    default:
      return action === 'link' ? answerLink(run, request, response) : send(response, 404, {});
  }
}

function loadSuccess() {
  return {
    event_type: 'PORTAL_LOAD_SUCCESS',
    object: 'session',
    organization_id: 'org_1',
    message: 'The admin portal loaded',
    data: { expiry: new Date(Date.now() + SIX_HOURS).toISOString() },
  };
}

async function servePortal(
  run: Run,
  number: number,
  rest: string[],
  request: IncomingMessage,
  response: ServerResponse,
) {
  const [action, name] = rest;
  const page = {
    title: 'Admin portal',
    folder: run.folder(number),
    listening: `${run.folder(number)}/listening`,
    postDelay: 0,
    onLoad: [] as readonly unknown[],
  };
  if (action === 'listening') {
    run.update(number, (link) => ({ listening: link.listening + 1 }));
    return send(response, 204, {});
  }
  if (action === 'page') {
    run.update(number, (link) => ({ pages: [...link.pages, name ?? ''] }));
    return send(response, 200, HTML, portalPage({ ...page, title: name ?? '' }));
  }
  const script = run.portal(number);
  page.onLoad = script.onLoad ?? [loadSuccess()];
  page.postDelay = script.postDelay ?? 0;
  if (action === 'landing') {
    run.update(number, (link) => ({ pages: [...link.pages, 'landing'] }));
    return send(response, 200, { ...HTML, ...script.headers }, portalPage(page));
  }
  if (action !== undefined) return send(response, 404, {});

  run.update(number, (link) => ({ times: link.times + 1, referer: request.headers.referer ?? null }));
  if (script.hang) return undefined;
  await run.wait(script);
  if (script.status204) return send(response, 204, {});
  if (script.redirectTo !== undefined) {
    return send(response, script.status ?? 302, { ...script.headers, location: run.fill(script.redirectTo, number) });
  }
  return send(response, script.status ?? 200, { ...HTML, ...script.headers }, script.body ?? portalPage(page));
}

function serveFrame(name: string | undefined, response: ServerResponse): void {
  if (name === 'nested') return send(response, 200, HTML, NESTED_PAGE);
  if (name !== 'other') return send(response, 404, {});
  const page = { title: 'Another page', folder: '/frame', listening: null, postDelay: 0, onLoad: [] };
  return send(response, 200, HTML, portalPage(page));
}

/** Each parameter of the address is a header of the answer. */
function serveHost(target: string, kind: string | undefined, headers: URLSearchParams, response: ServerResponse): void {
  if (target === 'recorder.js') return send(response, 200, JAVASCRIPT, RECORDER);
  const html = hostPage(target, kind);
  if (html === null) return send(response, 404, {});
  return send(response, 200, { ...HTML, ...Object.fromEntries(headers) }, html);
}

/** A service worker that answers from its cache first, as many sites have it. Its scope is its folder. */
const CACHE_FIRST_WORKER = `
addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || event.request.mode === 'navigate') return;
  event.respondWith((async () => {
    const cache = await caches.open(registration.scope);
    const known = await cache.match(event.request);
    if (known) return known;
    const response = await fetch(event.request);
    await cache.put(event.request, response.clone());
    return response;
  })());
});
`;

/** The middleware for the paths `/backend`, `/portal`, `/frame` and `/host`. */
export function fakeBackend(): Middleware {
  const runs = new Map<string, Run>();
  const runOf = (id: string, port: string) => {
    const run = runs.get(id) ?? new Run(id, port);
    runs.set(id, run);
    return run;
  };
  return async (context, next) => {
    const { req, res } = context;
    const url = new URL(req.url ?? '/', 'http://localhost');
    const [kind, id = '', ...rest] = url.pathname.split('/').slice(1);
    if (kind !== 'backend' && kind !== 'portal' && kind !== 'frame' && kind !== 'host') {
      await next();
      return;
    }
    // Otherwise Koa answers, and Koa can neither hang nor break a connection. The status is for the test runner, which
    // lists missing files.
    context.status = 200;
    context.respond = false;
    const run = () => runOf(id, String(req.socket.localPort));
    if (kind === 'backend') await serveBackend(run(), rest[0] ?? '', req, res);
    else if (kind === 'portal') await servePortal(run(), Number(rest[0]), rest.slice(1), req, res);
    else if (kind === 'frame') serveFrame(id, res);
    else if (rest.at(-1) === 'cache-first-worker.js') send(res, 200, JAVASCRIPT, CACHE_FIRST_WORKER);
    else serveHost(id, rest[0], url.searchParams, res);
  };
}

/** The test backend for a server of Node. All other paths go to `listener`. */
export function withFakeBackend(listener: RequestListener): RequestListener {
  const middleware = fakeBackend();
  return (request, response) => {
    const context = { req: request, res: response } as unknown as Parameters<Middleware>[0];
    void middleware(context, async () => listener(request, response));
  };
}
