import { ScalekitClient } from '@scalekit-sdk/node';
import {
  SCALEKIT_CLIENT_ID,
  SCALEKIT_CLIENT_SECRET,
  SCALEKIT_ENVIRONMENT_URL,
} from '$app/env/private';

let client: ScalekitClient | undefined;

/** Created on first use, because the build has no secrets. */
export function scalekit(): ScalekitClient {
  client ??= new ScalekitClient(
    SCALEKIT_ENVIRONMENT_URL,
    SCALEKIT_CLIENT_ID,
    SCALEKIT_CLIENT_SECRET,
  );
  return client;
}
