/** Raw clients: HTTP/1.1 on one kept connection, so that an answer of a wrong length spoils the next; and HTTP/2. */
import { Agent, request as http1Request } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';

export interface Ask {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly text: string;
  readonly json: any;
}

export interface Client {
  ask(ask: Ask, tries?: number): Promise<Answer>;
  /** Sends a request and leaves once `when` is fulfilled, without an answer. */
  leave(ask: Ask, when: Promise<unknown>): Promise<void>;
  close(): void;
}

function answerOf(
  status: number,
  headers: Readonly<Record<string, string | string[] | number | undefined>>,
  chunks: readonly Buffer[],
): Answer {
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    status,
    text,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    cookies: [headers['set-cookie'] ?? []].flat().map(String),
    get json() {
      return JSON.parse(text);
    },
  };
}

export interface ClientOptions {
  /** Sent with every request: what a proxy in front of the server would add. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Leaves by a reset; otherwise by closing. */
  readonly resets?: boolean | undefined;
}

export function http1Client(origin: string, path: string, options: ClientOptions = {}): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (ask: Ask, useAgent: Agent | false) => {
    const { method = 'GET', body } = ask;
    const headers = { ...options.headers, ...ask.headers };
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const url = new URL(origin);
    const to = { host: url.hostname, port: url.port, method, agent: useAgent, path: ask.path ?? path };
    const request = http1Request({ ...to, headers: { ...headers, ...length } });
    request.end(body);
    return request;
  };
  return {
    ask: function again(ask, tries = 3): Promise<Answer> {
      return new Promise((resolve, reject) => {
        const request = send(ask, agent);
        request.on('error', (error: NodeJS.ErrnoException) => {
          // The server may close a kept connection at any moment; every client asks again then (RFC 9112, section 9.3.1).
          if (tries > 1 && error.code === 'ECONNRESET') resolve(again(ask, tries - 1));
          else reject(error);
        });
        request.on('response', (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => resolve(answerOf(response.statusCode ?? 0, response.headers, chunks)));
        });
      });
    },
    async leave(ask, when) {
      const request = send(ask, false);
      const failed = new Promise<never>((_, reject) => {
        request.on('error', reject);
        request.on('response', (response) => reject(new Error(`Answered with ${response.statusCode} too early.`)));
      });
      failed.catch(() => undefined);
      await Promise.race([when, failed]);
      if (options.resets) request.socket?.resetAndDestroy();
      else request.destroy();
    },
    close: () => agent.destroy(),
  };
}

export function http2Client(origin: string, path: string): Client {
  const session = connectHttp2(origin, { rejectUnauthorized: false });
  // Each request hears of it too.
  session.on('error', () => undefined);
  const send = (ask: Ask) => {
    const { method = 'GET', headers = {}, body } = ask;
    const stream = session.request(
      { ':method': method, ':path': ask.path ?? path, ...headers },
      { endStream: body === undefined },
    );
    if (body !== undefined) stream.end(body);
    return stream;
  };
  return {
    ask: (ask) =>
      new Promise((resolve, reject) => {
        const stream = send(ask);
        const chunks: Buffer[] = [];
        let answer: Record<string, string | string[] | number | undefined> = {};
        stream.on('response', (headers) => (answer = headers as typeof answer));
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('error', reject);
        stream.on('end', () => resolve(answerOf(Number(answer[':status']), answer, chunks)));
      }),
    async leave(ask, when) {
      const stream = send(ask);
      stream.on('error', () => undefined);
      await when;
      stream.close(8);
    },
    close: () => session.destroy(),
  };
}

/** Sends bytes as they are, and returns all that comes back until the server closes, or `enough` holds. */
export function sendRaw(
  origin: string,
  bytes: string,
  enough: (said: string) => boolean = () => false,
): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.setTimeout(10_000, () => socket.destroy(new Error(`No end of the answer: ${said}`)));
    socket.on('data', (chunk) => {
      said += String(chunk);
      if (enough(said)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(said));
    socket.write(bytes);
  });
}
