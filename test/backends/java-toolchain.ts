/** Java and Maven of this machine, and the options with which a JVM trusts a simulator. */
import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';

const run = promisify(execFile);
const OLDEST_JAVA = 17;

/** The reason why this machine cannot build Java, or undefined. */
export function whyNoJava(): string | undefined {
  for (const [program, option] of [
    ['javac', '-version'],
    ['keytool', '-help'],
    ['mvn', '--version'],
  ] as const) {
    if (spawnSync(program, [option]).error) return `this machine has no ${program}`;
  }
  const { stdout, stderr } = spawnSync('javac', ['-version'], { encoding: 'utf8' });
  const version = /javac (\d+)/.exec(stdout + stderr)?.[1] ?? 'of an unknown version';
  return Number(version) >= OLDEST_JAVA ? undefined : `javac is ${version}, and the tests need ${OLDEST_JAVA} or newer`;
}

/** The result of `whyNoArtifact` without a network. */
export const NO_REPOSITORY = 'Maven reaches no repository';

/** Runs Maven on a project, and returns its output. @throws with the output. */
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
 * The reason why Maven cannot get an artifact, or undefined: it does not exist, or there is no network. @throws for all other
 * reasons, so that no mistake looks like a missing artifact.
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

/** The options with which a JVM trusts this simulator. */
export async function trustOf({ trust }: Simulator): Promise<readonly string[]> {
  if (!trust) throw new Error('The simulator has no certificate: the package selfsigned is not installed.');
  await run('sh', ['-c', trust.java.command]);
  return trust.java.options;
}
