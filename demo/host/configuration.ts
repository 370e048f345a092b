/**
 * Reads from the environment which Scalekit the demo uses: a real one if all four variables are set, the simulator if none is
 * set. If only some are set, it reports the missing ones. Values never appear in a message: a secret that was pasted into the
 * wrong variable must not reach the console.
 */

export interface ScalekitAccess {
  /** Origin of the Scalekit environment, without a trailing slash. */
  environmentUrl: string;
  clientId: string;
  clientSecret: string;
  organizationId: string;
}

/** A mistake in the setup. The message tells how to fix it. */
export class SetupError extends Error {
  override name = 'SetupError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const VARIABLES = {
  SCALEKIT_ENVIRONMENT_URL: 'the environment URL (Scalekit dashboard: Developers > API Credentials)',
  SCALEKIT_CLIENT_ID: 'the client ID (Scalekit dashboard: Developers > API Credentials)',
  SCALEKIT_CLIENT_SECRET: 'the client secret (Scalekit dashboard: Developers > API Credentials)',
  SCALEKIT_ORGANIZATION_ID: 'the ID of an organization to administer (Scalekit dashboard: Organizations)',
} as const;

type Variable = keyof typeof VARIABLES;

const NAMES = Object.keys(VARIABLES) as Variable[];

/** The real Scalekit to use, or null for the simulator. Throws a SetupError if the variables are incomplete or invalid. */
export function readConfiguration(environment: Environment): ScalekitAccess | null {
  const value = (name: Variable): string => environment[name]?.trim() ?? '';
  const missing = NAMES.filter((name) => value(name) === '');
  if (missing.length === NAMES.length) return null;
  if (missing.length > 0) throw new SetupError(describeMissing(missing, environment));
  return {
    environmentUrl: readEnvironmentUrl(value('SCALEKIT_ENVIRONMENT_URL')),
    clientId: value('SCALEKIT_CLIENT_ID'),
    clientSecret: value('SCALEKIT_CLIENT_SECRET'),
    organizationId: value('SCALEKIT_ORGANIZATION_ID'),
  };
}

function describeMissing(missing: readonly Variable[], environment: Environment): string {
  const lines = missing.map((name) => {
    const problem = environment[name] === undefined ? 'is not set' : 'is empty';
    return `  ${name} ${problem}. It takes ${VARIABLES[name]}.`;
  });
  // The SDK's examples use the shorter name, so this is the most likely mistake.
  if (missing.includes('SCALEKIT_ENVIRONMENT_URL') && environment['SCALEKIT_ENV_URL']?.trim()) {
    lines.push('  SCALEKIT_ENV_URL is set, but this demo reads SCALEKIT_ENVIRONMENT_URL.');
  }
  return [
    'The configuration for the real Scalekit is incomplete:',
    ...lines,
    'Set all four variables to use the real Scalekit, or none of them to use the simulator.',
  ].join('\n');
}

function readEnvironmentUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) fail('is not a URL');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    fail('is not an https URL (http is only accepted for localhost)');
  }
  if (url.username !== '' || url.password !== '') fail('contains a user name or a password');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    fail('has more than a host: remove what follows it');
  return url.origin;
}

function fail(problem: string): never {
  throw new SetupError(
    `SCALEKIT_ENVIRONMENT_URL ${problem}.\n` +
      'It takes the environment URL as the Scalekit dashboard shows it, for example https://your-app.scalekit.dev',
  );
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}
