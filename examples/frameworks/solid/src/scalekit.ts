import { ScalekitClient } from '@scalekit-sdk/node';

let client: ScalekitClient | undefined;

/** Returns a variable of the environment. @throws if it is not set. */
export function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set the environment variable ${name}.`);
  return value;
}

/** Created on first use, so that the build needs no secrets. */
export function scalekit(): ScalekitClient {
  client ??= new ScalekitClient(
    variable('SCALEKIT_ENVIRONMENT_URL'),
    variable('SCALEKIT_CLIENT_ID'),
    variable('SCALEKIT_CLIENT_SECRET'),
  );
  return client;
}
