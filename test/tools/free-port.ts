/** A port that nobody listens on. The system picks it, so that runners that start together never pick the same one. */
import { createServer } from 'node:net';
import { listen } from './test-server.ts';

export async function freePort(): Promise<number> {
  await using server = await listen(createServer());
  return server.port;
}
