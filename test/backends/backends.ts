/** How each backend in `examples/backends` is prepared and started, and how it differs from the others. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import type { CsrfCheck } from './conventions.ts';
import type { Start } from './started-backend.ts';
import { trustOf, whyNoArtifact, whyNoJava } from './java-toolchain.ts';
import { pythonWith } from './python-toolchain.ts';
import { perform, whyNoGo, whyNotInstalled } from './toolchains.ts';

const ROOT = join(import.meta.dirname, '../..');

export interface Backend {
  readonly name: string;
  /** The command of its README, which starts it in its folder without other steps. */
  readonly command?: readonly string[];
  readonly csrf: CsrfCheck;
  readonly takesSections: boolean;
  /** The reason why it cannot run on this machine. It may write to the folder. */
  readonly whyNot: (work: string) => Promise<string | undefined>;
  /** Builds it, and returns the folder and the command of a quick start. */
  readonly prepare: (work: string) => Promise<Pick<Start, 'folder' | 'command'>>;
  /** The variables that make it a client of this simulator. */
  readonly environment: (simulator: Simulator) => Readonly<Record<string, string>>;
  /** Options of its command with which it trusts this simulator. */
  readonly trust?: (simulator: Simulator) => Promise<readonly string[]>;
}

/** The folder for the build of a test file. Two files that use one folder would disturb each other. */
export const workFolder = (name: string): string => join(ROOT, '.tmp/backends', name);

export const exampleFolder = (name: string): string => join(ROOT, 'examples/backends', name);

const variables = ({ environment }: Simulator): Readonly<Record<string, string>> => ({ ...environment });

export const GIN: Backend = {
  name: 'gin',
  command: ['go', 'run', '.'],
  csrf: 'origin',
  takesSections: false,
  whyNot: () => whyNoGo(exampleFolder('gin')),
  async prepare(work) {
    const program = join(work, 'settings');
    await perform(exampleFolder('gin'), ['go', 'build', '-o', program, '.']);
    return { folder: exampleFolder('gin'), command: [program] };
  },
  environment: variables,
};

/** The token that the settings page passes to the element. */
const tokenOf = (page: Document): string | undefined =>
  page.querySelector('scalekit-admin-portal')?.getAttribute('csrf-token') ?? undefined;

export const EXPRESS: Backend = {
  name: 'express',
  command: ['npm', 'start'],
  csrf: { header: 'X-CSRF-Token', token: tokenOf },
  takesSections: false,
  whyNot: (work) => whyNotInstalled(exampleFolder('express'), work),
  prepare: async (work) => ({ folder: work, command: [process.execPath, 'server.mjs'] }),
  environment: variables,
};

const FLASK_FOLDER = exampleFolder('flask');

const pythonOfFlask = () => pythonWith(join(FLASK_FOLDER, 'requirements.txt'));

export const FLASK: Backend = {
  name: 'flask',
  csrf: { header: 'X-CSRFToken', token: tokenOf },
  takesSections: true,
  async whyNot() {
    const found = await pythonOfFlask();
    return 'missing' in found ? found.missing : undefined;
  },
  async prepare() {
    const found = await pythonOfFlask();
    if ('missing' in found) throw new Error(found.missing);
    return { folder: FLASK_FOLDER, command: [found.python, 'app.py'] };
  },
  environment: (simulator) => ({ ...variables(simulator), ...simulator.trust?.python }),
};

const SPRING_BOOT_FOLDER = exampleFolder('spring-boot');

export const SPRING_BOOT: Backend = {
  name: 'spring-boot',
  csrf: { header: 'X-CSRF-TOKEN', token: tokenOf },
  takesSections: true,
  async whyNot() {
    const pom = await readFile(join(SPRING_BOOT_FOLDER, 'pom.xml'), 'utf8');
    const version = /<artifactId>scalekit-sdk-java<[^]*?<version>([^<]+)</.exec(pom)?.[1] ?? '';
    return whyNoJava() ?? whyNoArtifact(SPRING_BOOT_FOLDER, `com.scalekit:scalekit-sdk-java:${version}`);
  },
  prepare: async () => ({
    folder: SPRING_BOOT_FOLDER,
    command: ['mvn', '--quiet', '--batch-mode', 'spring-boot:run'],
  }),
  environment: variables,
  trust: async (simulator) => [`-Dspring-boot.run.jvmArguments=${(await trustOf(simulator)).join(' ')}`],
};
