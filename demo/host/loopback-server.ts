/**
 * Listens on both loopback addresses, because browsers may use either for `localhost`. If it listened on one only, a program
 * on the same port of the other address could get the visitors.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  readonly port: number;
  /** Also ends open connections, even those of requests that are never answered. */
  close(): Promise<void>;
}

/** Uses a free port if the wanted one is taken or 0. */
export async function listenOnLoopback(listener: RequestListener, wantedPort: number): Promise<LoopbackServer> {
  // A port that is free on one address may be taken on the other, so it tries a few.
  for (const port of [wantedPort, 0, 0, 0]) {
    const servers = await listenOnBoth(listener, port);
    if (servers !== null) {
      return { port: portOf(servers), close: () => closeAll(servers) };
    }
  }
  throw new Error('No free port was found on the loopback interface.');
}

async function listenOnBoth(listener: RequestListener, port: number): Promise<[Server, ...Server[]] | null> {
  const first = await listen(listener, '127.0.0.1', port);
  if (first === 'taken' || first === 'no such address') return null;
  const second = await listen(listener, '::1', portOf([first]));
  if (second === 'taken') {
    await closeAll([first]);
    return null;
  }
  // Machines without IPv6 have no second address, so no visitors use it.
  return second === 'no such address' ? [first] : [first, second];
}

function listen(listener: RequestListener, host: string, port: number): Promise<Server | 'taken' | 'no such address'> {
  return new Promise((resolve, reject) => {
    const server = createServer(listener);
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve('taken');
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve('no such address');
      else reject(error);
    });
    server.listen(port, host, () => resolve(server));
  });
}

function portOf(servers: readonly [Server, ...Server[]]): number {
  return (servers[0].address() as AddressInfo).port;
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(closed);
}
