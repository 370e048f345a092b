/**
 * Lets a Fetch API handler serve node:http and what is built on it (Express, Fastify, Connect). It describes Node's
 * request and response by the little that it uses, so that the package needs no types of Node.
 */
import { METHODS } from './portal-link-handler.js';

/** The part of an `http.IncomingMessage` that is read. */
export interface NodeRequest {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The part of an `http.ServerResponse` that is written. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string | string[]): unknown;
  end(body: string): unknown;
}

/** The request without its body, which an application's own parser may have read already. */
const toFetchRequest = ({ method = 'GET', url = '/', headers }: NodeRequest): Request => {
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // HTTP/2 has pseudo-headers, which no Headers takes.
    if (value !== undefined && !name.startsWith(':')) sent.set(name, String(value));
  }
  // The host of the request is not known for sure behind a proxy, and nothing here looks at it.
  return new Request(new URL(url, 'http://localhost'), { method, headers: sent });
};

/** Methods that no Request can have (Fetch standard, "forbidden method"). */
const FORBIDDEN = /^(connect|trace|track)$/i;

/**
 * Turns a handler into one for node:http. A handler that throws is answered with 500 and an empty body, a method that
 * the Fetch API does not know with 405.
 */
export const toNodeHandler =
  (handler: (request: Request) => Promise<Response>) =>
  (request: NodeRequest, response: NodeResponse): void => {
    if (FORBIDDEN.test(request.method ?? '')) {
      response.statusCode = 405;
      response.setHeader('Allow', METHODS);
      response.end('');
      return;
    }
    const write = async (): Promise<void> => {
      const answer = await handler(toFetchRequest(request));
      response.statusCode = answer.status;
      answer.headers.forEach((value, name) => response.setHeader(name, value));
      // The one header that comes several times: each setHeader above has replaced the one before.
      const cookies = answer.headers.getSetCookie();
      if (cookies.length > 0) response.setHeader('Set-Cookie', cookies);
      response.end(await answer.text());
    };
    write().catch(() => {
      response.statusCode = 500;
      response.end('');
    });
  };
