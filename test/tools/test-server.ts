/** Servers that a test starts on a free port. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';

export interface TestServer extends AsyncDisposable {
  readonly port: number;
  /** `http://<host>:<port>` */
  readonly origin: string;
  /** Also closes open connections. */
  close(): Promise<void>;
}

/** Without a host, the server listens on all addresses, and its origin is `http://localhost:<port>`. */
export async function listen(
  server: Server & { closeAllConnections?: () => void },
  host?: string,
): Promise<TestServer> {
  await once(server.listen(0, host), 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections?.();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port, origin: `http://${host ?? 'localhost'}:${port}`, close, [Symbol.asyncDispose]: close };
}

export const startServer = (listener: RequestListener, host?: string): Promise<TestServer> =>
  listen(createServer(listener), host);
