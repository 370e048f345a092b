/**
 * Adapts a Fetch API handler to node:http, node:http2 and the frameworks built on them: Express, Connect, Fastify, Koa, Nest.
 */
import { isFastifyReply, writeAnswer, type FastifyReply, type NodeResponse } from './node-answer.js';
import { BadRequest, isFastifyRequest, toFetchRequest, type FastifyRequest, type NodeRequest } from './node-request.js';
import { METHODS } from './portal-link-handler.js';
import { wholeResponse } from './whole-response.js';

/**
 * Answers a Node request. `next` is the one of Express and Connect, and is only called with an error. The promise is
 * fulfilled when the answer has been passed to Node.
 */
export type NodeHandler = (
  request: NodeRequest | FastifyRequest,
  response: NodeResponse | FastifyReply,
  next?: (error?: unknown) => void,
) => Promise<void>;

/** Further members of Node's responses. Each version and protocol has some of them. */
interface Extended extends NodeResponse {
  readonly destroyed?: boolean;
  readonly writableEnded?: boolean;
  readonly on?: (event: 'close', listener: () => void) => unknown;
  readonly off?: (event: 'close', listener: () => void) => unknown;
  readonly destroy?: () => unknown;
}

/** Methods that a Request cannot have (Fetch standard, "forbidden method"). */
const FORBIDDEN = /^(?:connect|trace|track)$/i;

const refusal = (status: number, error: string, headers: Record<string, string> = {}): Response =>
  Response.json({ error }, { status, headers: { ...headers, 'Cache-Control': 'no-store' } });

/** The last resort if no other answer is possible. It never throws. */
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

/** Whether the request's body is still arriving. After the time limit, it would keep the connection open for nothing. */
const isStillComing = (request: NodeRequest): boolean => (request as { complete?: boolean }).complete === false;

interface Http2Request extends NodeRequest {
  readonly stream?: { close(code: number): void };
}

/**
 * Turns a Fetch API handler into one for Node's servers. It takes `request` and `response` of node:http and node:http2, of
 * Express, Connect, Nest and Next's `pages/api`, Koa's `ctx.req` and `ctx.res`, or Fastify's request and reply. The handler
 * gets a Request, followed by these two.
 *
 * - Headers that the application has set on the response stay: cookies, `Vary`, CORS, a request id.
 * - `request.signal` is aborted when the client leaves.
 * - A target on another host and an invalid request are answered with 400, a method that the Fetch API forbids with 405.
 * - If the handler throws, the error goes to `next`, or to Fastify's error handler. Without either, the answer is 500.
 */
export const toNodeHandler =
  (handler: (request: Request, ...context: never[]) => Response | Promise<Response>): NodeHandler =>
  async (request, response, next) => {
    const nodeRequest = isFastifyRequest(request) ? request.raw : request;
    const nodeResponse: Extended = isFastifyReply(response) ? response.raw : response;
    const client = new AbortController();
    // The response closes before it is answered. (HTTP/2 reports such a response as finished.)
    const leave = (): void => client.abort(new DOMException('The client has left.', 'AbortError'));
    nodeResponse.on?.('close', leave);
    if (nodeResponse.destroyed === true) leave();

    let fetchRequest: Request | undefined;
    const answered = async (): Promise<Response> => {
      if (FORBIDDEN.test(nodeRequest.method ?? '')) return refusal(405, 'method_not_allowed', { Allow: METHODS });
      fetchRequest = toFetchRequest(request, client.signal);
      // The context depends on the server. The handler's type says which one it expects.
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
      // The client has left, or the application has answered already, for example because of its own time limit.
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
