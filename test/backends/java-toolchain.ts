/** Java and Maven, where this machine has them, and what makes a JVM trust a simulator. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';

const run = promisify(execFile);
const OLDEST_JAVA = 17;

/** Why nothing in Java can be built here; undefined: it can. */
export function whyNoJava(): string | undefined {
  for (const [program, option] of [
    ['javac', '-version'],
    ['keytool', '-help'],
    ['mvn', '--version'],
  ] as const) {
    if (spawnSync(program, [option]).error) return `this machine has no ${program}`;
  }
  const { stdout, stderr } = spawnSync('javac', ['-version'], { encoding: 'utf8' });
  const version = /javac (\d+)/.exec(stdout + stderr)?.[1] ?? 'of no known version';
  return Number(version) >= OLDEST_JAVA
    ? undefined
    : `javac is ${version}, and ${OLDEST_JAVA} is the oldest that will do`;
}

/** What `whyNoArtifact` says of a machine without a network. */
export const NO_REPOSITORY = 'Maven reaches no repository';

/** Runs Maven on a project to its end; fails with what it said. */
export async function maven(folder: string, goals: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  try {
    const options = { cwd: folder, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
    const { stdout, stderr } = await run('mvn', ['--batch-mode', '--no-transfer-progress', ...goals], options);
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`mvn ${goals.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

/**
 * Why Maven gets no such artifact here: it is not served, or nothing is. Undefined: it does. Fails for every other reason,
 * so that no fault passes for an artifact that is missing.
 */
export async function whyNoArtifact(folder: string, artifact: string): Promise<string | undefined> {
  const get = ['-U', 'dependency:get', '-Dtransitive=false', `-Dartifact=${artifact}`];
  const failure = await maven(folder, get).then(
    () => null,
    (error: unknown) => String(error),
  );
  if (failure === null) return undefined;
  const [name = ''] = artifact.split(/:(?=[^:]*$)/);
  if (failure.includes(`Could not find artifact ${name}`)) return `Maven finds no ${artifact} in its repositories`;
  if (/Could not transfer artifact|Unknown host|Connection refused/.test(failure)) return NO_REPOSITORY;
  throw new Error(failure);
}

/** Options of a JVM that trusts this simulator. */
export async function trustOf({ trust }: Simulator): Promise<readonly string[]> {
  if (!trust) throw new Error('The simulator has no certificate: the package selfsigned is not installed.');
  await run('sh', ['-c', trust.java.command]);
  return trust.java.options;
}
