import { ScalekitClient } from '@scalekit-sdk/node';
import { environment } from './environment.server';

let client: ScalekitClient | undefined;

/** Created on first use, so that the build needs no secrets. */
export function scalekit(): ScalekitClient {
  client ??= new ScalekitClient(
    environment('SCALEKIT_ENVIRONMENT_URL'),
    environment('SCALEKIT_CLIENT_ID'),
    environment('SCALEKIT_CLIENT_SECRET'),
  );
  return client;
}
