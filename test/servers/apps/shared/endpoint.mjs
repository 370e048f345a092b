/**
 * The endpoint that every server here has: one handler, whose `mint` does what the request's header `x-mint` says. What
 * it tells the tests besides, it tells the upstream server that they run (`configuration.upstream`).
 */
import { portalLinkHandler } from 'scalekit-admin-portal/server';

let number = 0;
const newLink = () => `https://env.example/magicLink/${++number}`;

/** Ends with the signal, and tells the tests so. Without a signal it would never end. */
function untilAborted(signal, id, upstream) {
  return new Promise((_resolve, reject) => {
    const end = () => {
      fetch(`${upstream}/${signal.reason.name === 'MintFailure' ? 'late' : 'left'}/${id}`, { method: 'POST' }).catch(
        () => undefined,
      );
      reject(signal.reason);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

/** `userOf` finds the signed-in user in what the server hands over besides the request. */
export function createEndpoint(userOf, configuration) {
  const cases = {
    link: () => newLink(),
    null: () => null,
    throw: () => {
      throw new Error('secret');
    },
    'throw-null': () => {
      throw null;
    },
    'throw-response': () => {
      throw Response.json({ error: 'sign in' }, { status: 401 });
    },
    fetch: (_request, _context, { upstream }) => fetch(`${upstream}/compressed`),
    'fetch-broken': (_request, _context, { upstream }) => fetch(`${upstream}/broken`),
    'fetch-endless': (_request, _context, { upstream }) => fetch(`${upstream}/endless`),
    request: async (request) => Response.json({ url: request.url, body: await request.text() }),
    user: (_request, context) => Response.json({ user: userOf(...context) ?? null }),
    wait: async (request, _context, { upstream }) => {
      const id = request.headers.get('x-id');
      const ended = untilAborted(request.signal, id, upstream);
      ended.catch(() => undefined);
      await fetch(`${upstream}/started/${id}`, { method: 'POST' });
      return ended;
    },
    cacheable: () =>
      new Response('{}', {
        status: 401,
        headers: { 'Cache-Control': 'public', 'CDN-Cache-Control': 'max-age=60', Expires: '0', 'X-Own': 'kept' },
      }),
  };
  const mint = (request, ...context) =>
    cases[request.headers.get('x-mint') ?? 'link'](request, context, configuration());
  return portalLinkHandler(mint, {
    allowedOrigins: ['https://admin.example'],
    timeLimit: 3000,
    onError: async () => {
      throw new Error('The reporter is broken, too.');
    },
  });
}
