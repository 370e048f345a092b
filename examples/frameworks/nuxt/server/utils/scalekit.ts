import { ScalekitClient } from '@scalekit-sdk/node';

let client: ScalekitClient | undefined;

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`Set ${name}.`);
  return value;
}

/** Scalekit's client. Created on first use, because a build has no secrets. */
export function scalekit(): ScalekitClient {
  client ??= new ScalekitClient(
    variable('SCALEKIT_ENVIRONMENT_URL'),
    variable('SCALEKIT_CLIENT_ID'),
    variable('SCALEKIT_CLIENT_SECRET'),
  );
  return client;
}
