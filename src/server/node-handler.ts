/**
 * Lets a Fetch API handler serve node:http, node:http2 and what is built on them: Express, Connect, Fastify, Koa, Nest.
 */
import { isFastifyReply, writeAnswer, type FastifyReply, type NodeResponse } from './node-answer.js';
import { BadRequest, isFastifyRequest, toFetchRequest, type FastifyRequest, type NodeRequest } from './node-request.js';
import { METHODS } from './portal-link-handler.js';
import { wholeResponse } from './whole-response.js';

/**
 * Answers a request of Node's. `next` is Express's and Connect's: it hears what went wrong, and nothing else. The promise
 * is fulfilled when the answer has been handed to Node.
 */
export type NodeHandler = (
  request: NodeRequest | FastifyRequest,
  response: NodeResponse | FastifyReply,
  next?: (error?: unknown) => void,
) => Promise<void>;

/** What Node's responses have besides, each version and protocol its own part of it. */
interface Extended extends NodeResponse {
  readonly destroyed?: boolean;
  readonly writableEnded?: boolean;
  readonly on?: (event: 'close', listener: () => void) => unknown;
  readonly off?: (event: 'close', listener: () => void) => unknown;
  readonly destroy?: () => unknown;
}

/** Methods that no Request can have (Fetch standard, "forbidden method"). */
const FORBIDDEN = /^(?:connect|trace|track)$/i;

const refusal = (status: number, error: string, headers: Record<string, string> = {}): Response =>
  Response.json({ error }, { status, headers: { ...headers, 'Cache-Control': 'no-store' } });

/** What is left when nothing else could be answered. It cannot throw. */
const answerFailure = (response: NodeResponse): void => {
  try {
    if (response.headersSent) {
      (response as Extended).destroy?.();
      return;
    }
    response.statusCode = 500;
    response.setHeader('Cache-Control', 'no-store');
    response.end();
  } catch {
    (response as Extended).destroy?.();
  }
};

/** A body that is still coming when the time is up would keep the connection open for nothing. */
const isStillComing = (request: NodeRequest): boolean => (request as { complete?: boolean }).complete === false;

interface Http2Request extends NodeRequest {
  readonly stream?: { close(code: number): void };
}

/**
 * Turns a handler into one for Node's servers, which it takes `request` and `response` from: those of node:http and
 * node:http2, of Express, Connect, Nest and Next's `pages/api`, Koa's `ctx.req` and `ctx.res`, Fastify's own two. The
 * handler gets a Request, and the two after it.
 *
 * - What the application has set on the response stays: cookies, `Vary`, CORS, a request id.
 * - `request.signal` ends when the client leaves.
 * - A target on another host, or a request that is none, is 400; a method that the Fetch API does not know is 405.
 * - A handler that throws is reported to `next`, by Fastify to its error handler; without either it is answered with 500.
 */
export const toNodeHandler =
  (handler: (request: Request, ...context: never[]) => Response | Promise<Response>): NodeHandler =>
  async (request, response, next) => {
    const nodeRequest = isFastifyRequest(request) ? request.raw : request;
    const nodeResponse: Extended = isFastifyReply(response) ? response.raw : response;
    const client = new AbortController();
    // It closes before it is answered. (HTTP/2 calls such a response finished.)
    const leave = (): void => client.abort(new DOMException('The client has left.', 'AbortError'));
    nodeResponse.on?.('close', leave);
    if (nodeResponse.destroyed === true) leave();

    let fetchRequest: Request | undefined;
    const answered = async (): Promise<Response> => {
      if (FORBIDDEN.test(nodeRequest.method ?? '')) return refusal(405, 'method_not_allowed', { Allow: METHODS });
      fetchRequest = toFetchRequest(request, client.signal);
      // The context is whatever the server hands over; the handler has said which it wants.
      const answer = await (handler as (...given: unknown[]) => Response | Promise<Response>)(
        fetchRequest,
        request,
        response,
      );
      return wholeResponse(answer, client.signal);
    };
    try {
      const answer = await answered().catch((error: unknown) => {
        if (error instanceof BadRequest) return refusal(400, 'bad_request');
        throw error;
      });
      // The client has left, or somebody else has answered: a time limit of the application's, say.
      if (client.signal.aborted || nodeResponse.writableEnded === true) return;
      const isLate = fetchRequest?.signal.aborted === true && isStillComing(nodeRequest);
      const { stream } = nodeRequest as Http2Request;
      if (isLate && !stream) nodeResponse.setHeader('Connection', 'close');
      await writeAnswer(response, answer);
      if (isLate) stream?.close(0);
    } catch (error) {
      if (client.signal.aborted) return;
      if (next === undefined && !isFastifyReply(response)) {
        answerFailure(nodeResponse);
        return;
      }
      if (!nodeResponse.headersSent) nodeResponse.setHeader('Cache-Control', 'no-store');
      if (next === undefined) throw error;
      next(error);
    } finally {
      nodeResponse.off?.('close', leave);
    }
  };
